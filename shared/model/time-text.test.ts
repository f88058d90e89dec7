import { expect, test } from 'vitest';
import { timeText } from './time-text.ts';

test('a time in a text has seconds, no parts of them, and says its zone', () => {
  expect(timeText(Date.UTC(2026, 10, 22, 9, 53, 38, 504))).toBe('2026-11-22 09:53:38 UTC');
});
