/** `show interfaces status`. Names may hold any word, states too, so a row is read from its right end. */

import { isPortLike, parserOf } from '../../parse/index.ts';
import type { Command, LineParser, PortRow } from '../../platform.ts';
import { iosPortName } from './names.ts';

const STATES =
  'connected|notconnect|disabled|err-disabled|errdisabled|suspended|monitoring|inactive|standby|faulty|down|up|sfpAbsent';
const VLAN = '(?<vlan>pvlan \\S+|\\S+)';
const LINK =
  '(?<duplex>(?:a-)?(?:full|half|auto)|unknown|--)\\s+(?<speed>(?:a-)?(?:\\d[\\d.]*[GM]?|auto)|unknown|--)';
/** A state may carry the begin of a remark: `connected: TDR`. */
const KNOWN_STATE = new RegExp(
  `^(?<name>\\S+)\\s(?<text>.*\\s)?(?<state>${STATES})(?::\\s*\\S*)?\\s+${VLAN}\\s+${LINK}(?:\\s|$)`,
);
const ANY_STATE = new RegExp(
  `^(?<name>\\S+)\\s(?<text>.*\\s)?(?<state>[A-Za-z][\\w-]+):?\\s+${VLAN}\\s+${LINK}(?:\\s|$)`,
);
const FIBRE_CHANNEL = /^(?<name>fc\d+\/\d+) is (?<state>up|down|trunking)\b/;
const HEADING = /^Port\s+Name\s+Status\b|^-{10,}$/;

const STATE_WORDS: ReadonlyMap<string, string> = new Map([
  ['connected', 'up'],
  ['notconnect', 'down'],
  ['errdisabled', 'err-disabled'],
]);

function readPort(text: string): PortRow | undefined {
  const groups = (KNOWN_STATE.exec(text) ?? ANY_STATE.exec(text) ?? FIBRE_CHANNEL.exec(text))?.groups;
  const name = groups?.['name'] ?? '';
  if (groups === undefined || !isPortLike(name)) return undefined;
  const word = (groups['state'] ?? '').toLowerCase();
  const state = STATE_WORDS.get(word) ?? word;
  const description = groups['text']?.trim() ?? '';
  return {
    name: iosPortName(name),
    description: description === '' ? undefined : description,
    adminUp: groups['vlan'] === undefined ? undefined : state !== 'disabled',
    operUp: operUp(state),
    state,
    speedMbps: speedMbps(groups['speed'] ?? ''),
    duplex: duplexOf(groups['duplex'] ?? ''),
    ...vlanOf(groups['vlan'] ?? ''),
    lag: undefined,
  };
}

/** A monitoring port carries copies, not its own traffic, and may be up or down. */
function operUp(state: string): boolean | undefined {
  return state === 'monitoring' ? undefined : state === 'up' || state === 'trunking';
}

function speedMbps(text: string): number | undefined {
  const [, number, unit] = /^(?:a-)?(\d[\d.]*)([GM]?)$/.exec(text) ?? [];
  const speed = Number(number ?? '') * (unit === 'G' ? 1_000 : 1);
  return Number.isFinite(speed) && speed > 0 ? speed : undefined;
}

function duplexOf(text: string): PortRow['duplex'] {
  const word = text.replace(/^a-/, '');
  return word === 'full' || word === 'half' || word === 'auto' ? word : undefined;
}

function vlanOf(text: string): Pick<PortRow, 'mode' | 'vlan'> {
  if (text === 'trunk' || text === 'routed') return { mode: text, vlan: undefined };
  // A private VLAN port shows the primary and the secondary one: `123,1234`.
  const [, vlan] = /^(\d+)(?:,\d+)*$/.exec(text) ?? [];
  return {
    mode: vlan === undefined ? undefined : 'access',
    vlan: vlan === undefined ? undefined : Number(vlan),
  };
}

const parser: () => LineParser<PortRow> = parserOf<PortRow>((sink) => ({
  line(text) {
    const row = readPort(text.trimStart());
    if (row !== undefined) sink.row(row);
    else if (!HEADING.test(text)) sink.unknown(text);
  },
  isWhole: (text) => readPort(text.trimStart()) !== undefined,
}));

export const portCommands: readonly Command<PortRow>[] = [{ command: 'show interfaces status', parser }];
