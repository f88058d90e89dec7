/** `display link-aggregation verbose`: members are all configured ports, selected or not. */
import { type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { Command, LagRow } from '../../platform.ts';
import { comwarePortName, isComwarePort, withoutMark } from './names.ts';

/** More than any device bundles; hostile output must not grow without end. */
const MEMBERS_MAX = 4_096;
const LAG = /^\s*Aggregat(?:e|ion) Interface\s*:\s*(\S{1,64})/i;
const NOTE =
  /^\s*(?:Loadsharing Type|Port Status|Flags|Aggregation Mode|Creation Mode|System ID|Management VLANs?|Local|Remote|Port\s|Actor\s|D -|[A-H] --|Port:|Link-aggregation|Shar|Peer|Received|Illegal|Sent|Oper-Key|Flag|Port Number|Port Priority)|^[-\s]+$|-- (?:Auto|Management|Reference|Synchronization|Defaulted)/i;

/** Collects members by port channel, in the order of the device. */
class Members {
  readonly #lags = new Map<string, string[]>();
  #count = 0;

  open(lag: string): void {
    if (!this.#lags.has(lag) && this.#count < MEMBERS_MAX) this.#lags.set(lag, []);
  }

  add(lag: string, port: string): void {
    this.open(lag);
    const ports = this.#lags.get(lag);
    if (ports === undefined || ports.includes(port) || this.#count >= MEMBERS_MAX) return;
    this.#count += 1;
    ports.push(port);
  }

  give(sink: Sink<LagRow>): void {
    for (const [lag, ports] of this.#lags) sink.row({ lag, ports });
  }
}

class VerboseReader implements LineReader {
  readonly #sink: Sink<LagRow>;
  readonly #members = new Members();
  #lag = '';
  #local = false;

  constructor(sink: Sink<LagRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const lag = LAG.exec(text)?.[1];
    const first = withoutMark(text.trim().split(/\s+/)[0] ?? '');
    if (lag !== undefined) {
      this.#lag = comwarePortName(lag);
      this.#local = true;
      this.#members.open(this.#lag);
    } else if (/^\s*(?:Local|Remote):/i.test(text)) this.#local = /local/i.test(text);
    else if (isComwarePort(first) && /^\s*\S+\s+\S/.test(text)) {
      if (this.#local && this.#lag !== '') this.#members.add(this.#lag, comwarePortName(first));
    } else if (!NOTE.test(text)) this.#sink.unknown(text);
  }

  end(): void {
    this.#members.give(this.#sink);
  }
}

const verbose = parserOf<LagRow>((sink) => new VerboseReader(sink));

/** The same from the side of the members: `GigabitEthernet4/0/36:`, and below it the port channel. */
const memberPorts = parserOf<LagRow>((sink) => {
  const members = new Members();
  let port = '';
  return {
    line(text) {
      const begun = /^(\S{1,64}):\s*$/.exec(text)?.[1] ?? '';
      const lag = LAG.exec(text)?.[1];
      if (isComwarePort(begun)) port = comwarePortName(begun);
      else if (lag !== undefined && port !== '') members.add(comwarePortName(lag), port);
      else if (!NOTE.test(text)) sink.unknown(text);
    },
    end: () => members.give(sink),
  };
});

export const lagCommands: readonly Command<LagRow>[] = [
  { command: 'display link-aggregation verbose', parser: verbose, optional: true },
];
export const lagTables: readonly Command<LagRow>[] = [
  { command: 'display link-aggregation member-port', parser: memberPorts },
];
