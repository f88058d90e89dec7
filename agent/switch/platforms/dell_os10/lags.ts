/** `show port-channel summary`: members are bare numbers of ports with their state behind them. */

import { parserOf } from '../../parse/index.ts';
import type { Command, LagRow } from '../../platform.ts';
import { closeNames, os10PortName } from './names.ts';

const ROW =
  /^\s*\d{1,4}\s+(?<lag>port-channel\d{1,4})\s*\([A-Z]\)\s+(?<type>\S+)\s+(?<protocol>STATIC|DYNAMIC|LACP|NONE|-+)\b(?<rest>.*)$/i;
const MEMBER =
  /(?<![\d/:])(?:Eth|ethernet)?(?<port>\d{1,2}\/\d{1,2}\/\d{1,3}(?::\d{1,2})?)\((?:[A-Z]{1,3})\)/gi;
/** No device bundles as many; hostile output must not grow without end. */
const MEMBERS_MAX = 256;
const NOTE = /^\s*(?:Flags:|Group\s+Port-?Channel)|\b[A-Z]{1,3} - [A-Z]|^[-=\s]+$/i;

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
      const members = [...(start?.['rest'] ?? text).matchAll(MEMBER)].map(
        (match) => `Eth${match.groups?.['port'] ?? ''}`,
      );
      if (start !== undefined) {
        flush();
        lag = { lag: os10PortName(start['lag'] ?? ''), ports: members.slice(0, MEMBERS_MAX) };
      } else if (lag !== undefined && members.length > 0 && /^\s/.test(text)) {
        lag.ports = lag.ports.concat(members).slice(0, MEMBERS_MAX);
      } else if (!NOTE.test(text)) sink.unknown(raw);
    },
    end: flush,
  };
});

export const lagCommands: readonly Command<LagRow>[] = [
  { command: 'show port-channel summary', parser, optional: true },
];
