import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { planToWire, type RecordConflictView, recordConflictToWire } from '../../../shared/wire/index.ts';
import { campus } from '../testing/campus.ts';
import type { FakeController } from '../testing/fake-controller.ts';
import { FakePlans } from '../testing/fake-plans.ts';
import { NOW_MS } from '../testing/fake-views.ts';
import { stepOf } from '../testing/plan-steps.ts';
import { removeWorlds, testWorld, words } from '../testing/test-host.ts';

afterAll(removeWorlds);

const SW3 = { site: 'ams1', kind: 'switch', id: 'sw3' } as const;

function conflict(id: string, field: string, more: Partial<RecordConflictView> = {}): RecordConflictView {
  return {
    ...{ ref: SW3, name: 'ams1-f2-sw03', rule: 'manual', proposed: undefined, reason: 'the rule is manual' },
    conflict: {
      ...{ id, field },
      values: [
        { value: 'core two', origin: 'be21n.1', by: 'user:ben', at: NOW_MS - 60_000 },
        { value: 'core', origin: 'a55e7.2', by: 'user:ann', at: NOW_MS - 3_600_000 },
      ],
    },
    ...more,
  };
}

const NAME = conflict('4k7m2p9xabcdefghjkmnpqrstv', 'name');
const FLOOR = conflict('9zzm2p9xabcdefghjkmnpqrstv', 'description', {
  ...{ rule: 'newest', proposed: 'core two', reason: 'newest, by user:ben at be21n.1' },
});
const GONE = conflict('7ggm2p9xabcdefghjkmnpqrstv', 'deleted');

let api: FakeController;
let plans: FakePlans;
let open: readonly RecordConflictView[];

beforeEach(() => {
  api = campus();
  plans = new FakePlans(api);
  open = [NAME, FLOOR, GONE];
  Object.assign(api.more, {
    'ConflictService.ListConflicts': ({ pageSize = 50, pageToken = '0' }) => {
      const from = Number(pageToken || 0);
      const rest = from + pageSize < open.length ? String(from + pageSize) : '';
      return {
        conflicts: open.slice(from, from + pageSize).map(recordConflictToWire),
        nextPageToken: rest,
      };
    },
    'ConflictService.GetConflict': ({ id = '' }) => {
      const found = open.find((one) => one.conflict.id.startsWith(id));
      if (!found) throw new WaysideError('NOT_FOUND', `there is no conflict "${id}"`);
      return { conflict: recordConflictToWire(found) };
    },
    'ConflictService.ResolveConflict': () => {
      const before = { name: 'core two' };
      const step = stepOf({
        no: 1,
        action: 'update',
        key: 'ams1/switch/sw3',
        before,
        after: { name: 'core' },
      });
      return { plan: planToWire(plans.add([step], { planner: 'resolve' }).view) };
    },
  });
});

async function shown(line: string): Promise<string> {
  return (await testWorld({ api })).shown(...words(line));
}

function asked(): object | undefined {
  return api.requestsOf('ConflictService.ResolveConflict')[0] as object | undefined;
}

describe('conflict ls', () => {
  test('lists every value that contradicts, with the rule for it', async () => {
    const text = await shown('conflict ls');
    expect(text).toContain('4k7m2p9xabcd  ams1  switch  ams1-f2-sw03  name');
    expect(text).toContain('"core two" | core');
    expect(text).toContain('newest');
    expect(await shown('conflict ls -o name')).toContain(`${NAME.conflict.id}\n`);
  });

  test('stops at its limit and says so, and passes on what is asked for', async () => {
    expect(await shown('conflict ls --limit 2')).toContain('only the first 2; --limit 0 lists all');
    await shown('conflict ls --site ams1 --kind switch --filter decided=false --order-by name');
    expect(api.requestsOf('ConflictService.ListConflicts').at(-1)).toMatchObject({
      ...{ site: 'ams1', kind: 'switch', filter: 'decided=false', orderBy: 'name' },
    });
  });

  test('gives whole values to programs', async () => {
    const csv = await shown('conflict ls -o csv');
    expect(csv).toContain('id,record,name,field,values,origins,written_by,time,rule,proposed,reason');
    expect(csv).toContain('be21n.1 a55e7.2,user:ben user:ann,2027-01-15T07:59:00.000Z');
    const json = JSON.parse((await shown('conflict ls -o json')).replace(/^exit 0\n/, '')) as object;
    expect(json).toMatchObject({ conflicts: [{ conflict: { id: NAME.conflict.id } }, {}, {}] });
  });
});

