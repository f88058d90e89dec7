/**
 * `show interfaces terse`: the state of every interface and unit there is. The rows are the sockets, bundles and
 * management ports; a unit only tells what its port belongs to (`aenet --> ae0.0`). Speeds are not in it.
 */
import type { LineReader, Sink } from '../../parse/index.ts';
import type { Command, PortRow } from '../../platform.ts';
import { junosParser } from './frame.ts';
import { isJunosPort, junosPortName } from './names.ts';
import { pageParser } from './pages.ts';

const ROW = /^(?<name>[a-z][\w:/.-]{0,40}\*?)\s+(?<admin>up|down)\s+(?<link>up|down)(?:\s+(?<rest>\S.*))?$/;
const BUNDLE = /-->\s*(?<lag>(?:ae|reth|as)\d{1,4})(?:\.\d{1,10})?(?:\s|$)/;
const NOTE = /^Interface\s+Admin\s+Link\b/;
/** Further addresses and protocols of the unit above stand under their columns. */
const INDENTED = /^\s{8,}\S/;

type Draft = { -readonly [F in keyof PortRow]: PortRow[F] };

function portRow(name: string, admin: string, link: string): Draft {
  const adminUp = admin === 'up';
  return {
    name: junosPortName(name),
    description: undefined,
    adminUp,
    operUp: link === 'up',
    state: adminUp ? link : 'disabled',
    speedMbps: undefined,
    duplex: undefined,
    mode: undefined,
    vlan: undefined,
    lag: undefined,
  };
}

class TerseReader implements LineReader {
  readonly #sink: Sink<PortRow>;
  /** Waits for its units, which come right below it. */
  #port: Draft | undefined;

  constructor(sink: Sink<PortRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const { name = '', admin = '', link = '', rest = '' } = ROW.exec(text)?.groups ?? {};
    if (name === '') {
      if (!NOTE.test(text) && !INDENTED.test(text)) this.#sink.unknown(text);
      return;
    }
    if (!isJunosPort(name)) return;
    const isUnit = /\.\d{1,10}\*?$/.test(name);
    if (isUnit && this.#port?.name === junosPortName(name)) this.#unit(this.#port, rest);
    else if (!isUnit) {
      this.end();
      this.#port = portRow(name, admin, link);
    }
  }

  isWhole(text: string): boolean {
    return ROW.test(text) || INDENTED.test(text);
  }

  end(): void {
    if (this.#port !== undefined) this.#sink.row(this.#port);
    this.#port = undefined;
  }

  #unit(port: Draft, rest: string): void {
    const lag = BUNDLE.exec(rest)?.groups?.['lag'];
    if (lag !== undefined) port.lag = lag;
    if (/^inet6?\b/.test(rest)) port.mode = 'routed';
  }
}

/** `show interfaces descriptions`: only those that have one. */
const descriptions = junosParser<PortRow>((sink) => ({
  line(text) {
    const { name = '', admin = '', link = '', rest = '' } = ROW.exec(text)?.groups ?? {};
    if (name === '') {
      if (!NOTE.test(text)) sink.unknown(text);
    } else if (isJunosPort(name) && !/\.\d{1,10}\*?$/.test(name))
      sink.row({ ...portRow(name, admin, link), description: rest === '' ? undefined : rest });
  },
}));

const terse = junosParser<PortRow>((sink) => new TerseReader(sink));

export const portCommands: readonly Command<PortRow>[] = [
  { command: 'show interfaces terse', parser: terse },
  { command: 'show interfaces descriptions', parser: descriptions, optional: true },
];

export const portReads: readonly Command<PortRow>[] = [{ command: 'show interfaces', parser: pageParser }];

export function portStatus(port: string): Command<PortRow> {
  return { command: `show interfaces ${port}`, parser: pageParser };
}
