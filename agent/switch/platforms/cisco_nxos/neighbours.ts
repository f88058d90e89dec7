/** LLDP and CDP of one device, JSON first. */
import {
  cdpCapabilities,
  cdpDetailParser,
  cdpSummaryParser,
  type Json,
  jsonParser,
  jsonQuote,
  jsonText,
  NeighbourDraft,
} from '../../parse/index.ts';
import type { Command, NeighbourRow } from '../../platform.ts';
import { tableRows } from './json.ts';
import { lldpDetail, lldpJson, lldpSummary } from './lldp.ts';
import { nxosPortName } from './names.ts';

function cdpRow(entry: Json): NeighbourRow | undefined {
  const platform = jsonText(entry, 'platform_id');
  const listed: unknown = entry['capability'];
  const words = Array.isArray(listed)
    ? listed.filter((word) => typeof word === 'string').join(' ')
    : jsonText(entry, 'capability');
  const draft = new NeighbourDraft('cdp', nxosPortName);
  draft.set('port', jsonText(entry, 'intf_id'));
  draft.set('remotePort', jsonText(entry, 'port_id'));
  draft.set('systemName', jsonText(entry, 'sysname', 'device_id'));
  draft.set('managementAddress', jsonText(entry, 'v4mgmtaddr', 'v6mgmtaddr', 'v4addr', 'v6addr'));
  for (const line of jsonText(entry, 'version').split('\n')) draft.describe(line);
  if (platform !== '') draft.describe(`Platform: ${platform}`);
  // `IGMP_cnd_filtering` and `Supports-STP-Dispute` tell nothing of the kind.
  draft.setCapabilities(cdpCapabilities(words.replace(/\bIGMP\S*|\bSupports\S*/gi, ''), platform));
  return draft.row();
}

const cdpJson = jsonParser<NeighbourRow>((answer, sink) => {
  const entries = [
    ...tableRows(answer, 'cdp_neighbor_detail_info'),
    ...tableRows(answer, 'cdp_neighbor_brief_info'),
  ];
  for (const entry of entries) {
    const row = cdpRow(entry);
    if (row === undefined) sink.unknown(jsonQuote(entry));
    else sink.row(row);
  }
});

const lldpText: Command<NeighbourRow> = {
  command: 'show lldp neighbors detail',
  parser: lldpDetail,
  optional: true,
};
const cdpText: Command<NeighbourRow> = {
  command: 'show cdp neighbors detail',
  parser: cdpDetailParser(nxosPortName),
  optional: true,
};

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors detail | json', parser: lldpJson, optional: true, alternative: lldpText },
  { command: 'show cdp neighbors detail | json', parser: cdpJson, optional: true, alternative: cdpText },
];

export const neighboursAlso: readonly Command<NeighbourRow>[] = [
  { command: 'show lldp neighbors', parser: lldpSummary },
  { command: 'show cdp neighbors', parser: cdpSummaryParser(nxosPortName) },
];
