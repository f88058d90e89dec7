/** `show interfaces brief`: one word per column, a name that is cut, and behind it nothing. */
import { parseMac } from '../../../../shared/model/index.ts';
import { parserOf } from '../../parse/index.ts';
import type { Command, PortRow } from '../../platform.ts';
import { icxPortName, isIcxPort } from './names.ts';

const ROW =
  /^\s*(?<port>\S{1,16})\s+(?<link>[A-Za-z-]{2,12})\s+(?<state>\S{1,12})\s+(?<duplex>\S{1,6})\s+(?<speed>\S{1,8})\s+(?<trunk>\S{1,6})\s+(?<tag>Yes|No|N\/A)(?:\s+(?<pvid>\d{1,4}|N\/A|None))?\s+(?<priority>\S{1,6})\s+(?<mac>[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}|N\/A)(?:\s+(?<name>\S.*))?$/i;
const NOTE = /^\s*Port\s+Link\b|^[-\s]+$/i;
const STATES: ReadonlyMap<string, string> = new Map([
  ['disable', 'disabled'],
  ['disabled', 'disabled'],
  ['err-dis', 'err-disabled'],
  ['err-disable', 'err-disabled'],
  ['errdis', 'err-disabled'],
]);
const DUPLEX: ReadonlyMap<string, PortRow['duplex']> = new Map([
  ['full', 'full'],
  ['half', 'half'],
  ['auto', 'auto'],
] as const);

function read(text: string): PortRow | undefined {
  const groups = ROW.exec(text)?.groups;
  const name = icxPortName(groups?.['port'] ?? '');
  const isVirtual = /^(?:ve|lb|tn)\d/.test(name);
  if (groups === undefined || !(isIcxPort(name) || isVirtual)) return undefined;
  if (groups['mac'] !== 'N/A' && parseMac(groups['mac'] ?? '') === undefined) return undefined;
  const word = (groups['link'] ?? '').toLowerCase();
  const state = STATES.get(word) ?? (/^err/i.test(groups['state'] ?? '') ? 'err-disabled' : word);
  const trunk = groups['trunk'] ?? '';
  return {
    name,
    description: groups['name']?.trim(),
    adminUp: state !== 'disabled',
    operUp: state === 'up',
    state,
    speedMbps: speedOf(groups['speed'] ?? ''),
    duplex: DUPLEX.get((groups['duplex'] ?? '').toLowerCase()),
    ...vlanOf(groups['tag'] ?? '', groups['pvid'] ?? '', isVirtual),
    lag: /^(?:lg)?\d+$/.test(trunk) && !name.startsWith('lg') ? `lg${trunk.replace('lg', '')}` : undefined,
  };
}

/** A tagged port with a VLAN carries that one untagged as well (`dual-mode`). */
function vlanOf(tag: string, pvid: string, isVirtual: boolean): Pick<PortRow, 'mode' | 'vlan'> {
  const vlan = /^\d+$/.test(pvid) ? Number(pvid) : undefined;
  if (isVirtual) return { mode: 'routed', vlan: undefined };
  if (/^yes$/i.test(tag)) return { mode: 'trunk', vlan };
  return { mode: vlan === undefined ? undefined : 'access', vlan };
}

function speedOf(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,4}(?:\.\d)?)([GM])$/i.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (unit?.toUpperCase() === 'G' ? 1_000 : 1);
}

const parser = parserOf<PortRow>((sink) => ({
  line(text) {
    const row = read(text);
    if (row !== undefined) sink.row(row);
    else if (!NOTE.test(text)) sink.unknown(text);
  },
  isWhole: (text) => read(text) !== undefined,
}));

export const portCommands: readonly Command<PortRow>[] = [{ command: 'show interfaces brief', parser }];

export function portStatus(port: string): Command<PortRow> {
  const name = port.startsWith('lg') ? `lag ${port.slice(2)}` : `ethernet ${port}`;
  return { command: `show interfaces brief ${name}`, parser };
}
