/**
 * `show interface brief`, one row a port, and the pages of `show interface`. A port that is down names the reason; a
 * trunk shows its native VLAN in the column of the access VLAN.
 */
import { type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { Command, PortRow } from '../../platform.ts';
import { aoscxPortName } from './names.ts';

const PORT = /^(?:\d{1,2}\/\d{1,2}\/\d{1,3}(?::\d)?|lag ?\d{1,4}(?:\(mc\))?|mgmt)$/i;
/** Interfaces that no frame enters by. */
const VIRTUAL = /^(?:vlan|loopback|tunnel|vxlan|\d{1,2}\/\d{1,2}\/\d{1,3}(?::\d)?\.\d|lag\d{1,4}\.\d)/i;

const ROW =
  /^\s?(?<port>\S+)\s+(?<vlan>\d{1,4}|--)\s+(?<mode>access|trunk|routed|--)\s+(?:(?<type>\S.{0,30}?)\s+)?(?<enabled>yes|no)\s+(?<status>up|down)\b/i;
const NOTE = /^[-=\s]+$|^\s*VLAN\s+\(Mb\/s\)/;

class BriefReader implements LineReader {
  readonly #sink: Sink<PortRow>;
  #speedAt = 0;
  #descriptionAt = 0;

  constructor(sink: Sink<PortRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const cells = ROW.exec(text)?.groups;
    if (/^\s*Port\s+Native\b/.test(text)) {
      this.#speedAt = text.indexOf('Speed');
      this.#descriptionAt = text.indexOf('Description');
    } else if (cells === undefined) {
      if (!NOTE.test(text)) this.#sink.unknown(text);
    } else if (PORT.test(cells['port'] ?? '')) this.#sink.row(this.#row(text, cells));
    else if (!VIRTUAL.test(cells['port'] ?? '')) this.#sink.unknown(text);
  }

  isWhole(text: string): boolean {
    return ROW.test(text);
  }

  #row(text: string, cells: Readonly<Record<string, string | undefined>>): PortRow {
    const enabled = cells['enabled'] === 'yes';
    const mode = modeOf(cells['mode'] ?? '');
    const cut = (from: number, to?: number): string => (from > 0 ? text.slice(from, to).trim() : '');
    const speed = Number(cut(this.#speedAt, this.#descriptionAt > 0 ? this.#descriptionAt : undefined));
    const description = cut(this.#descriptionAt);
    return {
      name: aoscxPortName(cells['port'] ?? ''),
      description: description === '' || description === '--' ? undefined : description,
      adminUp: enabled,
      operUp: cells['status'] === 'up',
      state: enabled ? (cells['status'] ?? '') : 'disabled',
      speedMbps: Number.isInteger(speed) && speed > 0 ? speed : undefined,
      duplex: undefined,
      mode,
      vlan: mode === 'access' ? Number(cells['vlan']) || undefined : undefined,
      lag: undefined,
    };
  }
}

function modeOf(word: string): PortRow['mode'] {
  if (word === 'access' || word === 'trunk' || word === 'routed') return word;
  return /^native-/.test(word) ? 'trunk' : undefined;
}

const HEAD =
  /^\s?(?:Interface|Aggregate) (?:Name : )?(?<name>lag ?\d{1,4}|[\w/:.-]{1,32}) is (?<state>up|down)\b/i;
type Draft = { -readonly [F in keyof PortRow]: PortRow[F] };

/** What is set in below `Interface X is up`; most of it counts frames. */
class PageReader implements LineReader {
  readonly #sink: Sink<PortRow>;
  #port: Draft | undefined;

  constructor(sink: Sink<PortRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const { name, state } = HEAD.exec(text)?.groups ?? {};
    if (name !== undefined) {
      this.end();
      this.#port = portOf(name, state ?? '');
    } else if (this.#port !== undefined && /^\s/.test(text)) readLine(this.#port, text.trim());
    else if (!/^[-=\s]+$|^\S{1,64}[#>] ?show /.test(text)) this.#sink.unknown(text);
  }

  end(): void {
    const port = this.#port;
    if (port !== undefined) {
      this.#sink.row(port.adminUp === false ? { ...port, state: 'disabled' } : port);
    }
    this.#port = undefined;
  }
}

function portOf(name: string, state: string): Draft {
  return {
    name: aoscxPortName(name),
    description: undefined,
    adminUp: undefined,
    operUp: state === 'up',
    state: state.toLowerCase(),
    speedMbps: undefined,
    duplex: undefined,
    mode: undefined,
    vlan: undefined,
    lag: undefined,
  };
}

function readLine(port: Draft, text: string): void {
  const [, admin] = /^Admin state is (up|down)/i.exec(text) ?? [];
  const [, speed] = /^Speed\s*:?\s*(\d{1,6}) Mb\/s/i.exec(text) ?? [];
  const [, duplex] = /^(Full|Half)-duplex/i.exec(text) ?? [];
  const [, description] = /^Description\s*:\s*(\S.*)$/i.exec(text) ?? [];
  const [, mode] = /^VLAN Mode\s*:\s*(\S+)/i.exec(text) ?? [];
  const [, vlan] = /^Access VLAN\s*:\s*(\d{1,4})$/i.exec(text) ?? [];
  if (admin !== undefined) port.adminUp = admin === 'up';
  if (Number(speed) > 0) port.speedMbps = Number(speed);
  if (duplex !== undefined) port.duplex = duplex.toLowerCase() === 'full' ? 'full' : 'half';
  if (description !== undefined) port.description = description;
  if (mode !== undefined) port.mode = modeOf(mode);
  if (vlan !== undefined) port.vlan = Number(vlan);
  if (/^IPv4 address \d/i.test(text)) port.mode = 'routed';
}

const brief = parserOf<PortRow>((sink) => new BriefReader(sink));
const pages = parserOf<PortRow>((sink) => new PageReader(sink));

export const portCommands: readonly Command<PortRow>[] = [{ command: 'show interface brief', parser: brief }];
export const portReads: readonly Command<PortRow>[] = [{ command: 'show interface', parser: pages }];

export function portStatus(port: string): Command<PortRow> {
  return { command: `show interface ${spelled(port)}`, parser: pages };
}

/** `lag10` as it is typed: `lag 10`. */
export function spelled(port: string): string {
  return port.replace(/^(lag|vlan|loopback|tunnel|vxlan)(?=\d)/, '$1 ');
}
