/** Port channels and their members; with vPC, which of them are one with a port channel of the other switch. */
import { jsonParser, jsonQuote, jsonText, lagSummaryParser, parserOf } from '../../parse/index.ts';
import type { Command, LagRow } from '../../platform.ts';
import { tableRows } from './json.ts';
import { nxosPortName } from './names.ts';

const NOTE =
  /^Flags:|^\s*[A-Za-z] - |^\s*(?:Group|Channel)\b|^-{5,}$|^\s*\S{1,3}\s{1,3}-\s|^\s*[A-Z]\S{0,12} [a-z].{0,60}\([A-Z]\)/;

const text = lagSummaryParser(nxosPortName, NOTE);

const json = jsonParser<LagRow>((answer, sink) => {
  for (const entry of tableRows(answer, 'channel')) {
    const lag = nxosPortName(jsonText(entry, 'port-channel'));
    const ports = tableRows(entry, 'member').map((member) => nxosPortName(jsonText(member, 'port')));
    if (lag === '') sink.unknown(jsonQuote(entry));
    else sink.row({ lag, ports: ports.filter((port) => port !== '') });
  }
});

/** `10    Po10   up   success ...`; the peer link's table comes first, with its own heading. */
const VPC_ROW = /^\s*(?<id>\d{1,5})\s+(?<lag>Po\d+)\*?\s+(?:up|down)\*?\b/i;
/** Facts of the domain, headings, what goes on from the line above, and single ports of a fabric extender. */
const VPC_NOTE =
  /:|\(\*\)|^\s*(?:Legend|id\s|--|Please|vPC |consistency reason|any vpc)|^\s{4,}|^\s*\d{1,8}\s+Eth[\d/]{1,16}\s/i;

const vpcText = parserOf<LagRow>((sink) => {
  let isPeerLink = false;
  return {
    line(line) {
      const groups = VPC_ROW.exec(line)?.groups;
      if (/^\s*vPC (?:Peer-link )?status/i.test(line)) isPeerLink = /peer-link/i.test(line);
      else if (groups !== undefined)
        sink.row(vpcRow(groups['lag'] ?? '', isPeerLink ? undefined : groups['id']));
      else if (!VPC_NOTE.test(line)) sink.unknown(line);
    },
  };
});

const vpcJson = jsonParser<LagRow>((answer, sink) => {
  for (const entry of tableRows(answer, 'peerlink')) {
    const lag = jsonText(entry, 'peerlink-ifindex');
    if (lag !== '') sink.row(vpcRow(lag, undefined));
  }
  for (const entry of tableRows(answer, 'vpc')) {
    const lag = jsonText(entry, 'vpc-ifindex');
    if (lag === '') sink.unknown(jsonQuote(entry));
    else sink.row(vpcRow(lag, jsonText(entry, 'vpc-id')));
  }
});

/** Members are told by the other command. */
function vpcRow(lag: string, id: string | undefined): LagRow {
  const row = { lag: nxosPortName(lag), ports: [] };
  return id === undefined ? { ...row, peerLink: true } : { ...row, mlag: id };
}

export const lagCommands: readonly Command<LagRow>[] = [
  {
    command: 'show port-channel summary | json',
    parser: json,
    optional: true,
    alternative: { command: 'show port-channel summary', parser: text, optional: true },
  },
  {
    command: 'show vpc | json',
    parser: vpcJson,
    optional: true,
    alternative: { command: 'show vpc', parser: vpcText, optional: true },
  },
];
