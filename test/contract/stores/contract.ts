/** What every store promises to those that carry plans out on it. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import type {
  JsonObject,
  ObjectChange,
  StoreCapabilities,
  StoredObject,
} from '../../../shared/model/index.ts';
import { Bench, keyOf, word } from './bench.ts';
import type { NextFault, StoreRig } from './rig.ts';

const SEED = Number(process.env['SEED'] ?? 20_261_122);
const RUNS = 25;
const TEXTS = [
  '',
  ' ',
  'Zürich – Straße',
  '交换机 🛰️',
  "'; DROP TABLE things; --",
  '"',
  '%_\\',
  'a\nb\tc',
  'null',
];
const BIG_CHARS = 100_000;

export interface StoreCase {
  readonly make: () => StoreRig;
  /** Of the faults, those that this store can be made to show; the suite fails when a rig has others. */
  readonly faults: readonly NextFault[];
  /** Where it differs from most: tests that make no sense for it do not exist. */
  readonly can?: Partial<Can>;
}

type Can = Pick<StoreCapabilities, 'assignsKeys' | 'conditional' | 'delete'>;
const USUAL: Can = { assignsKeys: false, conditional: true, delete: true };

export function storeContract(name: string, { make, faults, can: differs = {} }: StoreCase): void {
  const can = { ...USUAL, ...differs };
  describe(`a store keeps what it promises: ${name} (seed ${SEED})`, () => {
    let bench: Bench;
    beforeEach(() => {
      bench = new Bench(make());
    });
    afterEach(() => bench.rig.stop());

    readsAndLists(() => bench);
    writes(() => bench);
    it('can what its tests are chosen by', () => expect(bench.can).toMatchObject(can));
    conditions(() => bench, can);
    flags(() => bench);
    if (!can.assignsKeys) batches(() => bench, can);
    surprises(() => bench, faults);
    repeats(make);
  });
}

function readsAndLists(bench: () => Bench): void {
  it('reads things in the order of the keys that are asked for, and tells what is not there', async () => {
    const { rig, context } = bench();
    const [first, second] = [bench().given(1), bench().given(2)];
    const keys = [second, bench().key(9), first, second].map((key) => ({ kind: rig.kind, key }));
    const found = await rig.store.read(keys, context);
    expect(found.map((one) => one?.key)).toEqual([second, undefined, first, second]);
    expect(found[2]).toMatchObject({ kind: rig.kind, fields: { name: 'thing 1', size: 1 } });
    expect(await rig.store.read([{ kind: 'no such kind', key: first }], context)).toEqual([undefined]);
    expect(await rig.store.read([], context)).toEqual([]);
  });

  it('lists all things in pages, each once, and a short page only at the end', async () => {
    const wanted = Array.from({ length: 11 }, (_, no) => bench().given(no));
    for (const limit of [1, 4, 11, 50]) {
      const found: StoredObject[] = [];
      for (let after = ''; ; ) {
        const page = await bench().page(after, limit);
        found.push(...page);
        const last = page.at(-1);
        if (!last || page.length < limit) break;
        after = last.key;
      }
      expect(
        found.map(({ key }) => key),
        `pages of ${limit}`,
      ).toEqual(wanted);
      expect(found[3]).toEqual(await bench().read(wanted[3] ?? ''));
    }
  });
}

function writes(bench: () => Bench): void {
  it('creates, updates and deletes, and reads back what it answered', async () => {
    const [made] = await bench().write(bench().create(bench().key(1), { name: 'one', size: 1, on: true }));
    const key = keyOf(made);
    expect(made).toMatchObject({ state: 'done', token: (await bench().read(key))?.token });
    const [changed] = await bench().write(bench().update(key, { size: 2, note: 'x' }));
    expect(word(changed)).toBe('done');
    expect(bench().rig.all()).toEqual({ [key]: { name: 'one', size: 2, on: true, note: 'x' } });
    if (!bench().can.delete) return;
    expect(word((await bench().write(bench().delete(key)))[0])).toBe('done');
    expect(bench().rig.all()).toEqual({});
    expect(await bench().read(key)).toBeUndefined();
  });

  it('takes a field away that becomes null, and leaves those alone that are not named', async () => {
    const key = bench().given(1, { name: 'one', note: 'x', size: 5 });
    expect(word((await bench().write(bench().update(key, { note: null })))[0])).toBe('done');
    expect((await bench().read(key))?.fields).toEqual({ name: 'one', size: 5 });
  });

  it.each(TEXTS)('keeps %j as it is, as a value', async (text) => {
    const key = keyOf((await bench().write(bench().create(bench().key(1), { name: 'x', note: text })))[0]);
    expect((await bench().read(key))?.fields['note']).toBe(text);
    expect(Object.keys(bench().rig.all())).toEqual([key]);
  });

  it('keeps big texts and numbers to their last digit', async () => {
    const fields = { name: 'ü'.repeat(BIG_CHARS), size: Number.MAX_SAFE_INTEGER };
    const key = keyOf((await bench().write(bench().create(bench().key(1), fields)))[0]);
    expect((await bench().read(key))?.fields).toEqual(fields);
    await bench().write(bench().update(key, { size: Number.MIN_SAFE_INTEGER }));
    expect((await bench().read(key))?.fields['size']).toBe(Number.MIN_SAFE_INTEGER);
  });

  it('gives a thing another token with each write that changes it, whoever writes', async () => {
    const key = bench().given(1);
    const tokens = [(await bench().read(key))?.token];
    for (const size of [7, 8]) {
      await bench().write(bench().update(key, { size }));
      tokens.push((await bench().read(key))?.token);
    }
    bench().rig.put(key, { name: 'by somebody else' });
    tokens.push((await bench().read(key))?.token);
    expect(new Set(tokens).size).toBe(4);
    expect((await bench().read(key))?.token).toBe(tokens[3]);
  });
}

