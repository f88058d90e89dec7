/** What is configured on ports: the summary of all for a scan, the running configuration of one. */
import { portConfigParser, switchportParser } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { iosPortName } from './names.ts';

const config = portConfigParser(iosPortName);

export const configCommands: readonly Command<PortConfigRow>[] = [
  // Routers and old releases without switch ports refuse it.
  { command: 'show interfaces switchport', parser: switchportParser(iosPortName), optional: true },
];

export const configAlso: readonly Command<PortConfigRow>[] = [
  { command: 'show running-config | section ^interface', parser: config },
];

export function portConfig(port: string): Command<PortConfigRow> {
  return { command: `show running-config interface ${port}`, parser: config };
}
