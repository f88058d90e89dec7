import { expect, it } from 'vitest';
import { checkCures } from './cures.ts';

it('wants a section for each code, and no section for a code that is none', () => {
  const text =
    '# Page\n\n### TIMEOUT, PLAN_STALE\nwords\n\n### LOST_CODE and a word\nPLAN_EXPIRED in a text\n';
  const told = checkCures(text, ['TIMEOUT', 'PLAN_STALE', 'PLAN_EXPIRED']);
  expect(told.map(({ line, message }) => [line, message.split(' ')[0]])).toEqual([
    [1, 'PLAN_EXPIRED'],
    [6, 'LOST_CODE'],
  ]);
});