function conditions(bench: () => Bench, can: Can): void {
  if (!can.assignsKeys)
    it('refuses to create what is there, and to change or delete what is not', async () => {
      const key = bench().given(1);
      const before = bench().rig.all();
      const gone = bench().key(2);
      for (const [change, code] of [
        [bench().create(key, { name: 'again' }), 'ALREADY_EXISTS'],
        [bench().update(gone, { name: 'x' }), 'NOT_FOUND'],
        [bench().delete(gone), bench().can.delete ? 'NOT_FOUND' : 'UNSUPPORTED'],
        [{ ...bench().create(gone, { name: 'x' }), kind: 'no such kind' }, 'NOT_FOUND'],
      ] as const) {
        expect(word((await bench().write(change))[0])).toBe(code);
      }
      expect(bench().rig.all()).toEqual(before);
    });

  if (can.conditional)
    it('refuses to change or delete what has changed since it was read', async () => {
      const key = bench().given(1);
      const token = (await bench().read(key))?.token ?? '';
      bench().rig.put(key, { name: 'by somebody else' });
      const deleted = bench().can.delete ? [bench().delete(key, token)] : [];
      for (const change of [bench().update(key, { size: 1 }, token), ...deleted])
        expect(word((await bench().write(change))[0])).toBe('STALE_ETAG');
      expect(bench().rig.all()).toEqual({ [key]: { name: 'by somebody else' } });
      const fresh = (await bench().read(key))?.token ?? '';
      expect(word((await bench().write(bench().update(key, { size: 1 }, fresh)))[0])).toBe('done');
      expect(word((await bench().write(bench().update(key, { size: 2 }, fresh)))[0])).toBe('STALE_ETAG');
    });
}

function flags(bench: () => Bench): void {
  it('says what it can, and of a kind that it does not have nothing', () => {
    expect(bench().rig.store.capabilities(bench().rig.kind)).toEqual(bench().can);
    expect(bench().rig.store.capabilities('no such kind')).toBeUndefined();
  });

  it('refuses what it says that it cannot, and changes nothing', async () => {
    const key = bench().given(1);
    const token = (await bench().read(key))?.token ?? '';
    const before = bench().rig.all();
    const { can } = bench();
    const denied = [
      ...(can.create ? [] : [bench().create(bench().key(2), { name: 'x' })]),
      ...(can.update ? [] : [bench().update(key, { name: 'x' })]),
      ...(can.delete ? [] : [bench().delete(key)]),
      ...(can.conditional ? [] : [bench().update(key, { name: 'x' }, token)]),
    ];
    for (const change of denied) expect(word((await bench().write(change))[0])).toBe('UNSUPPORTED');
    expect(bench().rig.all()).toEqual(before);
  });

  it('takes as many changes in one call as it says, and not one more', async () => {
    const { batchMax } = bench().can;
    const changes = Array.from({ length: batchMax + 1 }, (_, no) =>
      bench().create(bench().key(no), { name: `n${no}` }),
    );
    const answers = await bench().write(...changes);
    expect(new Set(answers.map(word))).toEqual(new Set(['INVALID_INPUT']));
    expect(answers).toHaveLength(changes.length);
    expect(bench().rig.all()).toEqual({});
    expect((await bench().write(...changes.slice(1))).every(({ state }) => state === 'done')).toBe(true);
    expect(Object.keys(bench().rig.all())).toHaveLength(batchMax);
  });

  it('makes keys of its own where it says so, and takes those that it is given otherwise', async () => {
    const [first, second] = await bench().write(
      bench().create(bench().key(1), { name: 'a' }),
      bench().create(bench().key(2), { name: 'b' }),
    );
    const keys = [keyOf(first), keyOf(second)];
    expect(Object.keys(bench().rig.all()).sort()).toEqual([...keys].sort());
    if (!bench().can.assignsKeys) expect(keys).toEqual([bench().key(1), bench().key(2)]);
  });
}

