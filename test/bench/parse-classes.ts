/** Scores one recording of another class than MAC tables: the facts of its rows against those of its expectation. */
import { parseText } from '../../agent/switch/parse/index.ts';
import type { Command, CommandClass, Platform, RowTypes } from '../../agent/switch/platform.ts';
import { compareFacts, type Fact, factText } from './parse-facts.ts';
import type { Difference, FileScore } from './parse-fdb.ts';
import { foundRows, type OtherClass, wantedRows } from './parse-fields.ts';
import { ourName } from './parse-kinds.ts';
import type { Recording } from './parse-recordings.ts';
import type { Context } from './parse-values.ts';

/** Whether the expectation has a row of this class. */
export function tells(name: CommandClass, recording: Recording, platform: Platform | undefined): boolean {
  return name === 'fdb' || wantedRows(name, recording.expected, contextOf(recording, platform)).length > 0;
}

/** `command` is what reads the recording; without it every row is missed. */
export function scoreClass<C extends OtherClass>(
  name: C,
  recording: Recording,
  platform: Platform | undefined,
  command: Command<RowTypes[C]> | undefined,
): FileScore {
  const context = contextOf(recording, platform);
  const expected = wantedRows(name, recording.expected, context);
  const parsed = command === undefined ? undefined : parseText(command, recording.text);
  const rows = foundRows(name, parsed?.rows ?? [], expected, context);
  const judged = compareFacts(expected, rows);
  const lines = recording.text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const difference =
    (side: Difference['side']) =>
    (fact: Fact): Difference => ({
      file: recording.file,
      side,
      field: fact.field ?? 'row',
      row: factText(fact),
      rawLine: rawLineOf(fact, lines, context) ?? '',
    });
  return {
    platform: context.platform,
    class: name,
    file: recording.file,
    parser: command !== undefined,
    expected: judged.expected,
    found: judged.found,
    hits: judged.expected - judged.missed.length,
    beyond: judged.beyond,
    excepted: 0,
    lines: lines.length,
    unknownLines: parsed?.unknownCount ?? 0,
    differences: [...judged.missed.map(difference('missed')), ...judged.extra.map(difference('extra'))],
  };
}

function contextOf({ platform: folder, command }: Recording, platform: Platform | undefined): Context {
  return {
    platform: platform?.id ?? ourName(folder),
    command,
    portName: platform?.portName ?? ((text) => text),
  };
}

/** The line that names the row, best one that has the value as well. */
function rawLineOf(
  { key, value }: Fact,
  lines: readonly string[],
  { portName }: Context,
): string | undefined {
  const ofRow = lines.filter((line) =>
    line
      .trim()
      .split(/[\s,"=]+/)
      .some((word) => word === key || portName(word) === key),
  );
  if (value === '') return ofRow[0];
  return ofRow.find((line) => line.includes(value)) ?? ofRow[0] ?? lines.find((line) => line.includes(value));
}
