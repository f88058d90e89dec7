/**
 * `/ip neighbor print detail`: what LLDP, CDP and MikroTik's own protocol told, in one list. The last one is a broadcast
 * that other switches pass on, so an entry from it alone says nothing of the port.
 */
import { capabilityWords, NeighbourDraft } from '../../parse/index.ts';
import type { Command, NeighbourRow } from '../../platform.ts';
import { type Entry, entriesParser, textOf } from './entries.ts';

function rowsOf(entry: Entry): readonly NeighbourRow[] | undefined {
  // `ether10,bridge1`: the port, then what it belongs to.
  const [port] = (textOf(entry, 'interface') ?? '').split(',');
  if (port === undefined || port === '') return undefined;
  const by = textOf(entry, 'discovered-by')?.split(',') ?? ['lldp'];
  if (!by.includes('lldp') && !by.includes('cdp')) return [];
  const draft = new NeighbourDraft(by.includes('lldp') ? 'lldp' : 'cdp', (text) => text.trim());
  draft.set('port', port);
  draft.set('chassisId', textOf(entry, 'mac-address') ?? '');
  draft.set('remotePort', textOf(entry, 'interface-name') ?? '');
  draft.set('systemName', textOf(entry, 'identity') ?? '');
  draft.set('managementAddress', textOf(entry, 'address') ?? textOf(entry, 'address4') ?? '');
  draft.describe(textOf(entry, 'system-description') ?? textOf(entry, 'platform') ?? '');
  draft.setCapabilities(capabilityWords(wordsIn(textOf(entry, 'system-caps-enabled') ?? '')));
  const row = draft.row();
  return row === undefined ? [] : [row];
}

function wordsIn(list: string): string[] {
  return list
    .split(',')
    .map((word) => (/^wlan/i.test(word) ? 'wlan' : /^station/i.test(word) ? 'station' : word));
}

const parser = entriesParser<NeighbourRow>(rowsOf);

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  { command: '/ip neighbor print detail without-paging', parser },
];

export const neighbourReads: readonly Command<NeighbourRow>[] = [
  { command: '/ip neighbor print detail', parser },
  { command: '/ip neighbor print terse without-paging', parser },
];
