/** How the tests of packs read text that they write themselves. */
import { parseText } from '../../parse/index.ts';
import type { Command, Parsed } from '../../platform.ts';

/** All rows; a line that the pack does not know is an error, and so is a command that it has not. */
export function read<Row>(command: Command<Row> | undefined, text: string): readonly Row[] {
  const { rows, unknown } = parseText(known(command), text);
  if (unknown.length > 0) throw new Error(`unknown lines: ${JSON.stringify(unknown)}`);
  return rows;
}

/** As `read`, with the line ends of a terminal. */
export function rowsOf<Row>(command: Command<Row> | undefined, text: string): readonly Row[] {
  return read(command, text.replaceAll('\n', '\r\n'));
}

/** Rows and unknown lines. */
export function readLines<Row>(command: Command<Row> | undefined, lines: readonly string[]): Parsed<Row> {
  return parseText(known(command), lines.join('\n'));
}

export function first<Row>(commands: readonly Command<Row>[]): Command<Row> {
  return known(commands[0]);
}

function known<Row>(command: Command<Row> | undefined): Command<Row> {
  if (command === undefined) throw new Error('the pack has no such command');
  return command;
}