function batches(bench: () => Bench, can: Can): void {
  if (can.delete)
    it('makes the changes of a batch in their order, so that one may build on another', async () => {
      const [key, other] = [bench().key(1), bench().key(2)];
      const answers = await bench().write(
        bench().create(key, { name: 'one', size: 1 }),
        bench().update(key, { size: 2 }),
        bench().create(other, { name: 'two' }),
        bench().delete(key),
        bench().create(key, { name: 'three' }),
      );
      expect(answers.map(word)).toEqual(['done', 'done', 'done', 'done', 'done']);
      expect(bench().rig.all()).toEqual({ [key]: { name: 'three' }, [other]: { name: 'two' } });
      expect(await bench().write()).toEqual([]);
    });

  it('does a batch whole or not at all where it says so, and else all but what it refuses', async () => {
    const key = bench().given(1);
    const [second, third] = [bench().key(2), bench().key(3)];
    const answers = await bench().write(
      bench().create(second, { name: 'two' }),
      bench().create(key, { name: 'again' }),
      bench().create(third, { name: 'three' }),
    );
    const there = Object.keys(bench().rig.all()).sort();
    if (bench().can.atomicBatch) {
      expect(answers.map(word)).toEqual(['NOTHING_SENT', 'ALREADY_EXISTS', 'NOTHING_SENT']);
      expect(there).toEqual([key]);
    } else {
      expect(answers.map(word)).toEqual(['done', 'ALREADY_EXISTS', 'done']);
      expect(there).toEqual([key, second, third]);
    }
  });
}

/** What is so after a fault: the change was made, was not, or either was but is told truly by reading. */
const AFTER: Readonly<Record<NextFault, { readonly words: string; readonly size: number }>> = {
  refuse: { words: 'refused for good', size: 1 },
  transient: { words: 'refused for now', size: 1 },
  'lose-answer': { words: 'thrown', size: 2 },
  'lose-request': { words: 'thrown', size: 1 },
  lie: { words: 'done', size: 1 },
};

function surprises(bench: () => Bench, faults: readonly NextFault[]): void {
  it('begins nothing once it is told to stop', async () => {
    const key = bench().given(1);
    const context = { signal: AbortSignal.abort(new WaysideError('CANCELLED', 'stop')) };
    const { store, kind } = bench().rig;
    await expect(store.write([bench().update(key, { size: 9 })], context)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    await expect(store.read([{ kind, key }], context)).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(store.list({ kind, afterKey: '', limit: 1 }, context)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(bench().rig.all()[key]).toMatchObject({ size: 1 });
  });

  it('can be made to show the faults that its case names', () => {
    expect(Object.keys(bench().rig.faults ?? {}).sort()).toEqual([...faults].sort());
  });

  it.each(faults)(
    'of a write with the fault "%s" says no more than it knows, and reads the truth',
    async (fault) => {
      const key = bench().given(1);
      bench().rig.faults?.[fault]?.();
      const { words, size } = AFTER[fault];
      const said = await bench()
        .write(bench().update(key, { size: 2 }))
        .then(
          ([answer]) => {
            if (answer?.state !== 'refused') return answer?.state;
            return new WaysideError(answer.error.code, '').retryable ? 'refused for now' : 'refused for good';
          },
          () => 'thrown',
        );
      expect(said).toBe(words);
      expect((await bench().read(key))?.fields['size']).toBe(size);
      expect(bench().rig.all()[key]?.['size']).toBe(size);
      // It was once: the same change goes through now.
      expect(word((await bench().write(bench().update(key, { size: 3 })))[0])).toBe('done');
    },
  );
}

interface Move {
  readonly op: ObjectChange['op'];
  readonly no: number;
  readonly size: number;
}

const moves = fc.array(
  fc.record({
    op: fc.constantFrom('create' as const, 'update' as const, 'delete' as const),
    no: fc.integer({ min: 0, max: 4 }),
    size: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 20 },
);

function repeats(make: () => StoreRig): void {
  it('gives the same answers to the same changes, and holds what they come to', async () => {
    await fc.assert(
      fc.asyncProperty(moves, async (script) => {
        const [first, second] = [make(), make()];
        try {
          const told = await play(new Bench(first), script);
          expect(await play(new Bench(second), script)).toEqual(told);
          expect(second.all()).toEqual(first.all());
        } finally {
          first.stop();
          second.stop();
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
}

/** What it answered, checked against a map that does the same. */
async function play(bench: Bench, script: readonly Move[]): Promise<readonly unknown[]> {
  const model = new Map<string, JsonObject>();
  const { can, rig } = bench;
  const told: unknown[] = [];
  for (const { op, no, size } of script.filter((move) => can[move.op])) {
    const key = rig.key(no);
    const change = op === 'delete' ? bench.delete(key) : bench[op](key, { name: `n${no}`, size });
    const [answer] = await bench.write(change);
    const isThere = model.has(key);
    const isFree = can.assignsKeys || !isThere;
    const wanted = op === 'create' ? (isFree ? 'done' : 'ALREADY_EXISTS') : isThere ? 'done' : 'NOT_FOUND';
    expect(word(answer), `${op} ${key}`).toBe(wanted);
    if (wanted === 'done' && op === 'delete') model.delete(key);
    else if (wanted === 'done')
      model.set(keyOf(answer), { ...model.get(keyOf(answer)), name: `n${no}`, size });
    told.push(answer);
  }
  expect(rig.all()).toEqual(Object.fromEntries(model));
  return told;
}
