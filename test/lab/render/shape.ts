/** Line shapes: what a line of a recorded table may look like, column by column or as a pattern. */
import type { PlatformId } from '../campus/model.ts';

/** A column of a fixed width with what may stand in it, blanks around it left out. */
export type Column = readonly [width: number, cell: RegExp];
export type LineShape = RegExp | readonly Column[];

export interface Shape {
  readonly platform: PlatformId;
  readonly command: string;
  readonly lines: readonly LineShape[];
  /** Lines of a real device: an OS6 N4032 stack, Catalyst switches. */
  readonly recorded: readonly string[];
}

export function fits(line: string, shape: LineShape): boolean {
  if (shape instanceof RegExp) return shape.test(line);
  let at = 0;
  for (const [width, cell] of shape) {
    // A column is followed by a blank, so text that has slipped to the right is noticed.
    if (at > 0 && at < line.length && line[at - 1] !== ' ') return false;
    if (!cell.test(line.slice(at, at + width).trim())) return false;
    at += width + 1;
  }
  return line.length < at;
}
