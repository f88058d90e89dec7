import { expect, test } from 'vitest';
import type { JsonObject } from '../../../shared/model/index.ts';
import { sourceFacts } from './columns.ts';
import type { Thing } from './noun.ts';

test.each([
  [{ credential: 'campus', jump: '10.0.0.5:22', jumplogin: 'bastion' }, 'the credential bastion'],
  [{ credential: 'campus', jump: '10.0.0.5:22' }, 'the credential campus'],
] as const)('the jump host of %o is logged in to with %s', (fields: JsonObject, words) => {
  const source = { ref: { site: 'ams1', kind: 'source', id: 's' }, fields };
  const thing = { view: source, source } as unknown as Thing;
  const facts = new Map(sourceFacts(thing, { nowMs: 0 } as never));
  expect(facts.get('By way of')).toBe(`10.0.0.5:22, logged in to with ${words}`);
});
