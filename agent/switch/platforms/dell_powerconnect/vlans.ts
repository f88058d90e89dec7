import type { Command, VlanRow } from '../../platform.ts';
import { vlanParser } from '../cisco_smb/vlans.ts';
import { powerconnectPortName } from './names.ts';

export const vlanCommands: readonly Command<VlanRow>[] = [
  { command: 'show vlan', parser: vlanParser(powerconnectPortName) },
];
