/** Port channels and their members; with MLAG, the link to the peer and which port channels are one with the peer's. */
import {
  jsonEntries,
  jsonObject,
  jsonParser,
  jsonQuote,
  jsonText,
  lagSummaryParser,
  parserOf,
} from '../../parse/index.ts';
import type { Command, LagRow, LineParser } from '../../platform.ts';
import { eosPortName } from './names.ts';

const NOTE = /^\s*Flags|^[-\s]+$|^\s+\S - |^Number of |^\s*Port-Channel\s+Protocol\b|^\s*\S{1,3} - /i;

const dense = lagSummaryParser(eosPortName, NOTE);

/** Members of the MLAG peer come as `PEt3`; they are not of this switch. */
const text = (): LineParser<LagRow> => {
  const parser = dense();
  return {
    push: (line) => parser.push(line),
    end() {
      const parsed = parser.end();
      const own = (port: string): boolean => !/^P(?:Et|Po)\d/.test(port);
      return { ...parsed, rows: parsed.rows.map((row) => ({ ...row, ports: row.ports.filter(own) })) };
    },
  };
};

/** Members of the MLAG peer come as `PeerEthernet3`; they are not of this switch. */
const json = jsonParser<LagRow>((answer, sink) => {
  for (const [lag, entry] of jsonEntries(answer['portChannels'])) {
    const ports = ['activePorts', 'inactivePorts']
      .flatMap((name) => Object.keys(jsonObject(entry[name]) ?? {}))
      .filter((port) => !/^Peer/.test(port))
      .map(eosPortName);
    sink.row({ lag: eosPortName(lag), ports });
  }
});

const mlagJson = jsonParser<LagRow>((answer, sink) => {
  const peerLink = jsonText(answer, 'peerLink');
  if (peerLink !== '') sink.row({ lag: eosPortName(peerLink), ports: [], peerLink: true });
  else if (answer['state'] === undefined) sink.unknown(jsonQuote(answer));
});

const mlagText = parserOf<LagRow>((sink) => {
  let isMlag = false;
  return {
    line(line) {
      const [, peerLink] = /^peer-link\s{1,80}:\s{1,80}(\S+)$/i.exec(line) ?? [];
      if (/^MLAG /i.test(line)) isMlag = true;
      else if (peerLink !== undefined) sink.row({ lag: eosPortName(peerLink), ports: [], peerLink: true });
      else if (!isMlag) sink.unknown(line);
    },
  };
});

const interfacesJson = jsonParser<LagRow>((answer, sink) => {
  for (const [mlag, entry] of jsonEntries(answer['interfaces'])) {
    const lag = jsonText(entry, 'localInterface');
    if (lag !== '') sink.row({ lag: eosPortName(lag), ports: [], mlag });
    else if (jsonText(entry, 'peerInterface') === '') sink.unknown(jsonQuote({ [mlag]: entry }));
  }
});

/** `10   description   active-full   Po10   Po10   up/up`: the first port channel is ours. */
const MLAG_ROW =
  /^\s*(?<mlag>\d{1,5})\s+(?:\S.*\s)?(?:active-full|active-partial|inactive|disabled|configured)\s+(?<lag>Po\d+|-)(?:\s|$)/i;

const interfacesText = parserOf<LagRow>((sink) => ({
  line(line) {
    const groups = MLAG_ROW.exec(line)?.groups;
    const lag = groups?.['lag'] ?? '-';
    if (groups === undefined && !/^\s*(?:local\/remote|mlag\s+desc|[-\s]+$)/i.test(line)) sink.unknown(line);
    else if (lag !== '-') sink.row({ lag: eosPortName(lag), ports: [], mlag: groups?.['mlag'] ?? '' });
  },
}));

export const lagCommands: readonly Command<LagRow>[] = [
  {
    command: 'show port-channel | json',
    parser: json,
    optional: true,
    alternative: { command: 'show port-channel summary', parser: text, optional: true },
  },
  {
    command: 'show mlag | json',
    parser: mlagJson,
    optional: true,
    alternative: { command: 'show mlag', parser: mlagText, optional: true },
  },
  {
    command: 'show mlag interfaces | json',
    parser: interfacesJson,
    optional: true,
    alternative: { command: 'show mlag interfaces', parser: interfacesText, optional: true },
  },
];

export const lagsAlso: readonly Command<LagRow>[] = [{ command: 'show port-channel dense', parser: text }];
