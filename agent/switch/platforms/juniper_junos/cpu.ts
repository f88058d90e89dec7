/** `show chassis routing-engine`: the share that is idle, per engine or member; newer releases tell it over several spans. */
import { parserOf } from '../../parse/index.ts';
import type { Command, CpuRow } from '../../platform.ts';

type Span = keyof CpuRow;

const SPANS: readonly (readonly [RegExp, Span | undefined])[] = [
  [/^\s*(?:5 sec )?CPU utilization:/i, 'fiveSecondsPercent'],
  [/^\s*1 min CPU utilization:/i, 'minutePercent'],
  [/^\s*5 min CPU utilization:/i, 'fiveMinutesPercent'],
  [/^\s*15 min CPU utilization:/i, undefined],
];
const IDLE = /^\s*Idle\s+(\d{1,3}) percent/i;
/** A page of this many lines is not the page that was asked for. */
const PAGE_LINES_MAX = 2_000;

const parser = parserOf<CpuRow>((sink) => {
  const worst = new Map<Span, number>();
  let span: Span | undefined;
  let lines: string[] = [];
  return {
    line(text) {
      const heading = SPANS.find(([pattern]) => pattern.test(text));
      const idle = Number(IDLE.exec(text)?.[1] ?? Number.NaN);
      if (heading !== undefined) span = heading[1];
      if (span !== undefined && idle <= 100) worst.set(span, Math.max(worst.get(span) ?? 0, 100 - idle));
      if (worst.size > 0) lines = [];
      else if (lines.length < PAGE_LINES_MAX) lines.push(text);
      else sink.unknown(text);
    },
    end() {
      for (const line of lines) sink.unknown(line);
      if (worst.size === 0) return;
      sink.row({
        fiveSecondsPercent: worst.get('fiveSecondsPercent'),
        minutePercent: worst.get('minutePercent'),
        fiveMinutesPercent: worst.get('fiveMinutesPercent'),
      });
    },
  };
});

export const cpuCommands: readonly Command<CpuRow>[] = [{ command: 'show chassis routing-engine', parser }];
