/** Load of the switch's processor: one line among many, or one per unit of a stack, of which the worst counts. */
import type { CpuRow, LineParser } from '../platform.ts';
import { parserOf } from './line-parser.ts';

/** A page of this many lines without a load is not the page that was asked for. */
const PAGE_LINES_MAX = 2_000;

/** Named groups `five`, `minute`, `fiveMinutes`, and `idle` where the device shows what is left over; percent. */
export function cpuParser(patterns: readonly RegExp[]): () => LineParser<CpuRow> {
  return parserOf<CpuRow>((sink) => {
    let row: CpuRow | undefined;
    let lines: string[] = [];
    return {
      line(text) {
        const groups = patterns
          .map((pattern) => pattern.exec(text)?.groups)
          .find((found) => found !== undefined);
        if (groups !== undefined) row = worst(row, read(groups));
        else if (lines.length < PAGE_LINES_MAX) lines.push(text);
        else sink.unknown(text);
        if (row !== undefined) lines = [];
      },
      end() {
        for (const line of lines) sink.unknown(line);
        if (row !== undefined) sink.row(row);
      },
    };
  });
}

function read(groups: Readonly<Record<string, string | undefined>>): CpuRow {
  const idle = percent(groups['idle']);
  return {
    fiveSecondsPercent:
      percent(groups['five']) ?? (idle === undefined ? undefined : Math.round((100 - idle) * 10) / 10),
    minutePercent: percent(groups['minute']),
    fiveMinutesPercent: percent(groups['fiveMinutes']),
  };
}

function percent(text: string | undefined): number | undefined {
  const value = text === undefined ? Number.NaN : Number(text);
  return value >= 0 && value <= 100 ? value : undefined;
}

function worst(a: CpuRow | undefined, b: CpuRow): CpuRow {
  if (a === undefined) return b;
  return {
    fiveSecondsPercent: larger(a.fiveSecondsPercent, b.fiveSecondsPercent),
    minutePercent: larger(a.minutePercent, b.minutePercent),
    fiveMinutesPercent: larger(a.fiveMinutesPercent, b.fiveMinutesPercent),
  };
}

function larger(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a;
}
