/** `show interfaces port-channel`: `Po1  Active: gi1,gi2 Inactive: gi3`, also over several lines. */

import { expandPorts, parserOf } from '../../parse/index.ts';
import type { Command, LagRow, LineParser } from '../../platform.ts';
import { smbPortName } from './names.ts';
import { plainList } from './vlans.ts';

const LAG = /^\s*(?<lag>(?:po|ch|lag|port-channel ?)?\d{1,3})(?:\s+(?<rest>\S.*))?$/i;
/** No device bundles as many; hostile output must not grow without end. */
const MEMBERS_MAX = 256;
const NOTE = /^[-\s]+$|^\s*Channel\s+Ports|^\s*Load balancing|^\s*Gathering information|^\s*LACP\b/i;

/** `lagName`: how the device names the channel that the table calls `1`. */
export function lagParser(
  portName: (text: string) => string,
  lagName: (number: string) => string,
): () => LineParser<LagRow> {
  const members = (text: string): string[] =>
    expandPorts(plainList(text.replace(/\b(?:In-?active|Non-candidate|Active|Standby):/gi, ' ')), portName);
  return parserOf<LagRow>((sink) => {
    let lag: { lag: string; ports: string[] } | undefined;
    const flush = (): void => {
      if (lag !== undefined) sink.row(lag);
      lag = undefined;
    };
    return {
      line(text) {
        const start = LAG.exec(text.replace(/\bNo Configured Ports\b.*$/i, '').trimEnd())?.groups;
        const found = members(start === undefined ? text : (start['rest'] ?? ''));
        if (start !== undefined && (found.length > 0 || (start['rest'] ?? '') === '' || /:/.test(text))) {
          flush();
          const name = start['lag'] ?? '';
          lag = {
            lag: /^\d+$/.test(name) ? lagName(name) : portName(name),
            ports: found.slice(0, MEMBERS_MAX),
          };
        } else if (lag !== undefined && /^\s/.test(text) && found.length > 0) {
          lag.ports = lag.ports.concat(found).slice(0, MEMBERS_MAX);
        } else if (!NOTE.test(text)) sink.unknown(text);
      },
      blank: flush,
      end: flush,
    };
  });
}

export const lagCommands: readonly Command<LagRow>[] = [
  {
    command: 'show interfaces port-channel',
    parser: lagParser(smbPortName, (number) => `Po${number}`),
    optional: true,
  },
];
