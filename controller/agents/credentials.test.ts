import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import type { CredentialView } from '../../shared/model/index.ts';
import { ManualClock, seededRandom, silentLog } from '../../shared/runtime/index.ts';
import {
  CREDENTIAL_VERSION_MAX,
  CREDENTIAL_VERSION_STEP_MAX,
  createIdentityKeys,
  createSealingKeys,
  fingerprint,
  type IdentityKeys,
  ORDER_LIFETIME_MS,
  ready,
  signSealKey,
} from '../../shared/seal/index.ts';
import type { ControllerMessage, CredentialLabel, Hello } from '../../shared/wire/index.ts';
import { CredentialStore, EnrolmentStore, openDatabase } from '../store/index.ts';
import type { SealedOrder } from './credential-order.ts';
import { ANSWER_WAIT_MS, CredentialDesk, PARKED_MAX } from './credentials.ts';

const random = seededRandom(2);
let identity: IdentityKeys;
let agentId: string;
beforeAll(async () => {
  await ready();
  identity = createIdentityKeys(random);
  agentId = fingerprint(identity.publicKey);
});

let clock: ManualClock;
let directory: EnrolmentStore;
let store: CredentialStore;
let desk: CredentialDesk;
let isOnline: boolean;
let sent: (ControllerMessage & { readonly type: 'credentialOrdered' })[];
let answered: CredentialView[];
/** What the seals of the answered said, where that was something else. */
let others: unknown[];
beforeEach(() => {
  clock = new ManualClock();
  const db = openDatabase({ file: ':memory:', busyTimeoutMs: 0, cacheBytes: 1_000_000 });
  directory = new EnrolmentStore(db);
  store = new CredentialStore(db);
  directory.saveAgent({
    ...{
      id: agentId,
      site: 'ams1',
      name: 'ams1-a',
      identityKey: identity.publicKey,
      sealingKey: new Uint8Array(32),
    },
    ...{ certificateKey: 'k', enrolledAt: 0, certificateExpiresAt: 0 },
  });
  [isOnline, sent, answered, others] = [false, [], [], []];
  const hub = {
    listen: () => undefined,
    isOnline: () => isOnline,
    send: async (_agent: string, message: ControllerMessage) => {
      if (message.type === 'credentialOrdered') sent.push(message);
    },
  };
  const onAnswered = (credential: CredentialView, other: unknown): void => {
    answered.push(credential);
    others.push(other);
  };
  desk = new CredentialDesk({ clock, random, log: silentLog, store, directory, hub, onAnswered });
});

const hello = (sealKey: Hello['sealKey']): Hello => ({ sealKey }) as Hello;
const online = (sealKey?: Hello['sealKey']): void => {
  isOnline = true;
  desk.online(agentId, hello(sealKey));
};
const offline = (): void => {
  isOnline = false;
  desk.offline(agentId);
};
const order = (more: Partial<SealedOrder> = {}): Promise<CredentialView> =>
  desk.order({
    ...{
      agentId,
      name: 'core',
      version: 1,
      targets: ['10.0.0.0/8'],
      sealed: new Uint8Array([1]),
      by: 'user:ann',
    },
    ...more,
  });
const held = (version: number, isCentral = true): void =>
  desk.message(agentId, {
    type: 'credentialsHeld',
    credentials: version === 0 ? [] : [{ name: 'core', version, targets: ['*'], targetCount: 1, isCentral }],
  });
const answer = (error?: WaysideError, seenVersion = 1): void => {
  const { orderId = '' } = sent.at(-1) ?? {};
  const failure = error && { code: error.code, message: error.message, hint: error.hint };
  desk.message(agentId, { type: 'credentialEnded', orderId, error: failure, seenVersion });
};
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => '',
    (error: unknown) => WaysideError.from(error).code,
  );

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('an order for an agent that is online', () => {
  it('waits for the answer, and says what it was', async () => {
    online();
    const done = order();
    held(1);
    answer();
    expect(await done).toMatchObject({
      state: 'stored',
      version: 1,
      setBy: 'user:ann',
      isCentral: true,
      expiresAt: undefined,
    });
    expect(store.parked(agentId)).toEqual([]);
    expect(answered).toMatchObject([{ name: 'core', state: 'stored', orderedVersion: 1 }]);
  });

  it('fails with the words of the agent, and what it held before stays listed', async () => {
    online();
    held(4);
    const done = order({ version: 3 });
    answer(new WaysideError('CREDENTIAL_REFUSED', 'no newer', { hint: 'again' }), 4);
    const error = await done.then(() => undefined, WaysideError.from);
    expect(error).toMatchObject({
      code: 'CREDENTIAL_REFUSED',
      message: 'agent ams1-a refuses it: no newer',
      hint: 'again',
    });
    const [row] = desk.list({ site: '', agent: '', after: ['', '', ''], limit: 9, isShown: () => true });
    expect(row).toMatchObject({ state: 'refused', heldVersion: 4, seenVersion: 4 });
    online(signed());
    expect(desk.sealTarget(agentId, 'core').nextVersion).toBe(5);
  });

  it('waits no longer than its bound, and not at all for one that goes', async () => {
    online();
    const slow = order();
    clock.advance(ANSWER_WAIT_MS);
    expect(await slow).toMatchObject({
      state: 'parked',
      expiresAt: ORDER_LIFETIME_MS + clock.now() - ANSWER_WAIT_MS,
    });
    const going = order({ version: 2 });
    offline();
    expect((await going).state).toBe('parked');
    // An answer to the first, which the second took the place of, changes nothing.
    desk.message(agentId, {
      type: 'credentialEnded',
      orderId: sent[0]?.orderId ?? '',
      error: undefined,
      seenVersion: 1,
    });
    expect(store.parked(agentId)).toHaveLength(1);
  });
});

