/** What is configured on ports: expectation files and rows as the same facts. */
import type { PortConfigRow } from '../../agent/switch/platform.ts';
import { type Fields, listOf, pick, textOf } from './parse-expected.ts';
import { type Found, found, mergeWanted, type Wanted, wanted } from './parse-facts.ts';
import { type Context, column, flag, plain, told, vlanId, vlanRanges, yesNo } from './parse-values.ts';

const MODES: readonly (readonly [RegExp, string])[] = [
  [/^(?:static )?access$|^untagged$/i, 'access'],
  [/^trunk$|^tagged$/i, 'trunk'],
  [/^general$|^hybrid$/i, 'general'],
  [/^routed$/i, 'routed'],
];

/** `untagged` is the access VLAN of an access port and the native VLAN of others: files have one column or two for it. */
export function wantedConfigs(rows: readonly Fields[], context: Context): Wanted[] {
  return mergeWanted(
    rows.flatMap((fields) => {
      const name = context.portName(textOf(pick(fields, ['interface', 'port', 'name'])));
      if (name === '') return [];
      const mode = modeOf(column(fields, ['admin_mode', 'interface_mode', 'link_type', 'vlan_mode', 'mode']));
      return [
        wanted(name, {
          mode: mode ?? null,
          untagged: untaggedOf(fields, mode),
          tagged: taggedOf(fields, mode),
          voice: told(column(fields, ['voice_vlan']), vlanId),
          description: told(column(fields, ['description', 'interface_desc']), (text) => text),
          admin: told(column(fields, ['admin_state', 'enabled', 'link_admin']), yesNo),
        }),
      ];
    }),
  );
}

/** Undefined: no column, or a word of none of our modes (`dynamic auto`). */
function modeOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : MODES.find(([pattern]) => pattern.test(text))?.[1];
}

function untaggedOf(fields: Fields, mode: string | undefined): string | null {
  const ruled = listedVlans(fields, 'untagged');
  if (ruled !== undefined) return ruled[0] ?? '';
  if (fields['access_vlan'] !== undefined || fields['native_vlan'] !== undefined) {
    if (mode === undefined) return null;
    return told(column(fields, [mode === 'access' ? 'access_vlan' : 'native_vlan']), vlanId);
  }
  return told(column(fields, ['pvid', 'vlan_id', 'vlan_untagged']), vlanId);
}

function taggedOf(fields: Fields, mode: string | undefined): string | null {
  const ruled = listedVlans(fields, 'tagged');
  if (ruled !== undefined) return vlanRanges(ruled);
  const list = pick(fields, ['trunking_vlans', 'trunk_vlan_list', 'vlan_trunk', 'tagged_vlans']);
  if (list === undefined || mode === 'access' || mode === undefined) return null;
  return vlanRanges(listOf(list));
}

/** Two lists side by side: the VLANs and how each leaves the port. A VLAN without a number is one that nobody can compare. */
function listedVlans(fields: Fields, rule: string): string[] | undefined {
  const rules = pick(fields, ['egress_rule', 'tagging']);
  const vlans = fields['vlan_id'];
  if (!Array.isArray(rules) || !Array.isArray(vlans)) return undefined;
  return listOf(vlans).filter((_, i) => textOf(rules[i]).toLowerCase() === rule);
}

export function foundConfig(row: PortConfigRow): Found[] {
  const untagged = row.mode === 'access' ? row.accessVlan : (row.nativeVlan ?? row.accessVlan);
  return [
    found(row.name, {
      mode: row.mode,
      untagged: untagged === undefined ? undefined : String(untagged),
      tagged: row.taggedVlans === undefined ? undefined : vlanRanges([row.taggedVlans]),
      voice: row.voiceVlan === undefined ? undefined : String(row.voiceVlan),
      description: plain(row.description ?? ''),
      admin: flag(row.adminUp),
    }),
  ];
}
