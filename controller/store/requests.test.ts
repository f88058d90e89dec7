import { describe, expect, it, onTestFinished } from 'vitest';
import { ADMIN_GRANT, type Principal } from '../../shared/model/index.ts';
import { DATABASE_DEFAULTS, openDatabase } from './database.ts';
import { remember, repeated } from './requests.ts';
import { Store } from './store.ts';

const ann: Principal = { type: 'user', name: 'ann', grants: [ADMIN_GRANT], readOnly: false, tokenId: 't' };
const bob: Principal = { ...ann, name: 'bob' };
const asked = {
  id: '3f2b8c1e-0000-4000-8000-0123456789ab',
  method: 'Write',
  question: { b: [1], a: 'x' },
  principal: ann,
};

function open(): Store {
  const store = new Store(openDatabase({ file: ':memory:', ...DATABASE_DEFAULTS }));
  onTestFinished(() => store.close());
  store.write(() => remember(store, asked, { answer: '{"first":true}', nowMs: 1000 }));
  return store;
}

const refused = expect.objectContaining({
  code: 'INVALID_INPUT',
  violations: [expect.objectContaining({ field: 'request_id' })],
});

describe('a repeated request', () => {
  it('gets the first answer, however its question is ordered', () => {
    const store = open();
    expect(repeated(store, asked)).toBe('{"first":true}');
    expect(repeated(store, { ...asked, question: { a: 'x', b: [1] } })).toBe('{"first":true}');
  });

  it('of someone else, or without an id, is a request of its own', () => {
    const store = open();
    expect(repeated(store, { ...asked, principal: bob })).toBeUndefined();
    expect(repeated(store, { ...asked, id: '' })).toBeUndefined();
    store.write(() => remember(store, { ...asked, id: '' }, { answer: 'x', nowMs: 1 }));
    expect(store.db.prepare('SELECT count(*) FROM requests').pluck().get()).toBe(1);
  });

  it('with another question or method under the same id is refused', () => {
    const store = open();
    expect(() => repeated(store, { ...asked, question: { a: 'y' } })).toThrow(refused);
    expect(() => repeated(store, { ...asked, method: 'Submit' })).toThrow(refused);
    expect(() => repeated(store, { ...asked, id: 'not a uuid' })).toThrow(refused);
  });

  it('is forgotten after its time', () => {
    const store = open();
    store.write(() => store.jobs.pruneRequests(1000));
    expect(repeated(store, asked)).toBe('{"first":true}');
    store.write(() => store.jobs.pruneRequests(1001));
    expect(repeated(store, asked)).toBeUndefined();
  });
});