function signed(keys = createSealingKeys(random), by = identity): NonNullable<Hello['sealKey']> {
  const { number, key, signature } = signSealKey(by, keys, 1);
  return { number, key, signature };
}

describe('an order for an agent that is away', () => {
  it('is taken to it at its next hello, and again until it has answered', async () => {
    expect(await order()).toMatchObject({ state: 'parked', targets: ['10.0.0.0/8'] });
    await order({ name: 'edge', sealed: new Uint8Array([2]) });
    online();
    await settle();
    expect(sent.map(({ sealed }) => [...sealed])).toEqual([[1], [2]]);
    offline();
    online();
    await settle();
    expect(sent).toHaveLength(4);
    // The answer to the second: it alone is not sent again.
    answer();
    offline();
    online();
    await settle();
    expect(sent.slice(4).map(({ sealed }) => [...sealed])).toEqual([[1]]);
  });

  it('is forgotten after its time', async () => {
    await order();
    clock.advance(ORDER_LIFETIME_MS - 1);
    desk.expire();
    expect(store.parked(agentId)).toHaveLength(1);
    clock.advance(1);
    online();
    expect([sent, store.parked(agentId)]).toEqual([[], []]);
    const [row] = desk.list({ site: '', agent: '', after: ['', '', ''], limit: 9, isShown: () => true });
    expect(row?.state).toBe('expired');
  });

  it('is refused beyond the bound, for one that is banned, and is gone with the agent', async () => {
    for (let at = 0; at < PARKED_MAX; at += 1) await order({ name: `core${at}` });
    expect(await codeOf(order())).toBe('QUEUE_FULL');
    expect(await codeOf(order({ name: 'core7', version: 2 }))).toBe('');
    directory.ban({ agent: agentId, at: 1, by: 'user:ann', why: 'stolen' });
    expect(await codeOf(order({ name: 'core7' }))).toBe('AGENT_BANNED');
    directory.removeAgent(agentId);
    expect(store.parked(agentId)).toEqual([]);
    expect(await codeOf(order())).toBe('NOT_FOUND');
  });
});

describe('an order whose seal may say something else', () => {
  it('goes with what was told of it, and a difference that the agent finds is told on', async () => {
    await order({ name: 'core', version: 2, targets: undefined });
    await order({ name: 'edge' });
    online();
    await settle();
    const told = [
      { name: 'core', version: 2, isRemoval: true },
      { name: 'edge', version: 1, isRemoval: false },
    ];
    expect(sent.map((message) => message.told)).toEqual(told);
    const failure = { code: 'CREDENTIAL_REFUSED', message: 'its seal says edge', hint: '' } as const;
    const [first, second] = sent.map(({ orderId }) => orderId);
    const end = { type: 'credentialEnded', error: failure, seenVersion: 0 } as const;
    const [core, edge] = told as [CredentialLabel, CredentialLabel];
    desk.message(agentId, { ...end, orderId: first ?? '', said: edge });
    desk.message(agentId, { ...end, orderId: second ?? '', said: edge });
    expect(others).toEqual([edge, undefined]);
    expect(answered.map(({ name, state }) => [name, state])).toEqual([
      [core.name, 'refused'],
      ['edge', 'refused'],
    ]);
  });
});

