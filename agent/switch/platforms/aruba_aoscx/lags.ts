/** `show lacp aggregates`: a few lines per aggregate, static ones too. `(mc)` marks one that both VSX switches share. */
import { expandPorts, parserOf } from '../../parse/index.ts';
import type { Command, LagRow } from '../../platform.ts';
import { aoscxPortName } from './names.ts';

/** No device bundles as many; hostile output must not grow without end. */
const MEMBERS_MAX = 256;
const NAME = /^\s*Aggregate[- ]name\s*:\s*(lag ?\d{1,4})\b/i;
const MEMBERS = /^\s*(?:Aggregated-)?interfaces?\s*:(.*)$/i;
const NOTE =
  /^\s*(?:Heartbeat|Hash|Aggregate mode|Aggregation-key|LACP|Fallback|Static|Speed|Multi-?chassis|Peer|Min|Max|Description)\b[^:]{0,40}:|^[-=\s]+$|^No (?:LAG|aggregate)/i;

const parser = parserOf<LagRow>((sink) => {
  let lag: { lag: string; ports: string[] } | undefined;
  let inMembers = false;
  const flush = (): void => {
    if (lag !== undefined) sink.row(lag);
    lag = undefined;
  };
  return {
    line(text) {
      const name = NAME.exec(text)?.[1];
      const list =
        MEMBERS.exec(text)?.[1] ?? (inMembers && /^\s{4,}[\d/: ,-]+$/.test(text) ? text : undefined);
      if (name !== undefined) {
        flush();
        lag = { lag: aoscxPortName(name), ports: [] };
      } else if (lag !== undefined && list !== undefined) {
        lag.ports = lag.ports.concat(expandPorts(list, aoscxPortName)).slice(0, MEMBERS_MAX);
      } else if (!NOTE.test(text)) sink.unknown(text);
      inMembers = list !== undefined;
    },
    end: flush,
  };
});

export const lagCommands: readonly Command<LagRow>[] = [
  { command: 'show lacp aggregates', parser, optional: true },
];
