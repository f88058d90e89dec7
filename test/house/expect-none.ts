import { expect } from 'vitest';
import { report, type Violation } from './tree.ts';

/** Passes when there is none; else shows all of them, a line each. */
export function expectNone(violations: readonly Violation[]): void {
  expect(report(violations)).toEqual([]);
}
