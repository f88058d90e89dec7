import type { Command, VlanRow } from '../../platform.ts';
import { ftosVlans } from '../dell_os9/vlans.ts';
import { closeNames, os10PortName } from './names.ts';

/** `show vlan`, in the form that OS10 took over from FTOS. */
export const vlanCommands: readonly Command<VlanRow>[] = [
  { command: 'show vlan', parser: ftosVlans(os10PortName, closeNames) },
];
