/** Ports of bridges: which frames they take, the VLAN of those without a tag, and what the table of VLANs says they carry tagged. */
import { vlanNumbers, vlanText } from '../../parse/index.ts';
import type { Command, LineParser, PortConfigRow } from '../../platform.ts';
import { type Entry, entriesParser, textOf } from './entries.ts';
import { quoted } from './words.ts';

const NOTHING = {
  description: undefined,
  adminUp: undefined,
  mode: undefined,
  accessVlan: undefined,
  nativeVlan: undefined,
  taggedVlans: undefined,
  voiceVlan: undefined,
  lag: undefined,
  lines: [],
} as const;

const MODES: ReadonlyMap<string, PortConfigRow['mode']> = new Map([
  ['admit-only-untagged-and-priority-tagged', 'access'],
  ['admit-only-vlan-tagged', 'trunk'],
  ['admit-all', 'general'],
] as const);

const bridgePorts = entriesParser<PortConfigRow>((entry) => {
  const name = textOf(entry, 'interface');
  if (name === undefined) return undefined;
  const mode = MODES.get(textOf(entry, 'frame-types') ?? '');
  const pvid = Number(textOf(entry, 'pvid') ?? 0) || undefined;
  return [
    {
      ...NOTHING,
      name,
      mode,
      accessVlan: mode === 'access' ? pvid : undefined,
      nativeVlan: mode === 'general' ? pvid : undefined,
      lines: linesOf(entry),
    },
  ];
});

function linesOf({ values }: Entry): string[] {
  return [...values]
    .filter(([key]) => /^(?:bridge|pvid|frame-types|ingress-filtering)$/.test(key))
    .map((pair) => pair.join('='));
}

/** Ports of one device; what claims to have more is not believed. */
const PORTS_MAX = 1_024;

/** `/interface bridge vlan print`: entries name ports, so what one port carries is known when all are read. */
const bridgeVlans = (): LineParser<PortConfigRow> => {
  const carried = new Map<string, Set<number>>();
  const entries = entriesParser<PortConfigRow>((entry) => {
    const ids = textOf(entry, 'vlan-ids');
    if (ids === undefined) return undefined;
    for (const text of (textOf(entry, 'tagged') ?? '').split(',')) {
      const name = text.trim();
      const vlans = carried.get(name) ?? new Set<number>();
      if (name === '' || carried.size >= PORTS_MAX) continue;
      for (const vlan of vlanNumbers(ids)) vlans.add(vlan);
      carried.set(name, vlans);
    }
    return [];
  })();
  return {
    push: (line) => entries.push(line),
    end: () => ({
      ...entries.end(),
      rows: [...carried].map(([name, vlans]) => ({ ...NOTHING, name, taggedVlans: vlanText(vlans) })),
    }),
  };
};

const PORTS = '/interface bridge port print terse without-paging';

export const configCommands: readonly Command<PortConfigRow>[] = [
  { command: PORTS, parser: bridgePorts },
  { command: '/interface bridge vlan print terse without-paging', parser: bridgeVlans, optional: true },
];

export const configReads: readonly Command<PortConfigRow>[] = [
  { command: '/interface bridge port print detail', parser: bridgePorts },
];

export function portConfig(port: string): Command<PortConfigRow> {
  return { command: `${PORTS} where interface=${quoted(port)}`, parser: bridgePorts };
}
