/** `display eth-trunk`: members are all configured ports; those of the partner are listed below and are not ours. */
import { type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { Command, LagRow } from '../../platform.ts';
import { isVrpPort, vrpPortName } from './names.ts';

/** More than any device bundles; hostile output must not grow without end. */
const MEMBERS_MAX = 256;
const HEAD = /^\s*(Eth-Trunk\d{1,4})'s state information is/i;
const NOTE =
  /^\s*(?:Local|LAG ID|Working\s?Mode|Preempt|System Priority|Least Active|Operat(?:e|ing) status|\([a-z]\)\s*:|Number Of Up|PortName|ActorPortName|Timeout|Interface|Hash|Max |Flag:|Receive|Info:|E-Trunk|Mode|Priority|Source\s?:|PortKeyMode|Port )|^[-\s]+$/i;

class TrunkReader implements LineReader {
  readonly #sink: Sink<LagRow>;
  #lag: { lag: string; ports: string[] } | undefined;
  #partner = false;

  constructor(sink: Sink<LagRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const head = HEAD.exec(text)?.[1];
    const first = text.trim().split(/\s+/)[0] ?? '';
    if (head !== undefined) {
      this.end();
      this.#lag = { lag: vrpPortName(head), ports: [] };
      this.#partner = false;
    } else if (/^\s*Partner:/i.test(text)) this.#partner = true;
    else if (this.#lag !== undefined && isVrpPort(first) && /^\s*\S+\s+\S/.test(text))
      this.#member(vrpPortName(first));
    else if (!NOTE.test(text)) this.#sink.unknown(text);
  }

  end(): void {
    if (this.#lag !== undefined) this.#sink.row(this.#lag);
    this.#lag = undefined;
  }

  #member(port: string): void {
    if (this.#lag === undefined || this.#partner || this.#lag.ports.length >= MEMBERS_MAX) return;
    if (!this.#lag.ports.includes(port)) this.#lag.ports.push(port);
  }
}

const parser = parserOf<LagRow>((sink) => new TrunkReader(sink));

export const lagCommands: readonly Command<LagRow>[] = [
  { command: 'display eth-trunk', parser, optional: true },
];
