/** VLANs in two ways: those of a bridge that filters, and interfaces that carry one VLAN of another interface. */
import { vlanNumbers } from '../../parse/index.ts';
import type { Command, VlanRow } from '../../platform.ts';
import { type Entry, entriesParser, textOf } from './entries.ts';

const PORTS_MAX = 1_024;

function portsOf(entry: Entry): string[] {
  const lists = ['tagged', 'untagged', 'current-tagged', 'current-untagged'].map(
    (key) => textOf(entry, key) ?? '',
  );
  const names = lists.flatMap((list) => list.split(',')).map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== '').slice(0, PORTS_MAX);
}

/** One entry may stand for many VLANs: `vlan-ids=10,20-30`. */
const bridge = entriesParser<VlanRow>((entry) => {
  const ids = textOf(entry, 'vlan-ids');
  if (ids === undefined) return undefined;
  const ports = portsOf(entry);
  const name = textOf(entry, 'comment');
  return [...vlanNumbers(ids)].map((vlan) => ({ vlan, name, ports }));
});

const interfaces = entriesParser<VlanRow>((entry) => {
  const vlan = Number(textOf(entry, 'vlan-id') ?? 0);
  const parent = textOf(entry, 'interface');
  if (!(vlan > 0 && vlan < 4_096)) return undefined;
  return [{ vlan, name: textOf(entry, 'name'), ports: parent === undefined ? [] : [parent] }];
});

export const vlanCommands: readonly Command<VlanRow>[] = [
  { command: '/interface bridge vlan print terse without-paging', parser: bridge, optional: true },
  { command: '/interface vlan print terse without-paging', parser: interfaces },
];

export const vlanReads: readonly Command<VlanRow>[] = [
  { command: '/interface bridge vlan print detail', parser: bridge },
  { command: '/interface vlan print detail', parser: interfaces },
];
