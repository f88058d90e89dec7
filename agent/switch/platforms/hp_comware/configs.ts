/** The configuration of all ports; what is not in it is as the device has it from the factory: access, VLAN 1. */
import { parserOf, type Section, SectionReader, vlanNumbers, vlanText } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { comwareCommandName, comwarePortName, isComwarePort } from './names.ts';

const INTERFACE = /^interface\s+(\S{1,64})$/i;
const NO_PORT_OF_OURS = /^(?:Vlan|NULL|Loop|InLoop|Tun|Aux|REG|VE|Async|Cellular|Dialer|Virtual|Vsi)/i;

interface Vlans {
  mode: PortConfigRow['mode'];
  pvid: number;
  readonly tagged: Set<number>;
}

function readVlans(lines: readonly string[]): Vlans {
  const routed = lines.includes('port link-mode route');
  const type = lines
    .map((line) => /^port link-type (\w{1,10})/.exec(line)?.[1])
    .find((word) => word !== undefined);
  const vlans: Vlans = { mode: routed ? 'routed' : modeOf(type), pvid: 1, tagged: new Set() };
  // VLAN 1 goes through a trunk until it is forbidden.
  if (vlans.mode === 'trunk') vlans.tagged.add(1);
  for (const line of lines) readVlanLine(line, vlans);
  if (vlans.mode === 'trunk' && vlans.tagged.size < ALL) vlans.tagged.delete(vlans.pvid);
  return vlans;
}

const ALL = 4_094;

function modeOf(type: string | undefined): PortConfigRow['mode'] {
  return type === 'trunk' ? 'trunk' : type === 'hybrid' ? 'general' : 'access';
}

function readVlanLine(line: string, vlans: Vlans): void {
  const pvid = /^port (?:access vlan|trunk pvid vlan|hybrid pvid vlan) (\d{1,4})$/.exec(line)?.[1];
  const permit = /^port trunk permit vlan (.{1,400})$/.exec(line)?.[1];
  const forbid = /^undo port trunk permit vlan (.{1,400})$/.exec(line)?.[1];
  const tagged = /^port hybrid vlan (.{1,400}) tagged$/.exec(line)?.[1];
  if (pvid !== undefined) vlans.pvid = Number(pvid);
  for (const vlan of vlanNumbers(permit ?? tagged ?? '')) vlans.tagged.add(vlan);
  for (const vlan of vlanNumbers(forbid ?? '')) vlans.tagged.delete(vlan);
}

function rowOf(name: string, lines: readonly string[]): PortConfigRow {
  const { mode, pvid, tagged } = readVlans(lines);
  const value = (pattern: RegExp): string | undefined =>
    lines.map((line) => pattern.exec(line)?.[1]).find((text) => text !== undefined);
  const lag = value(/^port link-aggregation group (\d{1,4})\b/);
  const voice = value(/^voice[ -]vlan (\d{1,4}) enable/);
  return {
    name: comwarePortName(name),
    description: value(/^description (.{1,255})$/),
    adminUp: !lines.includes('shutdown'),
    mode,
    accessVlan: mode === 'access' ? pvid : undefined,
    nativeVlan: mode === 'trunk' || mode === 'general' ? pvid : undefined,
    taggedVlans: mode === 'routed' ? undefined : vlanText(tagged),
    voiceVlan: voice === undefined ? undefined : Number(voice),
    lag: lag === undefined ? undefined : `${mode === 'routed' ? 'RAGG' : 'BAGG'}${lag}`,
    lines,
  };
}

const parser = parserOf<PortConfigRow>((sink) => {
  const isPort = (head: string): boolean => {
    const name = INTERFACE.exec(head)?.[1] ?? '';
    return isComwarePort(name) && !NO_PORT_OF_OURS.test(name);
  };
  const give = ({ head, lines }: Section): void => sink.row(rowOf(INTERFACE.exec(head)?.[1] ?? '', lines));
  return new SectionReader(isPort, give);
});

export const configCommands: readonly Command<PortConfigRow>[] = [
  { command: 'display current-configuration interface', parser },
];

export function portConfig(port: string): Command<PortConfigRow> {
  return { command: `display current-configuration interface ${comwareCommandName(port)}`, parser };
}
