/** The texts that replay devices print: recordings of real ones, as they were taken. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../shared/runtime/index.ts';

const NTC = 'test/fixtures/switch/ntc';

/** The recording of one command: the first of its folder, or the one of this name. */
export function recorded(folder: string, file?: string): readonly string[] {
  const path = join(packageRoot(), NTC, folder);
  const name =
    file ??
    readdirSync(path)
      .toSorted()
      .find((one) => one.endsWith('.raw')) ??
    '';
  return linesOf(readFileSync(join(path, name), 'utf8'));
}

export function linesOf(text: string): readonly string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** The table cut down to the rows that name one thing; headings stay. */
export function only(
  table: readonly string[],
  row: RegExp,
  wanted: (line: string) => boolean,
): readonly string[] {
  return table.filter((line) => !row.test(line) || wanted(line));
}

/** An Ethernet address in whatever spelling, somewhere in a line. */
export const MAC_ROW: RegExp =
  /(?:[0-9a-f]{4}[.-][0-9a-f]{4}[.-][0-9a-f]{4}|[0-9a-f]{6}-[0-9a-f]{6}|[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5})/i;

/** One file below `test/fixtures/switch`. */
export function recordedText(file: string): readonly string[] {
  return linesOf(readFileSync(join(packageRoot(), 'test/fixtures/switch', file), 'utf8'));
}
