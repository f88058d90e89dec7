import type { Command, Parsed } from '../platform.ts';
import { LineSplitter } from './line-splitter.ts';

/** Reads one whole output of a command; for recordings, where the engine reads a stream. */
export function parseText<Row>(
  command: Pick<Command<Row>, 'parser'>,
  text: string | Uint8Array,
): Parsed<Row> {
  const parser = command.parser();
  const splitter = new LineSplitter((line) => parser.push(line));
  splitter.push(text);
  splitter.end();
  return parser.end();
}
