/** `show sharing`. A group has the name of its first configured port, and tables show its addresses on that. */
import { parserOf } from '../../parse/index.ts';
import type { Command, LagRow } from '../../platform.ts';
import { isExosPort } from './names.ts';

/** No device bundles as many; hostile output must not grow without end. */
const MEMBERS_MAX = 256;
/** Master, perhaps the current one, perhaps how it is negotiated and the fewest links; then algorithm, member, in use or not, link. */
const ROW =
  /^\s*(?<before>(?:\d\S{0,10}\s+){0,2})(?:(?<control>LACP|Static|HlthChk|HLTH-CHK|Health(?:-check)?)\s+)?(?:<?\d{1,2}\s+)?(?<algorithm>[A-Za-z][\w-]{0,15}|\S{1,10}-\S{1,10})(?:\s+[A-Z]{1,3})?\s+(?<member>\d{1,3}(?::\d{1,3}){0,2})\s+[-Y]\s+(?:A|D|R|NP|L)\b/;
const NOTES: readonly RegExp[] = [
  /^[-=\s]+$/,
  /^\s*(?:Load Sharing Monitor|Config\s+Current|Master\s+Master|Link State ?:|Minimum Active ?:|Load Sharing Algorithm ?:|Custom Algorithm|Number of load sharing|Default algorithm|Flags ?:|Agg(?:regator)? (?:Control|Mbr))/i,
  /^\s+\([\w-]{1,16}\)\s/,
  /^\s+[A-Z]{1,2} ?- /,
  /^\s*Layer \d|^\s+\w+ basis/i,
];

const parser = parserOf<LagRow>((sink) => {
  let lag: { lag: string; ports: string[] } | undefined;
  const flush = (): void => {
    if (lag !== undefined) sink.row(lag);
    lag = undefined;
  };
  return {
    line(text) {
      const { before = '', member = '' } = ROW.exec(text)?.groups ?? {};
      const [master = ''] = before.trim().split(/\s+/);
      if (isExosPort(master)) {
        flush();
        lag = { lag: master, ports: [] };
      }
      if (member !== '' && lag !== undefined && lag.ports.length < MEMBERS_MAX) lag.ports.push(member);
      else if (!NOTES.some((note) => note.test(text))) sink.unknown(text);
    },
    isWhole: (text) => ROW.test(text),
    end: flush,
  };
});

export const lagCommands: readonly Command<LagRow>[] = [{ command: 'show sharing', parser }];

export const lagReads: readonly Command<LagRow>[] = [{ command: 'show ports sharing', parser }];
