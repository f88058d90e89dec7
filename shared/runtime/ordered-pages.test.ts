import { describe, expect, it } from 'vitest';
import { type RowOrder, rowFields, rowOrder } from '../model/index.ts';
import { ManualClock } from './manual-clock.ts';
import { ORDERED_KEEP_MS, type OrderedPage, OrderedPages } from './ordered-pages.ts';
import { seededRandom } from './random.ts';

const ROWS_MAX = 20_000;

interface Row {
  readonly id: string;
  readonly name: string;
}

const fields = rowFields<Row>({ name: ({ name }) => name });

function byName(direction = ''): RowOrder<Row> {
  const order = rowOrder(`name ${direction}`, fields);
  return order ?? expect.fail('no order');
}

class Bench {
  readonly clock: ManualClock = new ManualClock();
  readonly pages: OrderedPages = new OrderedPages(this.clock, seededRandom(1), {
    rowsMax: ROWS_MAX,
  });
  readonly rows = new Map<string, Row>();
  scans = 0;

  put(...names: readonly string[]): void {
    for (const name of names) this.rows.set(`id-${name}`, { id: `id-${name}`, name });
  }

  page(
    after: string | undefined,
    { size = 2, who = 'ann', order = byName(), signal = undefined as AbortSignal | undefined } = {},
  ): Promise<OrderedPage<Row>> {
    const question = { asked: { who }, size, after, signal };
    const { rows } = this;
    return this.pages.page<Row>(question, {
      order,
      rows: () => {
        this.scans += 1;
        return [...rows.values()];
      },
      id: ({ id }) => id,
      read: (id) => rows.get(id),
    });
  }

  /** Ids of all pages, with `between` called after each. */
  async ids(between: () => void = () => undefined): Promise<readonly string[]> {
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await this.page(after);
      found.push(...page.rows.map(({ id }) => id));
      ({ after } = page);
      between();
    } while (after !== undefined);
    return found;
  }
}

describe('pages in an order of their own', () => {
  it('show each row once, in order, and look at all rows once', async () => {
    const bench = new Bench();
    bench.put('n10', 'n9', 'n1', 'n2', 'n11');
    expect(await bench.ids()).toEqual(['id-n1', 'id-n2', 'id-n9', 'id-n10', 'id-n11']);
    expect(bench.scans).toBe(1);
    expect((await bench.page(undefined, { order: byName('desc') })).rows.map(({ name }) => name)).toEqual([
      'n11',
      'n10',
    ]);
  });

  it('hold the order of the first page: what is renamed across it comes once, what is gone not at all', async () => {
    const bench = new Bench();
    bench.put('a', 'b', 'c', 'd', 'e', 'f');
    let turn = 0;
    const found = await bench.ids(() => {
      turn += 1;
      // One that was shown goes behind, one that was not comes before, one goes, one comes.
      if (turn !== 1) return;
      bench.rows.set('id-a', { id: 'id-a', name: 'z' });
      bench.rows.set('id-f', { id: 'id-f', name: '0' });
      bench.rows.delete('id-d');
      bench.put('b2');
    });
    expect(found).toEqual(['id-a', 'id-b', 'id-c', 'id-e', 'id-f']);
  });

  it('give the same page for the same token, also the last one', async () => {
    const bench = new Bench();
    bench.put('a', 'b', 'c');
    const { after } = await bench.page(undefined);
    expect(await bench.page(after)).toEqual({ rows: [{ id: 'id-c', name: 'c' }], after: undefined });
    expect(await bench.page(after)).toEqual({ rows: [{ id: 'id-c', name: 'c' }], after: undefined });
    expect(bench.scans).toBe(1);
  });

  it('go on behind the last row when the list was forgotten', async () => {
    const bench = new Bench();
    bench.put('a', 'b', 'c', 'd');
    const { after } = await bench.page(undefined);
    bench.clock.advance(ORDERED_KEEP_MS + 1);
    bench.rows.delete('id-b');
    bench.put('aa', 'bb');
    const page = await bench.page(after, { size: 9 });
    expect(page.rows.map(({ name }) => name)).toEqual(['bb', 'c', 'd']);
    expect(bench.scans).toBe(2);
  });

  it("never go on with somebody else's list", async () => {
    const bench = new Bench();
    bench.put('a', 'b', 'c', 'd');
    const { after } = await bench.page(undefined);
    await bench.page(after, { who: 'bob' });
    expect(bench.scans).toBe(2);
  });

  it('keep a bounded number of rows, and forget the list that was used least recently', async () => {
    const bench = new Bench();
    for (let i = 0; i < ROWS_MAX / 2; i += 1) bench.put(`n${i}`);
    const first = await bench.page(undefined, { who: 'ann' });
    await bench.page(undefined, { who: 'bob' });
    await bench.page(first.after, { who: 'ann' });
    expect(bench.scans).toBe(2);
    await bench.page(undefined, { who: 'cid' });
    await bench.page(first.after, { who: 'ann' });
    expect(bench.scans).toBe(3);
    bench.put(...Array.from({ length: ROWS_MAX / 2 + 1 }, (_, i) => `m${i}`));
    await expect(bench.page(undefined)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('let others go first, and stop when nobody waits for them any more', async () => {
    const bench = new Bench();
    for (let i = 0; i < 20_000; i += 1) bench.put(`n${i}`);
    let turns = 0;
    let running = true;
    const tick = (): void => {
      turns += 1;
      if (running) setImmediate(tick);
    };
    setImmediate(tick);
    await bench.page(undefined);
    running = false;
    expect(turns).toBeGreaterThan(50);
    const leave = new AbortController();
    const page = bench.page(undefined, { signal: leave.signal });
    leave.abort(new Error('gone'));
    await expect(page).rejects.toThrow('gone');
  });

  it.each(['', '{}', '[]', '["x",-1,"a",[]]', '["x",1,"a",[{}]]', 'null'])(
    'refuse the place %j',
    async (after) => {
      await expect(new Bench().page(after)).rejects.toMatchObject({ code: 'INVALID_TOKEN_FORMAT' });
    },
  );
});
