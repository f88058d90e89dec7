/** `show interfaces status`, and what other commands say of ports. */
import {
  descriptionParser,
  interfacePagesParser,
  isPortLike,
  parserOf,
  statusParser,
} from '../../parse/index.ts';
import type { Command, PortRow } from '../../platform.ts';
import { iosPortName } from './names.ts';

const status = statusParser(iosPortName);

/** `00:00:00`, `30w6d`, `5d01h`, `1y2w`. */
const SPAN = /^(?:\d{1,5}:\d\d:\d\d|(?:\d{1,5}[ywdhm]){1,3})$/;
const SINCE =
  /\s\d{1,2}:\d\d:\d\d(?:\.\d{1,9})? (?:\S{1,6} )?[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d{4}$/;

/** A port that is up has a second span, its time up; the first is 0 then. */
function readLink(text: string): PortRow | undefined {
  const cells = text.replace(SINCE, '').trim().split(/\s+/);
  const name = cells.shift() ?? '';
  const up = SPAN.test(cells.at(-1) ?? '') && SPAN.test(cells.at(-2) ?? '') ? cells.pop() : undefined;
  const down = cells.pop() ?? '';
  if (!isPortLike(name) || !SPAN.test(down)) return undefined;
  return {
    name: iosPortName(name),
    description: cells.length === 0 ? undefined : cells.join(' '),
    adminUp: undefined,
    operUp: up !== undefined,
    state: up === undefined ? 'down' : 'up',
    speedMbps: undefined,
    duplex: undefined,
    mode: undefined,
    vlan: undefined,
    lag: undefined,
  };
}

const link = parserOf<PortRow>((sink) => ({
  line(text) {
    const row = readLink(text);
    if (row !== undefined) sink.row(row);
    else if (!/^\s*Port\s+Name\s+Down Time/i.test(text)) sink.unknown(text);
  },
  isWhole: (text) => readLink(text) !== undefined,
}));

export const portCommands: readonly Command<PortRow>[] = [
  { command: 'show interfaces status', parser: status },
];

export const portsAlso: readonly Command<PortRow>[] = [
  { command: 'show interfaces description', parser: descriptionParser(iosPortName) },
  { command: 'show interface link', parser: link },
  { command: 'show interfaces', parser: interfacePagesParser(iosPortName) },
];

export function portStatus(port: string): Command<PortRow> {
  return { command: `show interfaces ${port} status`, parser: status };
}
