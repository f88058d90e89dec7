/**
 * Hostile values in every field of every request, one at a time, from an admin who may do everything: what is refused is
 * refused in a few clean words and leaves nothing behind, and the controller goes on.
 */
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { hasSteering } from '../../shared/runtime/index.ts';
import { protos } from '../../shared/transport/index.ts';
import { isStreamingMethod, type UnaryMethod } from '../../shared/wire/index.ts';
import { Events } from './support/events.ts';
import { type FieldRig, openFieldRig } from './support/field-bases.ts';
import { allPlaces, type Place } from './support/field-walk.ts';
import { type RawClient, rawClient } from './support/raw-calls.ts';
import { storePrint } from './support/store-print.ts';

const RESOURCE_EXHAUSTED = 8;
const CALL_MS = 20_000;
const MIB = 1_048_576;

const places = allPlaces().filter(({ rpc }) => rpc !== 'SessionService.Session');
const texts = places.filter(({ type }) => type === 'TYPE_STRING' || type === 'TYPE_BYTES');
const events = new Events();
let rig: FieldRig;
let raw: RawClient;

beforeAll(async () => {
  rig = await openFieldRig(events.log);
  const { controller, caPem, token } = rig.live;
  raw = rawClient(controller.address, caPem, token);
});
afterAll(async () => {
  raw.close();
  await rig.live.stop();
});

const requestOf = (place: Place, value: unknown): object => place.put(rig.bases[place.rpc] ?? {}, value);

/** The error, or nothing when the request was carried out. */
async function ask(place: Place, value: unknown): Promise<WaysideError | undefined> {
  const { admin } = rig.live;
  const request = requestOf(place, value) as never;
  try {
    if (isStreamingMethod(place.rpc)) {
      for await (const _ of admin.stream(place.rpc as never, request, { timeoutMs: CALL_MS })) break;
    } else await admin.unary(place.rpc as UnaryMethod, request, { timeoutMs: CALL_MS });
    return undefined;
  } catch (error) {
    return WaysideError.from(error);
  }
}

const wordsOf = ({ message, hint, violations }: WaysideError): string =>
  [message, hint ?? '', ...violations.flatMap((one) => [one.field, one.message])].join(' ');
const print = (): object => storePrint(join(rig.live.dir, 'controller', 'store.db'));
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const failures = (): unknown[] => events.heard.filter(({ event }) => event === 'call.failed');

function heapMib(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / MIB;
}

test('the walk has texts of every service that takes any, and knows what stands in them', () => {
  const services = new Set(texts.map(({ rpc }) => rpc.split('.')[0]));
  for (const service of [
    'Agent',
    'Audit',
    'Auth',
    'Enrolment',
    'Inventory',
    'Job',
    'System',
    'Trace',
    'User',
  ])
    expect([...services]).toContain(`${service}Service`);
  expect(texts.length).toBeGreaterThan(100);
  const [place] = texts.filter(({ path }) => path === 'operations[].create.fields{key}');
  expect(place?.put({ operations: [{ delete: {} }], why: 'w' }, 'k')).toEqual({
    ...{ operations: [{ create: { fields: { fields: { k: { stringValue: 'x' } } } } }], why: 'w' },
  });
});

describe('too much text', () => {
  test('of 1 MB in any rpc, of 100,000 characters in any field, is refused by the name of the field; nothing is kept', async () => {
    const [before, heapBefore] = [print(), heapMib()];
    for (const [at, place] of texts.entries()) {
      const text = 'x'.repeat(texts[at - 1]?.rpc === place.rpc ? 100_000 : 1_000_000);
      const error = await ask(place, place.type === 'TYPE_BYTES' ? Buffer.from(text) : text);
      const where = `${place.rpc} ${place.path}`;
      expect([where, error?.code]).toEqual([where, 'INVALID_INPUT']);
      const named = error?.violations.some(({ field }) => field.includes(snakeCase(place.field)));
      expect([where, named]).toEqual([where, true]);
      expect(wordsOf(error ?? expect.unreachable()).length).toBeLessThan(500);
    }
    expect(print()).toEqual(before);
    expect(heapMib() - heapBefore).toBeLessThan(16);
    expect(failures()).toEqual([]);
  });

  test('of 60,000 characters, which only the rooms refuse, changes nothing and comes back in no error', async () => {
    const before = print();
    const text = 'x'.repeat(60_000);
    for (const place of texts.filter(({ type }) => type === 'TYPE_STRING')) {
      const error = await ask(place, text);
      if (!error) continue;
      const where = `${place.rpc} ${place.path}: ${error.code}`;
      expect(where).not.toMatch(/INTERNAL|TIMEOUT|UNAVAILABLE/);
      expect([where, wordsOf(error).length < 2500]).toEqual([where, true]);
    }
    expect(print()).toEqual(before);
    expect(failures()).toEqual([]);
  });

  test('of 10 MB, to any service, ends with RESOURCE_EXHAUSTED before it is read; the next call is served', async () => {
    const serviceOf = ({ rpc }: Place): string | undefined => rpc.split('.')[0];
    const first = texts.filter(
      (place, i) => texts.findIndex((one) => serviceOf(one) === serviceOf(place)) === i,
    );
    expect(first.length).toBeGreaterThan(8);
    const text = 'x'.repeat(10_000_000);
    for (const place of first) {
      const bytes = protos().call(place.rpc).request.encode(requestOf(place, text));
      const { code } = await raw.call(place.rpc, bytes);
      expect([place.rpc, code]).toEqual([place.rpc, RESOURCE_EXHAUSTED]);
    }
    await expect(rig.live.admin.unary('SystemService.GetStatus', {})).resolves.toMatchObject({
      agentsOnline: 1,
    });
  });
});

