/** `show interfaces status`; JSON has the bandwidth in bit/s and the VLAN as an object. */
import {
  descriptionParser,
  interfacePagesParser,
  isPortLike,
  type Json,
  jsonEntries,
  jsonObject,
  jsonParser,
  jsonQuote,
  jsonText,
  jsonTold,
  statusIsUp,
  statusParser,
  statusWord,
  vlanId,
} from '../../parse/index.ts';
import type { Command, PortRow } from '../../platform.ts';
import { eosPortName } from './names.ts';

const BITS_PER_MEGABIT = 1_000_000;

const json = jsonParser<PortRow>((answer, sink) => {
  for (const [name, entry] of jsonEntries(answer['interfaceStatuses'])) {
    if (isPortLike(name)) sink.row(statusOf(name, entry));
    else sink.unknown(jsonQuote({ [name]: entry }));
  }
});

function statusOf(name: string, entry: Json): PortRow {
  const state = statusWord(jsonText(entry, 'linkStatus'));
  const bits = Number(jsonText(entry, 'bandwidth'));
  const duplex = jsonText(entry, 'duplex').toLowerCase();
  return {
    name: eosPortName(name),
    description: jsonTold(entry, 'description'),
    adminUp: state !== 'disabled',
    operUp: statusIsUp(state),
    state,
    // A port without a link tells what it could do.
    speedMbps: bits > 0 ? bits / BITS_PER_MEGABIT : undefined,
    duplex: duplex.includes('full') ? 'full' : duplex.includes('half') ? 'half' : undefined,
    ...vlanOf(jsonObject(entry['vlanInformation']) ?? {}),
  };
}

/** `{"interfaceMode": "bridged", "vlanId": 10}`, `{"vlanExplanation": "trunk"}`, `{"vlanExplanation": "in Po4"}`. */
function vlanOf(entry: Json): Pick<PortRow, 'mode' | 'vlan' | 'lag'> {
  const word = jsonText(entry, 'vlanExplanation') || jsonText(entry, 'interfaceMode');
  const [, lag] = /^in (P\S+)$/.exec(word) ?? [];
  const vlan = vlanId(entry['vlanId']);
  const mode = word === 'trunk' || word === 'routed' ? word : vlan === undefined ? undefined : 'access';
  return {
    mode,
    vlan: mode === 'access' ? vlan : undefined,
    lag: lag === undefined ? undefined : eosPortName(lag),
  };
}

const status = statusParser(eosPortName);

export const portCommands: readonly Command<PortRow>[] = [
  {
    command: 'show interfaces status | json',
    parser: json,
    alternative: { command: 'show interfaces status', parser: status },
  },
];

export const portsAlso: readonly Command<PortRow>[] = [
  { command: 'show interfaces description', parser: descriptionParser(eosPortName) },
  { command: 'show interfaces', parser: interfacePagesParser(eosPortName) },
];

export function portStatus(port: string): Command<PortRow> {
  return { command: `show interfaces ${port} status`, parser: status };
}
