/** `show lag brief`; `show trunk` on releases before there were names for them. */
import { type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { Command, LagRow } from '../../platform.ts';
import { icxPortName, icxPorts, isIcxPort } from './names.ts';

/** More than any device bundles; hostile output must not grow without end. */
const MEMBERS_MAX = 256;
/** A name of full length touches the type. */
const ROW =
  /^(?<name>\S.{0,63}?)\s*(?<type>static|dynamic|keep-?alive|failover)\s+(?<deployed>[YN])\s+(?<trunk>\d{1,5}|none|-)\s+(?<first>\S{1,12})(?:\s+(?<ports>(?:e|eth|ethe|ethernet|lag)\s.*))?$/i;
const GOES_ON = /^\s+(?:(?:e|eth|ethe|ethernet|to)\s)/i;
const NOTE = /^\s*(?:Total number|LACP |LAG\s+Type|LAG Load|System|=== )|^[-\s]+$/i;

class BriefReader implements LineReader {
  readonly #sink: Sink<LagRow>;
  #lag: { lag: string; list: string } | undefined;

  constructor(sink: Sink<LagRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const groups = ROW.exec(text)?.groups;
    if (groups !== undefined) {
      this.end();
      const { trunk = '', name = '', ports = '' } = groups;
      this.#lag = { lag: /^\d+$/.test(trunk) ? `lg${trunk}` : name.trim(), list: ports };
    } else if (this.#lag !== undefined && GOES_ON.test(text))
      this.#lag.list = `${this.#lag.list} ${text.trim()}`.slice(0, 4_096);
    else {
      this.end();
      if (!NOTE.test(text)) this.#sink.unknown(text);
    }
  }

  end(): void {
    if (this.#lag !== undefined)
      this.#sink.row({ lag: this.#lag.lag, ports: icxPorts(this.#lag.list).slice(0, MEMBERS_MAX) });
    this.#lag = undefined;
  }
}

const brief = parserOf<LagRow>((sink) => new BriefReader(sink));

const TRUNK_NOTE =
  /^\s*(?:Configured trunks|Operational trunks|Hw Trunk|Ports_Configured|Primary Port|Ports\s|Duplex|Speed|Tag|Priority|Active Ports|Type|Trunk Type)|^[-\s]+$/i;

/** Every trunk is listed twice: as configured and as it works. */
const trunks = parserOf<LagRow>((sink) => {
  const lags = new Map<string, string[]>();
  let members: string[] | undefined;
  return {
    line(text) {
      const id = /^\s*Trunk ID\s*:\s*(\d{1,5})\b/i.exec(text)?.[1];
      const first = icxPortName(text.trim().split(/\s+/)[0] ?? '');
      if (id !== undefined) {
        members = lags.get(`lg${id}`) ?? [];
        if (lags.size < MEMBERS_MAX) lags.set(`lg${id}`, members);
      } else if (isIcxPort(first) && members !== undefined) {
        if (!members.includes(first) && members.length < MEMBERS_MAX) members.push(first);
      } else if (!TRUNK_NOTE.test(text)) sink.unknown(text);
    },
    end() {
      for (const [lag, ports] of lags) sink.row({ lag, ports });
    },
  };
});

export const lagCommands: readonly Command<LagRow>[] = [
  {
    command: 'show lag brief',
    parser: brief,
    optional: true,
    alternative: { command: 'show trunk', parser: trunks, optional: true },
  },
];