test('conflict show tells who wrote each value, where and when, and what to type: S4.45', async () => {
  expect(await shown('conflict show 4k7m --utc')).toBe(`exit 0
Conflict:  4k7m2p9xabcdefghjkmnpqrstv
Record:    ams1/switch/sw3 (ams1-f2-sw03)
Field:     name
Shown:     "core two"  by user:ben at be21n.1, 2027-01-15 07:59:00 UTC
Other:     core  by user:ann at a55e7.2, 2027-01-15 07:00:00 UTC
Rule:      manual: the rule is manual
Proposed:  nothing: a person has to decide
Next:      wayside conflict resolve 4k7m2p9xabcd --take a55e7.2
`);
  expect(await shown('conflict show 9zzm')).toContain('wayside conflict resolve 9zzm2p9xabcd --take rule\n');
  expect(await shown('conflict show 7ggm')).toContain('Shown:     kept');
  expect(await shown('conflict show none')).toMatch(/^exit 3\n/);
});

describe('conflict resolve', () => {
  test('makes a plan, applies it, and tells the way back: S4.45', async () => {
    expect(await shown('conflict resolve 4k7m --take a55e7 --yes --why "on its label"')).toMatch(
      /^exit 0\n1 changed; change set cs-1\n[\s\S]*undo: wayside history revert cs-1\n$/,
    );
    expect(asked()).toMatchObject({ id: NAME.conflict.id, origin: 'a55e7', why: 'on its label' });
  });

  test('takes what the rule proposes, or a value of the type of the field', async () => {
    for (const [line, take] of [
      ['9zzm --take rule', { proposed: true }],
      ['4k7m --value core-1', { value: { stringValue: 'core-1' } }],
      ['4k7m --value ""', { value: { nullValue: 'NULL_VALUE' } }],
      ['7ggm --value deleted', { value: { boolValue: true } }],
      ['7ggm --value kept', { value: { boolValue: false } }],
    ] as const) {
      api.calls.length = 0;
      expect(await shown(`conflict resolve ${line} --yes`)).toMatch(/^exit 0\n/);
      expect(asked()).toMatchObject(take);
    }
    expect(await shown('conflict resolve 7ggm --value perhaps --yes')).toContain('deleted or kept');
  });

  test('with --dry-run says what would be, and applies nothing', async () => {
    const text = await shown('conflict resolve 4k7m --take a55e7 --dry-run');
    expect(text).toContain('name of ams1/switch/sw3 would be core\n');
    expect(asked()).toMatchObject({ validateOnly: true });
    expect(api.requestsOf('PlanService.ApplyPlan')).toEqual([]);
  });

  test('wants one thing to take, and a yes where nobody can be asked', async () => {
    expect(await shown('conflict resolve 4k7m --yes')).toContain('give either --take or --value');
    expect(await shown('conflict resolve 4k7m --take a --value b --yes')).toMatch(/^exit 2\n/);
    expect(await shown('conflict resolve 4k7m --take a55e7')).toContain('--yes');
    expect(asked()).toBeUndefined();
  });

  test('ends as a conflict when somebody else was faster', async () => {
    plans.fails = () => ({ state: 'stale', error: undefined });
    expect(await shown('conflict resolve 4k7m --take a55e7 --yes')).toMatch(/^exit 7\n/);
  });
});
