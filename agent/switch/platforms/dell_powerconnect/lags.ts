import type { Command, LagRow } from '../../platform.ts';
import { lagParser } from '../cisco_smb/lags.ts';
import { powerconnectPortName } from './names.ts';

export const lagCommands: readonly Command<LagRow>[] = [
  {
    command: 'show interfaces port-channel',
    parser: lagParser(powerconnectPortName, (number) => `ch${number}`),
    optional: true,
  },
];
