/** `show vlan` of FTOS and OS10: a row per VLAN, lines of ports below it, each begun by how the ports are in it. */

import { isPortLike, parserOf } from '../../parse/index.ts';
import type { Command, LineParser, VlanRow } from '../../platform.ts';
import { closeNames, os9PortName } from './names.ts';

const HEADING = /^\s*NUM\s+Status\s+(?:Description|Name)\b/i;
const NOTE = /^\s*(?:Codes?:|Q:|[a-zA-Z*@] - |.{0,60}\b[A-Za-z] - [A-Z]|Total|Default\b)/;
const ROW =
  /^\s{0,40}(?:[*@A-Z]{1,3}\s{1,20})?(?<vlan>\d{1,4})\s{1,40}(?<status>Active|Inactive|Up|Down)\b(?<rest>.*)$/i;
/** How the ports are in the VLAN, then the ports. */
const PORTS =
  /(?:^|\s)(?<how>[UTxXoOGMHiIvVACP])\s+(?<ports>(?:Gi|Te|Tf|Fo|Fi|Hu|Fa|So|Ma|Po|Eth|ethernet|port-channel)\s?\d.*)$/i;
/** No VLAN has as many; hostile output must not grow without end. */
const PORTS_MAX = 4_096;
const RANGE_MAX = 1_024;

export function ftosVlans(
  portName: (text: string) => string,
  close: (line: string) => string,
): () => LineParser<VlanRow> {
  return parserOf<VlanRow>((sink) => {
    let row: { vlan: number; name: string | undefined; ports: string[] } | undefined;
    const flush = (): void => {
      if (row !== undefined) sink.row(row);
      row = undefined;
    };
    return {
      line(raw) {
        const text = close(raw);
        const start = ROW.exec(text)?.groups;
        const found = PORTS.exec(start?.['rest'] ?? text)?.groups?.['ports'];
        if (start !== undefined) {
          flush();
          const rest = start['rest'] ?? '';
          const name = (found === undefined ? rest : rest.slice(0, PORTS.exec(rest)?.index)).trim();
          row = { vlan: Number(start['vlan']), name: name === '' ? undefined : name, ports: [] };
        }
        const ports =
          found ?? (start === undefined && row !== undefined && /^\s{20,}\S/.test(raw) ? text : undefined);
        if (row !== undefined && ports !== undefined) {
          row.ports = [...new Set([...row.ports, ...ftosPorts(ports, portName)])].slice(0, PORTS_MAX);
        } else if (start === undefined && !HEADING.test(text) && !NOTE.test(text)) sink.unknown(raw);
      },
      end: flush,
    };
  });
}

/** `Te0/0-9,45-47`, `Eth1/1/1-1/1/25,1/1/29`, `Po1(Te0/0-1)`: members of a channel are in it, not in the VLAN. */
export function ftosPorts(text: string, portName: (text: string) => string): string[] {
  const names: string[] = [];
  let word = '';
  let stem = '';
  for (const piece of text.replace(/\([^)]{0,200}\)/g, ' ').split(/[,\s]+/)) {
    const [, letters = '', path = '', from = '', end] =
      /^([A-Za-z-]{0,20}?)((?:\d{1,4}[/:]){0,4})(\d{1,4})(?:-((?:\d{1,4}[/:]){0,4}\d{1,4}))?$/.exec(piece) ??
      [];
    if (from === '') continue;
    if (letters !== '') word = letters;
    // A port alone stands in the slot of the one before it.
    if (path !== '' || letters !== '') stem = path;
    const last = Number(/\d+$/.exec(end ?? from)?.[0]);
    const count = Math.min(RANGE_MAX, last - Number(from) + 1);
    for (let i = 0; i < count; i += 1) {
      const name = `${word}${stem}${Number(from) + i}`;
      if (isPortLike(name)) names.push(portName(name));
    }
    if (names.length >= PORTS_MAX) break;
  }
  return names;
}

/** `show vlan brief`: names without ports. */
const brief: () => LineParser<VlanRow> = parserOf((sink) => ({
  line(text) {
    const groups =
      /^\s{0,8}(?<vlan>\d{1,4})\s{1,60}(?:(?<name>\S.{0,63}?)\s{1,60})?\d{1,5}\s{1,20}\d{1,7}\s{1,20}(?:unassigned|\d[\d.]{6,14}(?:\/\d{1,2})?)\s*$/.exec(
        text,
      )?.groups;
    if (groups !== undefined) sink.row({ vlan: Number(groups['vlan']), name: groups['name'], ports: [] });
    else if (!/^\s*VLAN\s+Name\b|^[-\s]+$/i.test(text)) sink.unknown(text);
  },
}));

export const vlanCommands: readonly Command<VlanRow>[] = [
  { command: 'show vlan', parser: ftosVlans(os9PortName, closeNames) },
];

export const vlanAlsoReads: readonly Command<VlanRow>[] = [{ command: 'show vlan brief', parser: brief }];
