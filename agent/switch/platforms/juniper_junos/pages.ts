/** `show interfaces X`: a page per interface, its units set in below it. Speed, duplex and text are in it. */
import type { LineReader, Sink } from '../../parse/index.ts';
import type { LineParser, PortRow } from '../../platform.ts';
import { junosParser } from './frame.ts';
import { junosPortName } from './names.ts';

const HEAD =
  /^Physical interface: (?<name>[\w:/.-]{1,40}), (?<admin>Enabled|Administratively down|Down|Up)\b.*?, Physical link is (?<link>Up|Down)/i;
const SPEED = /\bSpeed: (?<number>\d{1,6})(?<unit>[mg])(?:bps)?\b/i;
/** What a page holds beside what is read, all of it set in or of these words. */
const OTHER = /^(?:\s|Logical interface|Interface transmit)/i;

type Draft = { -readonly [F in keyof PortRow]: PortRow[F] };

class PageReader implements LineReader {
  readonly #sink: Sink<PortRow>;
  #port: Draft | undefined;

  constructor(sink: Sink<PortRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const head = HEAD.exec(text)?.groups;
    if (head !== undefined) {
      this.end();
      this.#port = begin(head['name'] ?? '', head['admin'] ?? '', head['link'] ?? '');
    } else if (this.#port === undefined || !OTHER.test(text)) this.#sink.unknown(text);
    else readLine(this.#port, text.trim(), text.startsWith('    '));
  }

  end(): void {
    if (this.#port !== undefined) this.#sink.row(this.#port);
    this.#port = undefined;
  }
}

function begin(name: string, admin: string, link: string): Draft {
  const adminUp = !/^administratively/i.test(admin);
  return {
    name: junosPortName(name),
    description: undefined,
    adminUp,
    operUp: /^up$/i.test(link),
    state: adminUp ? link.toLowerCase() : 'disabled',
    speedMbps: undefined,
    duplex: undefined,
    mode: undefined,
    vlan: undefined,
    lag: undefined,
  };
}

/** `ofUnit`: the line stands deeper, so its text is a unit's. */
function readLine(port: Draft, text: string, ofUnit: boolean): void {
  const [, description] = /^Description: (\S.*)$/.exec(text) ?? [];
  const [, duplex] = /\b(?:Duplex|Link-mode): (Full|Half|Auto)\b/i.exec(text) ?? [];
  const { number, unit } = SPEED.exec(text)?.groups ?? {};
  const [, lag] = /^Protocol aenet, AE bundle: (ae\d{1,4})/i.exec(text) ?? [];
  if (description !== undefined && !ofUnit) port.description = description;
  if (number !== undefined && !ofUnit) port.speedMbps = Number(number) * (/g/i.test(unit ?? '') ? 1_000 : 1);
  if (duplex !== undefined && !ofUnit) port.duplex = duplexOf(duplex.toLowerCase());
  if (lag !== undefined) port.lag = lag;
  if (/^Protocol inet6?,/.test(text)) port.mode = 'routed';
}

function duplexOf(word: string): PortRow['duplex'] {
  return word === 'full' || word === 'half' || word === 'auto' ? word : undefined;
}

export const pageParser: () => LineParser<PortRow> = junosParser<PortRow>((sink) => new PageReader(sink));
