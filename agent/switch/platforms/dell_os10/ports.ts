/** `show interface status`. Descriptions may hold any word and the last columns may be missing, so a row is read from its right end. */

import { duplexWord, isPortLike, parserOf } from '../../parse/index.ts';
import type { Command, PortRow } from '../../platform.ts';
import { closeNames, os10Long, os10PortName } from './names.ts';

const CELL = '(?:auto|-{1,2})';
const ROW = new RegExp(
  [
    '^\\s*(?<name>[A-Za-z-]+\\d[\\d/:]*)\\s(?<text>.*?\\s)?',
    '(?<state>up|admin[ -]?down|down|err-?disabled|error-?disabled|not present|testing|unknown)',
    `(?:\\s+(?<speed>\\d{1,6}(?:\\.\\d)?[MGT]?|${CELL}))?(?:\\s+(?<duplex>full|half|auto|-{1,2}))?`,
    '(?:\\s+(?<mode>[A-Z]{1,2}|-{1,2}))?(?:\\s+(?<vlan>\\d{1,4}|-{1,2}))?(?:\\s+(?<tagged>\\d[\\d,-]*|-{1,2}))?$',
  ].join(''),
  'i',
);
/** The list of tagged VLANs goes on below. */
const MORE_VLANS = /^\s{20,}\d[\d,\s-]*$/;
const NOTE = /^\s*Port\s+Description\s+Status\b|^[-=\s]+$|^\s*(?:Codes?:|[A-Z] - )/i;

const MODES: ReadonlyMap<string, PortRow['mode']> = new Map([
  ['A', 'access'],
  ['T', 'trunk'],
  ['R', 'routed'],
] as const);

function read(line: string): PortRow | undefined {
  const groups = ROW.exec(closeNames(line).trimEnd())?.groups;
  const name = groups?.['name'] ?? '';
  if (groups === undefined || !isPortLike(name)) return undefined;
  const state = stateOf((groups['state'] ?? '').toLowerCase());
  const description = (groups['text'] ?? '').trim();
  const [, number, unit] = /^(\d+(?:\.\d)?)([MG]?)$/i.exec(groups['speed'] ?? '') ?? [];
  const speed = Number(number ?? 0) * (/g/i.test(unit ?? '') ? 1_000 : 1);
  return {
    name: os10PortName(name),
    description: description === '' ? undefined : description,
    // The table does not tell a port that was shut from one without a link.
    adminUp: state === 'up' ? true : state === 'disabled' ? false : undefined,
    operUp: state === 'up',
    state,
    speedMbps: speed > 0 ? speed : undefined,
    duplex: duplexWord(groups['duplex'] ?? ''),
    mode: MODES.get((groups['mode'] ?? '').toUpperCase()),
    vlan: /^\d+$/.test(groups['vlan'] ?? '') ? Number(groups['vlan']) : undefined,
    lag: undefined,
  };
}

function stateOf(word: string): string {
  if (/^admin/.test(word)) return 'disabled';
  if (/^err/.test(word)) return 'err-disabled';
  return word === 'not present' ? 'detached' : word;
}

const parser = parserOf<PortRow>((sink) => ({
  line(text) {
    const row = read(text);
    if (row !== undefined) sink.row(row);
    else if (!NOTE.test(text) && !MORE_VLANS.test(text)) sink.unknown(text);
  },
  isWhole: (text) => read(text) !== undefined,
}));

export const portCommands: readonly Command<PortRow>[] = [{ command: 'show interface status', parser }];

export function portStatus(port: string): Command<PortRow> {
  return {
    command: `show interface ${os10Long(port)} status`,
    parser,
    alternative: { command: 'show interface status', parser },
  };
}
