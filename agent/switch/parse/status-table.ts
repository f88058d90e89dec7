/**
 * `show interfaces status` of Cisco and its relatives: Port, Name, Status, Vlan, Duplex, Speed, Type. Names may hold any
 * word, states too, and columns shift with the release, so a row is read from its right end.
 */
import type { LineParser, PortRow } from '../platform.ts';
import { parserOf } from './line-parser.ts';
import { isPortLike } from './port-names.ts';

const STATES =
  'connected|connecte|notconnect|notconnec|disabled|err-disabled|errdisabled|suspended|monitoring|inactive|standby|faulty|down|up|sfpAbsent|sfpAbsen|xcvrAbsent|xcvrAbsen|channelDo';
/** Never the word of the next column: `noOperMem trunk full auto` would be a state called trunk. */
const VLAN = '(?<vlan>pvlan \\S+|in \\S+|(?!(?:a-)?(?:full|half|auto)\\s)\\S+)';
const LINK =
  '(?<duplex>(?:a-)?(?:full|half|auto)|unknown|unconf|--)\\s+(?<speed>(?:a-)?(?:\\d[\\d.]*[GM]?|auto)|unknown|unconf|--)';
/** A state may carry the begin of a remark: `connected: TDR`. */
const KNOWN_STATE = new RegExp(
  `^(?<name>\\S+)\\s(?<text>.*\\s)?(?<state>${STATES})(?::\\s*\\S*)?\\s+${VLAN}\\s+${LINK}(?:\\s|$)`,
);
const ANY_STATE = new RegExp(
  `^(?<name>\\S+)\\s(?<text>.*\\s)?(?<state>[A-Za-z][\\w-]+):?\\s+${VLAN}\\s+${LINK}(?:\\s|$)`,
);
const FIBRE_CHANNEL = /^(?<name>fc\d+\/\d+) is (?<state>[A-Za-z]{2,20})\b/;
const HEADING = /^\s*Port\s+Name\s+Status\b|^-{10,}$/;

const STATE_WORDS: ReadonlyMap<string, string> = new Map([
  ['connected', 'up'],
  ['connecte', 'up'],
  ['notconnect', 'down'],
  ['notconnec', 'down'],
  ['errdisabled', 'err-disabled'],
  ['errdisable', 'err-disabled'],
  ['errdisabl', 'err-disabled'],
]);

/** A state as these systems say it, in ours; some cut it to nine letters. */
export function statusWord(text: string): string {
  const word = text.toLowerCase();
  return STATE_WORDS.get(word) ?? word;
}

/** A monitoring port carries copies, not its own traffic, and may be up or down. */
export function statusIsUp(state: string): boolean | undefined {
  return state === 'monitoring' || state === 'monitor' ? undefined : state === 'up' || state === 'trunking';
}

/** `a-1000`, `10G`, `2.5G`, `100M`, `1000(D)` in Mbit/s. */
export function speedMbps(text: string): number | undefined {
  const [, number, unit] = /^(?:a-)?(\d[\d.]{0,9})([GMT]?)(?:b\/s|bps)?(?:\([A-Z]\))?$/i.exec(text) ?? [];
  const factor = /g/i.test(unit ?? '') ? 1_000 : /t/i.test(unit ?? '') ? 1_000_000 : 1;
  const speed = Number(number ?? '') * factor;
  return Number.isFinite(speed) && speed > 0 ? speed : undefined;
}

export function duplexWord(text: string): PortRow['duplex'] {
  const word = text.toLowerCase().replace(/^a-/, '');
  return word === 'full' || word === 'half' || word === 'auto' ? word : undefined;
}

/** The VLAN column: a number, `trunk`, `routed`, `in Po49`, or primary and secondary private VLAN as `123,1234`. */
export function statusVlan(
  text: string,
  portName: (text: string) => string,
): Pick<PortRow, 'mode' | 'vlan' | 'lag'> {
  if (text === 'trunk' || text === 'routed') return { mode: text, vlan: undefined, lag: undefined };
  const [, lag] = /^in (\S+)$/.exec(text) ?? [];
  const [, vlan] = /^(\d+)(?:,\d+)*$/.exec(text) ?? [];
  return {
    mode: vlan === undefined ? undefined : 'access',
    vlan: vlan === undefined ? undefined : Number(vlan),
    lag: lag === undefined ? undefined : portName(lag),
  };
}

export function statusParser(portName: (text: string) => string): () => LineParser<PortRow> {
  const read = (text: string): PortRow | undefined => readPort(text.trimStart(), portName);
  return parserOf<PortRow>((sink) => ({
    line(text) {
      const row = read(text);
      if (row !== undefined) sink.row(row);
      else if (!HEADING.test(text)) sink.unknown(text);
    },
    isWhole: (text) => read(text) !== undefined,
  }));
}

function readPort(text: string, portName: (text: string) => string): PortRow | undefined {
  const groups = (KNOWN_STATE.exec(text) ?? ANY_STATE.exec(text) ?? FIBRE_CHANNEL.exec(text))?.groups;
  const name = groups?.['name'] ?? '';
  if (groups === undefined || !isPortLike(name)) return undefined;
  const state = statusWord(groups['state'] ?? '');
  const description = (groups['text'] ?? '').trim();
  return {
    name: portName(name),
    description: description === '' || description === '--' ? undefined : description,
    adminUp: groups['vlan'] === undefined ? undefined : state !== 'disabled',
    operUp: statusIsUp(state),
    state,
    speedMbps: speedMbps(groups['speed'] ?? ''),
    duplex: duplexWord(groups['duplex'] ?? ''),
    ...statusVlan(groups['vlan'] ?? '', portName),
  };
}
