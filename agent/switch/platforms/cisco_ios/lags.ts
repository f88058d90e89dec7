/** `show etherchannel summary`. Members are all ports that are configured, bundled or not. */

import { isPortLike, parserOf } from '../../parse/index.ts';
import type { Command, LagRow } from '../../platform.ts';
import { iosPortName } from './names.ts';

const GROUP = /^\s*\d+\s+(?<lag>[A-Za-z][\w-]*\d)\((?<flags>[\w -]*)\)\s*(?<rest>.*)$/;
const MEMBER = /^(?<port>\S+?)\([\w -]+\)$/;
/** No device bundles as many; hostile output must not grow without end. */
const MEMBERS_MAX = 256;
const NOTE = /^\s*\S{1,7}\s+-\s|^Flags:|^Number of |^Last applied |^EC - |^Group\s+Port-channel|^[-+\s]+$/;

function membersOf(text: string): string[] {
  return text
    .split(/\s+/)
    .map((token) => MEMBER.exec(token)?.groups?.['port'] ?? '')
    .filter(isPortLike)
    .map(iosPortName);
}

const parser = parserOf<LagRow>((sink) => {
  let lag: { lag: string; ports: string[] } | undefined;
  const flush = (): void => {
    if (lag !== undefined) sink.row(lag);
    lag = undefined;
  };
  return {
    line(text) {
      const group = GROUP.exec(text)?.groups;
      const members = membersOf(group?.['rest'] ?? text);
      if (group !== undefined) {
        flush();
        lag = { lag: iosPortName(group['lag'] ?? ''), ports: members };
      } else if (lag !== undefined && members.length > 0) {
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
  { command: 'show etherchannel summary', parser, optional: true },
];
