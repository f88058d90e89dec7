/** RouterOS has no mode for configuration and nothing to save: what is typed is true at once and stays. */
import type { PortChange, WriteLine, WriteRecipes } from '../../platform.ts';
import { typed } from '../usual-writes.ts';
import { quoted, textProblem } from './words.ts';

/** Each port has lines of its own. */
const PORTS_MAX = 64;
const PROMPT = /(?:^|[\r\n])\[[^\]\r\n@]{1,64}@[^\]\r\n]{1,64}\] ?[\w /-]{0,64}(?:<SAFE>|>) ?$/;

function portLines(port: string, { accessVlan, description, adminUp }: PortChange): string[] {
  const name = quoted(port);
  const lines: string[] = [];
  if (accessVlan !== undefined)
    lines.push(
      // On a bridge that does not filter, the number would stand there and do nothing.
      `:if ([/interface bridge get [/interface bridge port get [find interface=${name}] bridge] vlan-filtering] = false) do={:error "failure: the bridge of the port does not filter VLANs"}`,
      // Who lists the port by hand as untagged in another VLAN goes on sending that VLAN to it.
      `:foreach v in=[/interface bridge vlan find dynamic=no] do={:if (([:typeof [:find [/interface bridge vlan get $v untagged] ${name}]] != "nil") && ([/interface bridge vlan get $v vlan-ids] != ${accessVlan})) do={:error "failure: another VLAN lists the port as untagged by hand"}}`,
      `/interface bridge port set [find interface=${name}] pvid=${accessVlan} frame-types=admit-only-untagged-and-priority-tagged`,
    );
  if (description !== undefined)
    lines.push(`/interface set [find name=${name}] comment=${quoted(description)}`);
  if (adminUp !== undefined)
    lines.push(`/interface set [find name=${name}] disabled=${adminUp ? 'no' : 'yes'}`);
  return lines;
}

/** The one bridge that filters VLANs; with none or several the device refuses, and rightly so. */
const BRIDGE = '[/interface bridge get [find vlan-filtering=yes] name]';

/** An entry that several VLANs share is left alone: only one for this VLAN by itself is found. */
function vlanLines(vlan: number, name: string | undefined): readonly WriteLine[] {
  const own = `[find dynamic=no vlan-ids=${vlan}]`;
  if (name === undefined) return typed(`/interface bridge vlan remove ${own}`);
  const add = `/interface bridge vlan add bridge=${BRIDGE} vlan-ids=${vlan} comment=${quoted(name)}`;
  const set = `/interface bridge vlan set ${own} comment=${quoted(name)}`;
  const count = `[:len [/interface bridge vlan find dynamic=no vlan-ids=${vlan}]]`;
  return typed(`:if (${count} = 0) do={${add}} else={${set}}`);
}

export const routerosWrite: WriteRecipes = {
  enter: [],
  leave: [],
  configPrompt: PROMPT,
  ports: (ports, change) => typed(...ports.flatMap((port) => portLines(port, change))),
  rangeMax: PORTS_MAX,
  keepsTagged: true,
  vlan: vlanLines,
  textProblem,
  save: [],
};
