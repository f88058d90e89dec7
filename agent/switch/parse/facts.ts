/** Free-form pages such as `show version`: a few facts in much prose, so lines count as unknown only when no fact was found. */
import { parseMac } from '../../../shared/model/index.ts';
import type { LineParser, SystemRow } from '../platform.ts';
import { parserOf } from './line-parser.ts';

/** A page of this many lines without a fact is not the page that was asked for. */
const PAGE_LINES_MAX = 2_000;

export type SystemField = Exclude<keyof SystemRow, 'units'>;

export interface SystemRule {
  readonly field: SystemField;
  readonly pattern: RegExp;
  /** Which text of the match is the fact; the first group when left out. */
  readonly pick?: (match: RegExpExecArray) => string | undefined;
}

type Draft = { -readonly [F in keyof SystemRow]: SystemRow[F] };

/** The first match of each field wins: on a stack that is the unit which answers. */
export function systemParser(rules: readonly SystemRule[]): () => LineParser<SystemRow> {
  return parserOf<SystemRow>((sink) => {
    const row: Draft = {};
    let lines: string[] = [];
    const found = (): boolean => Object.keys(row).length > 0;
    return {
      line(text) {
        for (const { field, pattern, pick } of rules) {
          if (row[field] !== undefined) continue;
          const match = pattern.exec(text);
          if (match !== null) setField(row, field, (pick?.(match) ?? match[1] ?? '').trim());
        }
        if (found()) lines = [];
        else if (lines.length < PAGE_LINES_MAX) lines.push(text);
        else sink.unknown(text);
      },
      end() {
        for (const line of lines) sink.unknown(line);
        if (found()) sink.row(row);
      },
    };
  });
}

function setField(row: Draft, field: SystemField, text: string): void {
  if (text === '') return;
  if (field !== 'baseMac') {
    row[field] = text;
    return;
  }
  const mac = parseMac(text);
  if (mac !== undefined) row.baseMac = mac;
}
