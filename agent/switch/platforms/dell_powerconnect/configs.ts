/** What is configured on ports: modes and VLANs, descriptions, switched-off ports; one in full. */

import { configParser, switchportPages } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { portTable } from '../dell_os6/configs.ts';
import { powerconnectPortName } from './names.ts';

const CONFIG = {
  portName: powerconnectPortName,
  isPort: (name: string): boolean => /^(?:\d{1,2}\/)?(?:g|xg|e|t|fa|gi|te|tw|fo|ch|po)\d/i.test(name),
  defaults: { mode: 'access', adminUp: true },
} as const;

export const configCommands: readonly Command<PortConfigRow>[] = [
  // The older lines answer for one port only: a refusal loses the modes, not the rest.
  { command: 'show interfaces switchport', parser: switchportPages(powerconnectPortName), optional: true },
  { command: 'show interfaces description', parser: portTable(powerconnectPortName), optional: true },
  { command: 'show interfaces configuration', parser: portTable(powerconnectPortName), optional: true },
];

/** `show running-config` of one interface came late; the page of the port tells its VLANs on all. */
export function portConfig(port: string): Command<PortConfigRow> {
  const page = switchportPages(powerconnectPortName);
  const own = configParser(CONFIG, port);
  return {
    command: `show running-config interface ${port}`,
    parser: own,
    alternative: {
      command: `show running-config interface ethernet ${port}`,
      parser: own,
      alternative: {
        command: `show interfaces switchport ethernet ${port}`,
        parser: page,
        alternative: { command: `show interfaces switchport ${port}`, parser: page },
      },
    },
  };
}