const STEERING = 'a\ud800\u0000\n\u001b[31m\u009b\u202e\u2066b';
const ODD: Readonly<Record<string, readonly unknown[]>> = {
  TYPE_STRING: ['__proto__', STEERING],
  TYPE_BYTES: [Buffer.alloc(0), Buffer.from([255, 0])],
  TYPE_INT32: [2_147_483_647],
  TYPE_INT64: ['-9223372036854775808', '9223372036854775807'],
  TYPE_DOUBLE: [Number.NaN, Number.POSITIVE_INFINITY, -1e308],
  TYPE_ENUM: [99, -1],
  TYPE_BOOL: [true],
};
/** What asks the agent goes first: further on the walk bans and deletes the one that there is. */
const ASKING = 'HostKeyService.';
const agentFirst = [true, false].flatMap((is) => places.filter(({ rpc }) => rpc.startsWith(ASKING) === is));
/** Passwords are slow to check, on purpose. */
const SLOW = ['AuthService.Login', 'UserService.SetPassword'];

describe('odd values', () => {
  test('in any field of any rpc are taken as data or refused in one clean line', async () => {
    const keys = Object.getOwnPropertyNames(Object.prototype).length;
    for (const place of agentFirst) {
      const all = ODD[place.type] ?? expect.unreachable(`no odd values of ${place.type}`);
      for (const value of SLOW.includes(place.rpc) ? all.slice(0, 1) : all) {
        const error = await ask(place, value);
        if (!error) continue;
        const where = `${place.rpc} ${place.path} ${JSON.stringify(value)}: ${error.code}`;
        expect(where).not.toMatch(/: (INTERNAL|TIMEOUT|UNAVAILABLE|STORE_\w+)$/);
        expect([
          where,
          [error.message, ...error.violations.map((one) => one.field + one.message)].filter(hasSteering),
        ]).toEqual([where, []]);
      }
    }
    expect(failures()).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(keys);
  });
  test.each([
    ['an enum value that nobody knows', 'TYPE_ENUM', 99],
    ['a number that is none', 'TYPE_DOUBLE', Number.NaN],
  ])('%s is refused by the name of its field, and not taken for "not set"', async (_, type, value) => {
    for (const place of places.filter((one) => one.type === type)) {
      const error = await ask(place, value);
      // Of a list with its place in it.
      const fields = error?.violations.map(({ field }) =>
        field
          .split('.')
          .at(-1)
          ?.replace(/\[\d+\]$/, ''),
      );
      expect([place.rpc, error?.code, fields]).toEqual([
        place.rpc,
        'INVALID_INPUT',
        [snakeCase(place.field)],
      ]);
    }
  });

  test('times beyond any clock are refused wherever a time is asked', async () => {
    const times = places.filter(({ path }) => /\.(seconds|nanos)$/.test(path));
    expect(times.length).toBeGreaterThan(4);
    for (const place of times) {
      for (const value of place.field === 'nanos'
        ? [-1, 1_000_000_000]
        : ['-62135596801', '253402300800', '9223372036854775807']) {
        const error = await ask(place, value);
        expect([place.rpc, place.path, value, error?.code]).toEqual([
          place.rpc,
          place.path,
          value,
          'INVALID_INPUT',
        ]);
      }
    }
  });

  test('sizes of pages and waits below nothing are refused', async () => {
    const sizes = places.filter(({ field }) => ['pageSize', 'timeoutMs', 'ttlSeconds'].includes(field));
    expect(sizes.length).toBeGreaterThan(8);
    for (const place of sizes) {
      const error = await ask(place, -1);
      const named = error?.violations.map(({ field }) => field.split('.').at(-1));
      expect([place.rpc, named]).toEqual([place.rpc, [snakeCase(place.field)]]);
    }
  });
});

describe('names of what every object has', () => {
  const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
  /** Of the same length as any key, since protobuf counts bytes. */
  const MARK = 'q';
  const withKey = (rpc: string, key: string): Buffer => {
    const mark = MARK.repeat(key.length);
    const [place] = places.filter((one) => one.rpc === rpc && one.path.endsWith('{key}'));
    const bytes = protos()
      .call(rpc)
      .request.encode(requestOf(place ?? expect.unreachable(), mark));
    return Buffer.from(bytes.toString('latin1').replaceAll(mark, key), 'latin1');
  };

  test.each(['InventoryService.ListRecords', 'InventoryService.WriteRecords'])(
    'as the key of a map of %s are names of no field, and change no prototype',
    async (rpc) => {
      const keys = Object.getOwnPropertyNames(Object.prototype).length;
      for (const key of KEYS) {
        const { code, message } = await raw.call(rpc, withKey(rpc, key));
        expect([key, code, message]).toEqual([key, 3, expect.stringMatching(/field/)]);
      }
      expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(keys);
      expect(failures()).toEqual([]);
    },
  );
});
