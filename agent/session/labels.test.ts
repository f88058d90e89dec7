import { describe, expect, test } from 'vitest';
import { AGENT_LABELS_MAX } from '../../shared/model/index.ts';
import { parseLabels } from './labels.ts';

describe('labels of an agent', () => {
  test('are name=value; a value may have the sign in it', () => {
    expect(parseLabels(['rack=r4', 'note=a=b'])).toEqual({ rack: 'r4', note: 'a=b' });
    expect(parseLabels([])).toEqual({});
  });

  test.each([
    ['a name alone', ['rack']],
    ['no name', ['=r4']],
    ['a name in capitals', ['Rack=r4']],
    ['an empty value', ['rack=']],
    ['two lines', ['rack=a\nb']],
    ['a value that is too long', [`rack=${'x'.repeat(129)}`]],
    ['the same name twice', ['rack=r4', 'rack=r5']],
    ['too many', Array.from({ length: AGENT_LABELS_MAX + 1 }, (_, i) => `l${i}=x`)],
  ])('with %s are refused, and named', (_what, texts) => {
    expect(() => parseLabels(texts)).toThrowError(/labels/);
  });
});
