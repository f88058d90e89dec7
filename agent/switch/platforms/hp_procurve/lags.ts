/** `show trunks`: one line per member; a trunk without members is not listed. */
import { parserOf } from '../../parse/index.ts';
import type { Command, LagRow } from '../../platform.ts';
import { isProcurvePort, procurvePortName } from './names.ts';

/** Names may hold anything, so the row is read from both ends: port first, group and its kind last. */
const MEMBER = /^\s*(?<port>[\w/*]{1,8})\s.*\s(?<lag>(?:trk|dyn)\d{1,3})\s+(?<kind>[A-Za-z]\S{0,24})\s*$/i;
const NOTE = /^[-+|\s]+$|^\s*(?:Load[ -]Balanc|Trunk Config|Port\s*\||Port\s+Name)/i;

const parser = parserOf<LagRow>((sink) => {
  /** In the order of the device; no device has more than some hundred members. */
  const members = new Map<string, string[]>();
  return {
    line(text) {
      const { port = '', lag } = MEMBER.exec(text)?.groups ?? {};
      if (lag === undefined || !isProcurvePort(port)) {
        if (!NOTE.test(text)) sink.unknown(text);
        return;
      }
      const name = procurvePortName(lag);
      members.set(name, [...(members.get(name) ?? []), procurvePortName(port)]);
    },
    isWhole: (text) => isProcurvePort(MEMBER.exec(text)?.groups?.['port'] ?? ''),
    end() {
      for (const [lag, ports] of members) sink.row({ lag, ports });
    },
  };
});

export const lagCommands: readonly Command<LagRow>[] = [{ command: 'show trunks', parser, optional: true }];