describe('the next version', () => {
  const next = (): number => desk.sealTarget(agentId, 'core').nextVersion;

  it('is one that the agent takes, whatever was ordered before', async () => {
    await order({ version: CREDENTIAL_VERSION_STEP_MAX });
    const far = order({ version: CREDENTIAL_VERSION_STEP_MAX + 1 });
    expect(await far.then(() => undefined, WaysideError.from)).toMatchObject({
      code: 'INVALID_INPUT',
      violations: [{ field: 'version', message: expect.stringContaining('GetSealKey') }],
    });
    online(signed());
    await settle();
    // Of one that the agent may not have taken only so much is left out as it takes.
    expect(next()).toBe(1);
    answer();
    expect(next()).toBe(CREDENTIAL_VERSION_STEP_MAX + 1);
  });

  it('goes by what the agent has seen when it refused', async () => {
    online(signed());
    held(3);
    const done = order({ version: 900 });
    answer(new WaysideError('CREDENTIAL_REFUSED', 'too far'), 3);
    await codeOf(done);
    expect(next()).toBe(901);
    held(CREDENTIAL_VERSION_MAX);
    expect(next).toThrow(/no version is left/);
  });
});

describe('a disk that is full', () => {
  it('costs no agent its session, and the order comes again', async () => {
    await order();
    online();
    await settle();
    const end = store.end.bind(store);
    store.end = () => {
      throw new WaysideError('DISK_FULL', 'full');
    };
    expect(() => answer()).not.toThrow();
    expect(store.parked(agentId)).toHaveLength(1);
    store.end = end;
    online();
    await settle();
    answer();
    expect([sent.length, store.parked(agentId)]).toEqual([2, []]);
  });
});

describe('the list', () => {
  it('goes through sites, agents and names in order, page by page, and past what is not shown', () => {
    const one = { version: 1, targets: ['*'], targetCount: 1, isCentral: false };
    for (const [site, name] of [
      ['ber1', 'b'],
      ['ams1', 'b'],
      ['cph1', 'a'],
    ] as const) {
      const id = `${site}${name}`;
      const key = new Uint8Array(32);
      directory.saveAgent({
        ...{ id, site, name, identityKey: key, sealingKey: key, certificateKey: id },
        ...{ enrolledAt: 0, certificateExpiresAt: 0 },
      });
      const credentials = ['y', 'x'].map((credential) => ({ ...one, name: credential }));
      desk.message(id, { type: 'credentialsHeld', credentials });
    }
    held(1);
    const isShown = (site: string): boolean => site !== 'ber1';
    const seen: string[] = [];
    let after: readonly [string, string, string] = ['', '', ''];
    for (;;) {
      const rows = desk.list({ site: '', agent: '', after, limit: 2, isShown });
      const last = rows.at(-1);
      if (!last) break;
      seen.push(...rows.map(({ site, agentName, name }) => `${site}/${agentName}/${name}`));
      after = [last.site, last.agentName, last.name];
    }
    expect(seen).toEqual(['ams1/ams1-a/core', 'ams1/b/x', 'ams1/b/y', 'cph1/a/x', 'cph1/a/y']);
    const of = (more: object) =>
      desk.list({ site: '', agent: '', after: ['', '', ''], limit: 9, isShown, ...more });
    expect(of({ site: 'cph1' })).toHaveLength(2);
    expect(of({ agent: 'ams1b' }).map(({ name }) => name)).toEqual(['x', 'y']);
    expect(of({ agent: 'ber1b' })).toEqual([]);
  });
});

describe('what agents tell', () => {
  it('is kept: the key only when the identity of the agent signed it', () => {
    online(signed(undefined, createIdentityKeys(random)));
    expect(() => desk.sealTarget(agentId, 'core')).toThrow(/has not told the key/);
    const good = signed();
    online(good);
    expect(desk.sealTarget(agentId, 'core')).toMatchObject({ site: 'ams1', nextVersion: 1 });
    expect([...desk.sealTarget(agentId, 'core').sealKey.key]).toEqual([...good.key]);
  });

  it('is cut to its bounds, and names that are none are left out', () => {
    const one = { name: 'core', version: 1, targets: ['*'], targetCount: 1, isCentral: false };
    const credentials = [
      { ...one, targets: Array.from({ length: 60 }, () => 'x'.repeat(400)), targetCount: -5 },
      { ...one, name: '../etc' },
      { ...one, name: 'zero', version: 0 },
    ];
    desk.message(agentId, { type: 'credentialsHeld', credentials });
    const rows = store.held(agentId);
    expect(rows.map(({ name }) => name)).toEqual(['core']);
    expect((JSON.parse(rows[0]?.targets ?? '') as string[]).map(({ length }) => length)).toEqual(
      Array(50).fill(300),
    );
    expect(rows[0]?.targetCount).toBe(50);
  });

  it('takes the place of an order that was changed on the host since', async () => {
    online();
    const done = order();
    held(1);
    answer();
    await done;
    held(2, false);
    const [row] = desk.list({ site: '', agent: '', after: ['', '', ''], limit: 9, isShown: () => true });
    expect(row).toMatchObject({ heldVersion: 2, central: 0 });
    held(0);
    expect(desk.list({ site: '', agent: '', after: ['', '', ''], limit: 9, isShown: () => true })).toEqual(
      [],
    );
  });
});
