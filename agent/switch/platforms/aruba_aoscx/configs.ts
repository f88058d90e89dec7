/** The running configuration of ports: `interface 1/1/1` with `vlan access`, `vlan trunk` and `lag` below it. */
import { parserOf, type Section, SectionReader, vlanNumbers, vlanText } from '../../parse/index.ts';
import type { Command, PortConfigRow } from '../../platform.ts';
import { aoscxPortName } from './names.ts';
import { spelled } from './ports.ts';

const HEAD = /^interface (?:\d{1,2}\/\d{1,2}\/\d{1,3}(?::\d)?|lag ?\d{1,4}(?: multi-chassis)?)$/i;

function rowOf({ head, lines }: Section): PortConfigRow {
  const last = (pattern: RegExp): string | undefined =>
    lines.map((line) => pattern.exec(line)?.[1]).findLast((found) => found !== undefined);
  const access = Number(last(/^vlan access (\d{1,4})$/) ?? 0);
  const native = Number(last(/^vlan trunk native (\d{1,4})(?: tag)?$/) ?? 0);
  const allowed = last(/^vlan trunk allowed (\S.*)$/);
  const lag = last(/^lag (\d{1,4})$/);
  const mode = modeOf(lines);
  return {
    name: aoscxPortName(head.replace(/ multi-chassis$/i, '')),
    description: last(/^description (\S.*)$/),
    adminUp: lines.includes('no shutdown') ? true : lines.includes('shutdown') ? false : undefined,
    mode,
    accessVlan: mode === 'access' && access > 0 ? access : undefined,
    nativeVlan: mode === 'trunk' && native > 0 ? native : undefined,
    taggedVlans: mode === 'trunk' && allowed !== undefined ? vlanText(vlanNumbers(allowed)) : undefined,
    voiceVlan: undefined,
    lag: lag === undefined ? undefined : `lag${lag}`,
    lines,
  };
}

function modeOf(lines: readonly string[]): PortConfigRow['mode'] {
  if (lines.some((line) => line.startsWith('vlan trunk '))) return 'trunk';
  if (lines.some((line) => line.startsWith('vlan access '))) return 'access';
  return lines.some((line) => /^(?:routing$|ip(?:v6)? address )/.test(line)) ? 'routed' : undefined;
}

const parser = parserOf<PortConfigRow>(
  (sink) =>
    new SectionReader(
      (head) => HEAD.test(head),
      (section) => sink.row(rowOf(section)),
    ),
);

export const configCommands: readonly Command<PortConfigRow>[] = [
  { command: 'show running-config interface', parser },
];

export function portConfig(port: string): Command<PortConfigRow> {
  return { command: `show running-config interface ${spelled(port)}`, parser };
}
