/** `show interfaces status`: the Marvell lines print it as Cisco's small switches do, the Broadcom ones as OS6. */

import type { Command, PortRow } from '../../platform.ts';
import { portTableParser } from '../cisco_smb/ports.ts';
import { powerconnectPortName } from './names.ts';

const parser = portTableParser(powerconnectPortName);

export const portCommands: readonly Command<PortRow>[] = [{ command: 'show interfaces status', parser }];

export function portStatus(port: string): Command<PortRow> {
  const alternative = { command: `show interfaces status ${port}`, parser };
  return { command: `show interfaces status ethernet ${port}`, parser, alternative };
}
