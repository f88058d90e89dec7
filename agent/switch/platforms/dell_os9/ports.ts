/** `show interfaces status`. Descriptions may hold any word, so a row is read from its right end. */

import { duplexWord, isPortLike, parserOf } from '../../parse/index.ts';
import type { Command, LineParser, PortRow } from '../../platform.ts';
import { closeNames, os9Long, os9PortName } from './names.ts';

const ROW =
  /^\s*(?<name>[A-Za-z]+\d[\d/:]*)\s(?<text>.*?\s)?(?<state>up|admin[ -]?down|down|err-?disabled|error-?disabled|not present|unknown)\s+(?<speed>auto|--|unknown|\d{1,6} ?[MG]bit)\s+(?<duplex>full|half|auto|--)\s+(?<vlan>--|\d[\d,-]*)\s*$/i;
const MORE_VLANS = /^\s{20,}\d[\d,-]*\s*$/;
const HEADING = /^\s*Port\s+Description\s+Status\b|^[-=\s]+$/i;

const STATES: ReadonlyMap<string, string> = new Map([
  ['admindown', 'disabled'],
  ['admin-down', 'disabled'],
  ['admin down', 'disabled'],
  ['errdisabled', 'err-disabled'],
  ['error-disabled', 'err-disabled'],
  ['errordisabled', 'err-disabled'],
  ['not present', 'detached'],
]);

export function os9Status(portName: (text: string) => string): () => LineParser<PortRow> {
  return parserOf<PortRow>((sink) => ({
    line(text) {
      const row = read(text, portName);
      if (row !== undefined) sink.row(row);
      else if (!HEADING.test(text) && !MORE_VLANS.test(text)) sink.unknown(text);
    },
    isWhole: (text) => read(text, portName) !== undefined,
  }));
}

function read(line: string, portName: (text: string) => string): PortRow | undefined {
  const groups = ROW.exec(closeNames(line))?.groups;
  const name = groups?.['name'] ?? '';
  if (groups === undefined || !isPortLike(name)) return undefined;
  const word = (groups['state'] ?? '').toLowerCase();
  const state = STATES.get(word) ?? word;
  const description = (groups['text'] ?? '').trim();
  const vlan = /^\d{1,4}$/.test(groups['vlan'] ?? '') ? Number(groups['vlan']) : undefined;
  const [, number, unit] = /^(\d+) ?([MG])/i.exec(groups['speed'] ?? '') ?? [];
  return {
    name: portName(name),
    description: description === '' ? undefined : description,
    // The table does not tell a port that was shut from one without a link.
    adminUp: state === 'up' ? true : state === 'disabled' ? false : undefined,
    operUp: state === 'up',
    state,
    speedMbps: number === undefined ? undefined : Number(number) * (/g/i.test(unit ?? '') ? 1_000 : 1),
    duplex: duplexWord(groups['duplex'] ?? ''),
    // One VLAN may be tagged as well as untagged, so it tells no mode.
    mode: undefined,
    vlan,
    lag: undefined,
  };
}

const parser = os9Status(os9PortName);

export const portCommands: readonly Command<PortRow>[] = [{ command: 'show interfaces status', parser }];

export function portStatus(port: string): Command<PortRow> {
  return { command: `show interfaces ${os9Long(port)} status`, parser };
}
