/** Credentials that come over a session, and what is told of those that are held. */
import { beforeEach, describe, expect, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { HEARTBEAT_MS, SEAL_KEY, SessionBench, settle, Talk } from './testing/bench.ts';

let bench: SessionBench;
let talk: Talk;
beforeEach(async () => {
  bench = new SessionBench();
  bench.credentials.names = ['core'];
  talk = new Talk(bench);
});

const held = (): readonly string[][] =>
  talk.of('credentialsHeld').map(({ credentials }) => credentials.map(({ name }) => name));
const beat = async (): Promise<void> => {
  bench.clock.advance(HEARTBEAT_MS);
  await settle();
};

describe('a session', () => {
  test('tells the key to seal to in its hello, and what is held after the welcome', async () => {
    await settle();
    const { number, key = [], signature = [] } = talk.of('hello')[0]?.sealKey ?? {};
    expect([number, ...key, ...signature]).toEqual([1, ...SEAL_KEY.key, ...SEAL_KEY.signature]);
    expect(held()).toEqual([]);
    await talk.welcome();
    await settle();
    expect(held()).toEqual([['core']]);
  });

  test('tells again only what was changed, by whatever process', async () => {
    await talk.welcome();
    await beat();
    await beat();
    expect(held()).toHaveLength(1);
    bench.credentials.names = ['core', 'edge'];
    await beat();
    expect(held().at(-1)).toEqual(['core', 'edge']);
  });

  test('answers an order with what became of it, after what is held then', async () => {
    await talk.welcome();
    const sealed = new Uint8Array([7]);
    bench.credentials.names = ['core', 'new'];
    await talk.say({ type: 'credentialOrdered', orderId: 'o1', sealed });
    expect(bench.credentials.taken.map((bytes) => [...bytes])).toEqual([[7]]);
    expect(talk.heard.slice(-2).map(({ type }) => type)).toEqual(['credentialsHeld', 'credentialEnded']);
    expect(talk.of('credentialEnded')).toEqual([
      { type: 'credentialEnded', orderId: 'o1', error: undefined, seenVersion: 1 },
    ]);
    const error = new WaysideError('CREDENTIAL_REFUSED', 'too late', { hint: 'set it again' });
    bench.credentials.end = { name: 'core', seenVersion: 4, error };
    await talk.say({ type: 'credentialOrdered', orderId: 'o2', sealed });
    expect(talk.of('credentialEnded')[1]).toEqual({
      ...{ type: 'credentialEnded', orderId: 'o2', seenVersion: 4 },
      error: { code: 'CREDENTIAL_REFUSED', message: 'too late', hint: 'set it again' },
    });
  });

  test('goes on when the vault cannot be read, and tells when it can again', async () => {
    bench.credentials.damage = new Error('damaged');
    await talk.welcome();
    await beat();
    expect([held(), talk.session.isOpen]).toEqual([[], true]);
    bench.credentials.damage = undefined;
    bench.credentials.names = ['core', 'mended'];
    await beat();
    expect(held()).toEqual([['core', 'mended']]);
  });
});
