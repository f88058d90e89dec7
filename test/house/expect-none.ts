/** Every violation on a line of its own, so that a failing check tells what to mend without a debugger. */
import { expect } from 'vitest';
import type { Violation } from './tree.ts';

export function expectNone(violations: readonly Violation[]): void {
  const lines = violations.map(
    ({ path, line, message }) => `${path}${line === undefined ? '' : `:${line}`} ${message}`,
  );
  expect(lines, `${lines.length} violations:\n${lines.join('\n')}\n`).toEqual([]);
}
