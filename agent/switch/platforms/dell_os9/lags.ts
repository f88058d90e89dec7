/** `show interfaces port-channel brief`: a port channel per row, further members in the lines below. */

import { parserOf } from '../../parse/index.ts';
import type { Command, LagRow } from '../../platform.ts';
import { closeNames, os9PortName } from './names.ts';

const ROW = /^\s*(?:[A-Z*]{1,2}\s+)?(?<lag>\d{1,4})\s+(?<mode>L2L3|L2|L3|L\d)\b(?<rest>.*)$/i;
const MEMBER =
  /\b(?<port>(?:Gi|Te|Tf|Fo|Fi|Hu|Fa)\d[\d/:]{0,12})\s{0,8}(?:\*\s{0,3})?\((?:up|down|standby)\)/gi;
/** No device bundles as many; hostile output must not grow without end. */
const MEMBERS_MAX = 256;
const NOTE = /^\s*(?:Codes:|LAG\s+Mode|[A-Z] - |Total)|^[-=\s]+$/i;

const parser = parserOf<LagRow>((sink) => {
  let lag: { lag: string; ports: string[] } | undefined;
  const flush = (): void => {
    if (lag !== undefined) sink.row(lag);
    lag = undefined;
  };
  return {
    line(raw) {
      const text = closeNames(raw);
      const start = ROW.exec(text)?.groups;
      const members = [...text.matchAll(MEMBER)].map((match) => os9PortName(match.groups?.['port'] ?? ''));
      if (start !== undefined) {
        flush();
        lag = { lag: `Po${start['lag']}`, ports: members };
      } else if (lag !== undefined && members.length > 0) {
        lag.ports = lag.ports.concat(members).slice(0, MEMBERS_MAX);
      } else if (!NOTE.test(text)) sink.unknown(raw);
    },
    end: flush,
  };
});

export const lagCommands: readonly Command<LagRow>[] = [
  { command: 'show interfaces port-channel brief', parser, optional: true },
];
