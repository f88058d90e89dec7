/** `show vlan`: names and port lists go on in the next line; newer releases split tagged from untagged ports. */

import { expandPorts, parserOf, RulerTable } from '../../parse/index.ts';
import type { Command, LineParser, VlanRow } from '../../platform.ts';
import { smbPortName } from './names.ts';

/** The table of `show vlan` with a column of numbers, one of names and one or two of ports. */
export function vlanParser(portName: (text: string) => string): () => LineParser<VlanRow> {
  return parserOf<VlanRow>((sink) => {
    const table = new RulerTable({
      isRow: (line) => /^\s*\d{1,4}(?:\s|$)/.test(line),
      isNote: (line) => /^\s*(?:Created by|Gathering information|Maximum|Total|VLANs?\b)/i.test(line),
      unknown: sink.unknown,
      row(row) {
        const name = row.cell(/name/i, '');
        const lists = [/^(?:tagged )?ports?$/i, /^untagged ports?$/i].map((heading) =>
          expandPorts(plainList(row.cell(heading, ',')), portName),
        );
        sink.row({
          vlan: Number(row.first),
          name: name === '' ? undefined : name,
          ports: [...new Set(lists.flat())],
        });
      },
    });
    return {
      // The 220 series draws lines between its columns.
      line: (text) => table.line(text.replaceAll('|', ' ').trimEnd()),
      blank: () => table.blank(),
      end: () => table.end(),
    };
  });
}

/** `1/g(1-3,7)` and `1/g1-g3`, as the older PowerConnects write them, to `1/g1-3,1/g7`. */
export function plainList(text: string): string {
  const short = text.replace(/([a-z]{1,2})(\d{1,3})-\1(\d{1,3})/gi, '$1$2-$3');
  return short.replace(/([\w/]{1,16})\(([\d,\s-]{1,200})\)/g, (_, prefix: string, numbers: string) =>
    numbers
      .split(',')
      .filter((piece) => piece.trim() !== '')
      .map((piece) => `${prefix}${piece.trim()}`)
      .join(','),
  );
}

export const vlanCommands: readonly Command<VlanRow>[] = [
  { command: 'show vlan', parser: vlanParser(smbPortName) },
];
