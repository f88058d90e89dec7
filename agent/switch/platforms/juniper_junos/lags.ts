/** `show lacp interfaces`: members of each bundle. Bundles without LACP show in `show interfaces terse` only. */
import type { Command, LagRow } from '../../platform.ts';
import { junosParser } from './frame.ts';
import { isJunosPort, junosPortName } from './names.ts';

/** No device bundles as many; hostile output must not grow without end. */
const MEMBERS_MAX = 256;
const LAG = /^\s*Aggregated interface: ?(?<lag>\S{1,32})/;
const MEMBER = /^\s{2,}(?<port>\S{2,32})\s+[A-Z]/;
const NOTE = /^\s*LACP (?:state|protocol|statistics|info|mode)\b/i;

const parser = junosParser<LagRow>((sink) => {
  let lag: { lag: string; ports: string[] } | undefined;
  const flush = (): void => {
    if (lag !== undefined) sink.row(lag);
    lag = undefined;
  };
  return {
    line(text) {
      const name = LAG.exec(text)?.groups?.['lag'];
      const member = MEMBER.exec(text)?.groups?.['port'] ?? '';
      if (name !== undefined) {
        flush();
        lag = { lag: junosPortName(name), ports: [] };
      } else if (lag !== undefined && isJunosPort(member)) {
        const port = junosPortName(member);
        if (!lag.ports.includes(port) && lag.ports.length < MEMBERS_MAX) lag.ports.push(port);
      } else if (!NOTE.test(text)) sink.unknown(text);
    },
    end: flush,
  };
});

export const lagCommands: readonly Command<LagRow>[] = [
  { command: 'show lacp interfaces', parser, optional: true },
];
