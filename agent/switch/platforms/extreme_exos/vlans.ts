/** `show vlan`, which has no ports, `show vlan detail`, which has, and `show vlan description`. */
import { parserOf } from '../../parse/index.ts';
import type { Command, VlanRow } from '../../platform.ts';
import { exosPorts, exosVlan } from './names.ts';

const VLAN_MAX = 4_095;
const PORTS_MAX = 4_096;
/** Name and tag; untagged VLANs show their internal tag. What stands behind is of no matter. */
const ROW = /^(?<name>[A-Za-z][\w.:@+*/-]{0,63}>?)\s+(?<vlan>\d{1,4})(?:\s+(?<rest>\S.*))?$/;
const NOTES: readonly RegExp[] = [
  /^[-=\s]+$/,
  /^\s*Name\s+VID\b/i,
  /^\s*Flags ?:/i,
  /^\s+\(?[A-Za-z0-9*!]\)? ?[A-Z-]/,
  /^\s{20,}\S/,
  /^\s*(?:Untagged ports|> indicates|Total number of VLAN)/i,
];

function rowOf(groups: Readonly<Record<string, string | undefined>>): VlanRow | undefined {
  const vlan = Number(groups['vlan']);
  return vlan > 0 && vlan <= VLAN_MAX ? { vlan, name: groups['name'], ports: [] } : undefined;
}

const table = parserOf<VlanRow>((sink) => ({
  line(text) {
    const row = rowOf(ROW.exec(text)?.groups ?? {});
    if (row !== undefined) sink.row(row);
    else if (!NOTES.some((note) => note.test(text))) sink.unknown(text);
  },
  isWhole: (text) => ROW.test(text),
}));

const HEAD = /^\s*VLAN Interface with name (?<name>\S{1,64}) created by\b/i;
const TAG = /\bTagging:\s*(?:802\.1Q Tag|Untagged \(Internal tag) (?<vlan>\d{1,4})\b/i;
/** `Untag:    *1,   2g,   3(name)` */
const LIST = /^\s*(?:(?<kind>Untag|Tag)\s*:)?\s*(?<list>[*!]?\d{1,3}(?::\d{1,3})*[a-zA-Z]{0,4}\b.*)$/;

const detail = parserOf<VlanRow>((sink) => {
  let name: string | undefined;
  let vlan: number | undefined;
  let ports: string[] = [];
  let inList = false;
  const flush = (): void => {
    if (vlan !== undefined) sink.row({ vlan, name, ports });
    name = undefined;
    vlan = undefined;
    ports = [];
    inList = false;
  };
  return {
    line(text) {
      const head = HEAD.exec(text)?.groups?.['name'];
      const list = LIST.exec(text)?.groups;
      if (head !== undefined) {
        flush();
        name = head;
      } else if (name === undefined) {
        if (!NOTES.some((note) => note.test(text))) sink.unknown(text);
      } else if (list !== undefined && (inList || list['kind'] !== undefined)) {
        const cells = (list['list'] ?? '').replace(/\([^()]{0,64}\)/g, '').replace(/[*!a-zA-Z]/g, '');
        ports = ports.concat(exosPorts(cells)).slice(0, PORTS_MAX);
        inList = true;
      } else {
        inList = false;
        vlan = exosVlan(TAG.exec(text)?.groups?.['vlan']) ?? vlan;
      }
    },
    end: flush,
  };
});

export const vlanCommands: readonly Command<VlanRow>[] = [{ command: 'show vlan', parser: table }];

export const vlanReads: readonly Command<VlanRow>[] = [
  { command: 'show vlan description', parser: table },
  { command: 'show vlan detail', parser: detail },
];
