/** `show interfaces port-channel`. Members are all configured ports; the device splits them into active and inactive. */

import { expandPorts, parserOf } from '../../parse/index.ts';
import type { Command, LagRow } from '../../platform.ts';
import { os6PortName } from './names.ts';

const LAG = /^\s*(?<lag>(?:po|ch|port-channel ?)\d+)\b(?<rest>.*)$/i;
/** No device bundles as many; hostile output must not grow without end. */
const MEMBERS_MAX = 256;
const NOTE =
  /^[-\s]+$|^\s*Channel\s+Ports|^\s*Ch-?\s|^Hash (?:Algorithm|Type)|^\s*\d+ - |^\s*(?:Hash|Min|Local|Type|Prf|Algorithm)\b/i;

const parser = parserOf<LagRow>((sink) => {
  let lag: { lag: string; ports: string[] } | undefined;
  const flush = (): void => {
    if (lag !== undefined) sink.row(lag);
    lag = undefined;
  };
  return {
    line(text) {
      const start = LAG.exec(text)?.groups;
      const members = expandPorts((start?.['rest'] ?? text).replace(/\b(?:In)?active:/gi, ' '), os6PortName);
      if (start !== undefined) {
        flush();
        lag = { lag: os6PortName(start['lag'] ?? ''), ports: members };
      } else if (lag !== undefined && /^\s/.test(text) && (members.length > 0 || /active:/i.test(text))) {
        lag.ports = lag.ports.concat(members).slice(0, MEMBERS_MAX);
      } else {
        flush();
        if (!NOTE.test(text)) sink.unknown(text);
      }
    },
    blank: flush,
    end: flush,
  };
});

export const lagCommands: readonly Command<LagRow>[] = [
  { command: 'show interfaces port-channel', parser, optional: true },
];
