/** LLDP: a summary whose cells wrap, and the neighbours of one port in full, which alone tell addresses and descriptions. */

import { isPortLike, NeighbourDraft, parserOf, RulerTable } from '../../parse/index.ts';
import type { Command, LineParser, NeighbourRow } from '../../platform.ts';
import { cdpPages } from './cdp.ts';
import { lldpPage } from './lldp-page.ts';
import { smbPortName } from './names.ts';

/** The letters of the legend; `r` and `R` are not the same. */
const LETTERS: Readonly<Record<string, string>> = {
  B: 'bridge',
  R: 'router',
  W: 'wlan',
  T: 'telephone',
  H: 'station',
  r: 'repeater',
  D: 'other',
  O: 'other',
};

export function lldpSummary(portName: (text: string) => string): () => LineParser<NeighbourRow> {
  return parserOf<NeighbourRow>(
    (sink) =>
      new RulerTable({
        isRow: (line) => isPortLike(line.trim().split(/\s+/)[0] ?? '') && /^\s{0,3}\S/.test(line),
        isNote: (line) =>
          /^\s*(?:System capability legend|[A-Z]\w? - [A-Z]|Gathering information|Total|LLDP|No )/i.test(
            line,
          ),
        unknown: sink.unknown,
        row(row) {
          const draft = new NeighbourDraft('lldp', portName);
          draft.set('port', row.first);
          draft.set('chassisId', row.cell(/^device id/i, ''));
          draft.set('remotePort', row.cell(/^port id/i, ''));
          draft.set('systemName', row.cell(/^system name/i, ''));
          const letters = row.cell(/^capabilit/i, ',').split(/[,\s]+/);
          draft.setCapabilities(letters.map((letter) => LETTERS[letter] ?? '').filter((word) => word !== ''));
          // Ports without a neighbour are listed by some releases, with nothing beside the name.
          const neighbour = draft.row();
          if (neighbour !== undefined) sink.row(neighbour);
        },
      }),
  );
}

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors', parser: lldpSummary(smbPortName), optional: true },
  { command: 'show cdp neighbors detail', parser: cdpPages(smbPortName), optional: true },
];

export function neighbourDetail(port: string): Command<NeighbourRow> {
  return { command: `show lldp neighbors ${port}`, parser: lldpPage(port, smbPortName), optional: true };
}
