/**
 * The running configuration of ports as Cisco and its relatives write it: `interface X` and the lines set in below it.
 * What is not written is the default and stays undefined, but for a port that is not shut.
 */
import type { LineParser, PortConfigRow } from '../platform.ts';
import { vlanId } from './json.ts';
import { parserOf } from './line-parser.ts';
import { type Section, SectionReader } from './sections.ts';
import { vlanNumbers, vlanText } from './vlan-list.ts';

const HEAD = /^interface (?<name>[A-Za-z][\w-]{0,40} ?\d[\w./:]{0,40}|mgmt\d)(?:\s.*)?$/i;
/** What stands around the sections. */
const NOTE =
  /^(?:Building configuration|Current configuration|!|version \d|end$|exit$|return$|interface |\s|$|Time:)/i;

export function portConfigParser(portName: (text: string) => string): () => LineParser<PortConfigRow> {
  return parserOf<PortConfigRow>((sink) => {
    const reader = new SectionReader(
      (head) => HEAD.test(head),
      (section) => sink.row(portConfigOf(section, portName)),
    );
    return {
      line(text) {
        if (!NOTE.test(text) && !HEAD.test(text.trim())) sink.unknown(text);
        reader.line(text);
      },
      end: () => reader.end(),
    };
  });
}

/** The lines of one port read into a row; those that say nothing of it stay in `lines`. */
function portConfigOf(section: Section, portName: (text: string) => string): PortConfigRow {
  const { lines } = section;
  const after = (pattern: RegExp): string | undefined =>
    lines.map((line) => pattern.exec(line)?.[1]).findLast((text) => text !== undefined);
  const has = (pattern: RegExp): boolean => lines.some((line) => pattern.test(line));
  const mode = modeOf(after(/^switchport mode (.*)$/), has);
  const lag = after(/^channel-group (\d{1,5})\b/);
  return {
    name: portName(HEAD.exec(section.head)?.groups?.['name'] ?? ''),
    description: after(/^description (.*)$/)?.trim(),
    adminUp: !has(/^shutdown$/),
    mode,
    accessVlan:
      mode === 'trunk' || mode === 'routed' ? undefined : vlanId(after(/^switchport access vlan (\d+)$/)),
    nativeVlan: mode === 'trunk' ? vlanId(after(/^switchport trunk native vlan (\d+)$/)) : undefined,
    taggedVlans: mode === 'trunk' ? allowedOf(lines) : undefined,
    voiceVlan: vlanId(after(/^switchport (?:voice|phone) vlan (\d+)$/)),
    lag: lag === undefined ? undefined : portName(`Port-channel${lag}`),
    lines,
  };
}

function modeOf(word: string | undefined, has: (pattern: RegExp) => boolean): PortConfigRow['mode'] {
  if (has(/^no switchport$/) || has(/^ip(?:v6)? address /)) return 'routed';
  if (word === undefined) return has(/^switchport access vlan /) ? 'access' : undefined;
  if (/^(?:access|dot1q-tunnel)\b/.test(word)) return 'access';
  return /^(?:trunk|fex-fabric)\b/.test(word) ? 'trunk' : undefined;
}

/** A long list is written in several lines, the later ones with `add`. A trunk without a list carries all. */
function allowedOf(lines: readonly string[]): string | undefined {
  const lists = lines
    .map((line) => /^switchport trunk allowed vlan (add |remove |except )?(.*)$/.exec(line))
    .filter((match) => match !== null);
  if (lists.length === 0) return 'all';
  let found = new Set<number>();
  for (const [, word = '', list = ''] of lists) {
    const named = vlanNumbers(word === '' && /^none$/i.test(list) ? '' : list);
    if (word === 'add ') for (const vlan of named) found.add(vlan);
    else if (word === 'remove ') for (const vlan of named) found.delete(vlan);
    else if (word === '') found = named;
    else found = new Set([...vlanNumbers('all')].filter((vlan) => !named.has(vlan)));
  }
  return vlanText(found);
}
