/**
 * `show etherchannel summary` and `show port-channel summary`: one port channel a row, members as `Gi1/0/1(P)` in as
 * many lines as they need. Members are all ports that are configured, bundled or not.
 */
import type { LagRow, LineParser } from '../platform.ts';
import { parserOf } from './line-parser.ts';
import { isPortLike } from './port-names.ts';

const GROUP = /^\s*(?:\d+\s+)?(?<lag>[A-Za-z][\w-]*\d)\((?<flags>[\w -]{0,20})\)\s*(?<rest>.*)$/;
const MEMBER = /^(?<port>[\w./:-]+)\([\w+*^-]+\)$/;
/** No device bundles as many; hostile output must not grow without end. */
const MEMBERS_MAX = 256;

export function lagSummaryParser(portName: (text: string) => string, note: RegExp): () => LineParser<LagRow> {
  const membersOf = (text: string): string[] =>
    text
      .split(/\s+/)
      .map((token) => MEMBER.exec(token)?.groups?.['port'] ?? '')
      .filter(isPortLike)
      .map(portName);
  return parserOf<LagRow>((sink) => {
    let lag: { lag: string; ports: string[] } | undefined;
    const flush = (): void => {
      if (lag !== undefined) sink.row(lag);
      lag = undefined;
    };
    return {
      line(text) {
        const group = lag !== undefined && /^\s{20}/.test(text) ? undefined : GROUP.exec(text)?.groups;
        const members = membersOf(group?.['rest'] ?? text);
        if (group !== undefined) {
          flush();
          lag = { lag: portName(group['lag'] ?? ''), ports: members };
        } else if (lag !== undefined && members.length > 0) {
          lag.ports = lag.ports.concat(members).slice(0, MEMBERS_MAX);
        } else {
          flush();
          if (!note.test(text)) sink.unknown(text);
        }
      },
      blank: flush,
      end: flush,
    };
  });
}
