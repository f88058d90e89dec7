import { afterEach, describe, expect, test } from 'vitest';
import type { ChangeItem, ChangeSetView, PlanStep } from '../../../shared/model/index.ts';
import { changeItemToWire, changeSetToWire, planToWire } from '../../../shared/wire/index.ts';
import { campus } from '../testing/campus.ts';
import { type FakeController, NOW_MS } from '../testing/fake-controller.ts';
import { FakePlans } from '../testing/fake-plans.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterEach(removeWorlds);

const ID = '06gp2q8c4xk0t5d9e1wz7m3nya';

const set: ChangeSetView = {
  ...{
    id: ID,
    at: NOW_MS - 60_000,
    endedAt: NOW_MS - 59_000,
    by: 'user:ann',
    why: 'ticket 7',
    origin: 'plan',
  },
  ...{
    plan: '7f3c2a91b0d4ffff',
    title: 'import of switches.csv',
    state: 'partly',
    sites: ['ams1'],
    undoes: '',
  },
  counts: {
    ...{ create: 1, update: 1, delete: 1, link: 0, unlink: 0, adopt: 0 },
    ...{ failed: 1, stale: 0, unknown: 0, skipped: 0 },
  },
  undoneBy: [],
};

function item(no: number, change: Partial<ChangeItem>): ChangeItem {
  return {
    ...{
      no,
      action: 'update',
      store: 'records',
      kind: 'switch',
      key: `ams1/switch/sw${no}`,
      name: `ams1/sw${no}`,
    },
    ...{
      site: 'ams1',
      before: { name: 'old' },
      after: { name: `sw${no}` },
      token: '',
      state: 'verified',
      noUndo: '',
    },
    ...change,
  };
}

const items: readonly ChangeItem[] = [
  item(1, { action: 'delete', after: null }),
  item(2, { action: 'create', before: null, after: { name: 'sw2', floor: 'ams1/floor/f1' } }),
  item(3, {}),
  item(4, { state: 'failed' }),
];

function step(no: number, change: Partial<PlanStep> = {}): PlanStep {
  return {
    ...{
      no,
      action: 'update',
      standing: 'ready',
      store: 'records',
      kind: 'switch',
      key: `ams1/switch/sw${no}`,
    },
    ...{
      name: `ams1/sw${no}`,
      site: 'ams1',
      cause: { type: 'undo', text: ID },
      token: '',
      needs: [],
      noUndo: '',
    },
    ...{ before: { name: `sw${no}` }, after: { name: 'old' }, risk: 'low' },
    ...change,
  };
}

const theirs = step(9, {
  ...{ standing: 'conflict' },
  reason: { code: 'changed-since', message: 'name is "x", was "y": changed by user:bob', override: '' },
});

/** A controller whose undo comes to these steps. */
function undoing(...steps: PlanStep[]): FakeController {
  const api = campus();
  const plans = new FakePlans(api);
  Object.assign(api.more, {
    'ChangeService.ListChangeSets': () => ({ changeSets: [changeSetToWire(set)], nextPageToken: '' }),
    'ChangeService.ListChangeItems': () => ({ items: items.map(changeItemToWire), nextPageToken: '' }),
    'ChangeService.RevertChangeSet': () => {
      const of = { planner: 'revert', title: 'undo of import of switches.csv', of: ID } as const;
      return { plan: planToWire(plans.add(steps, of).view) };
    },
  });
  return api;
}

describe('history ls', () => {
  test('without a record lists change sets', async () => {
    const api = undoing();
    const world = await testWorld({ api });
    expect(await world.shown('history', 'ls', '--filter', 'by=user:ann')).toMatchInlineSnapshot(`
      "exit 0
      CHANGE-SET                  BY        STATE   CHANGES                                  AGE
      06gp2q8c4xk0t5d9e1wz7m3nya  user:ann  partly  1 added, 1 changed, 1 deleted, 1 failed  60s
      "
    `);
    expect(api.requestsOf('ChangeService.ListChangeSets')).toMatchObject([{ filter: 'by=user:ann' }]);
    expect(await world.shown('history', 'ls', '-o', 'csv')).toContain(`\n${ID},2027-01-15T07:59:00.000Z,`);
    expect(await world.shown('history', 'ls', '-o', 'name')).toContain(ID);
  });
});

describe('history show', () => {
  test('of a change set has a line for each thing, deletions after the others, what it comes to last', async () => {
    const api = undoing();
    Object.assign(api.more, { 'ChangeService.GetChangeSet': () => ({ changeSet: changeSetToWire(set) }) });
    const world = await testWorld({ api });
    expect(await world.shown('--utc', 'history', 'show', ID)).toMatchInlineSnapshot(`
      "exit 0
      What:   import of switches.csv
      When:   2027-01-15 07:59:00 UTC
      By:     user:ann
      Why:    ticket 7
      State:  partly
      Sites:  ams1
      Plan:   7f3c2a91b0d4

          2 + add    ams1/sw2  floor ams1/floor/f1
          3 ~ change ams1/sw3  name old > sw3
          4 ~ change ams1/sw4  failed  name old > sw4
          1 - delete ams1/sw1
      Change set 06gp2q8c4xk0t5d9e1wz7m3nya: 1 added, 1 changed, 1 deleted, 1 failed
      stderr:
      undo: wayside history revert 06gp2q8c4xk0t5d9e1wz7m3nya
      "
    `);
    expect(await world.run('history', 'show', ID, '-o', 'json')).toBe(0);
    expect(JSON.parse(world.out().slice(world.out().indexOf('{')))).toMatchObject({
      changeSet: { id: ID, title: 'import of switches.csv' },
      items: [{ number: 2 }, { number: 3 }, { number: 4, state: 'RUN_STATE_FAILED' }, { number: 1 }],
    });
    expect(await world.shown('history', 'show', ID, '--limit', '1')).toContain(
      'and 2 more; --limit 0 shows all',
    );
  });
});

describe('history revert', () => {
  test('shows the plan, applies it, and says how that is undone', async () => {
    const api = undoing(step(1), step(2));
    const world = await testWorld({ api });
    expect(
      await world.shown('history', 'revert', ID, '--only', '1-2', '--why', 'mistake', '--yes'),
    ).toMatchInlineSnapshot(`
      "exit 0
      switch (records)
          1 ~ change ams1/sw1  name sw1 > old
          2 ~ change ams1/sw2  name sw2 > old
      Plan 1ff56a8d1eff: 2 to change; base 8841; expires in 24h
      2 changed; change set cs-1
      stderr:
      undo of import of switches.csv
      apply run1 running
      undo: wayside history revert cs-1
      "
    `);
    expect(api.requestsOf('ChangeService.RevertChangeSet')).toMatchObject([
      { id: ID, only: [1, 2], why: 'mistake' },
    ]);
    expect(api.requestsOf('PlanService.ApplyPlan')).toHaveLength(1);
  });

  test('is done in part where somebody else changed something since, and not at all where all of it is so: 5 and 7', async () => {
    const some = await testWorld({ api: undoing(step(1), theirs) });
    expect(await some.run('history', 'revert', ID, '--yes')).toBe(5);
    expect(some.out()).toContain('CONFLICT: name is "x", was "y": changed by user:bob');
    const api = undoing(theirs);
    const all = await testWorld({ api });
    expect(await all.run('history', 'revert', ID, '--yes')).toBe(7);
    expect(api.requestsOf('PlanService.ApplyPlan')).toHaveLength(0);
    const none = await testWorld({ api: undoing() });
    expect(await none.shown('history', 'revert', ID, '--yes')).toContain(
      'nothing to undo: all is as it was before',
    );
  });

  test('with --dry-run shows the plan and applies nothing', async () => {
    const api = undoing(step(1));
    const world = await testWorld({ api });
    expect(await world.shown('history', 'revert', ID, '--dry-run')).toContain('next: wayside apply ');
    expect(await world.run('history', 'revert', ID, '--dry-run', '-o', 'json')).toBe(0);
    expect(api.requestsOf('PlanService.ApplyPlan')).toHaveLength(0);
  });

  test('asks on a terminal, and says what is missing elsewhere', async () => {
    const api = undoing(step(1));
    const world = await testWorld({ api, tty: true, stdin: 'n\n' });
    expect(await world.run('history', 'revert', ID)).not.toBe(0);
    expect(world.err()).toMatch(/Apply plan [0-9a-f]{12}: 1 to change\?/);
    expect(world.err()).toMatch(/plan ([0-9a-f]{12}) is kept until 2027-01-16 [\d:]+.*: wayside apply \1\n/);
    const piped = await testWorld({ api });
    expect(await piped.run('history', 'revert', ID)).toBe(2);
    expect(piped.err()).toContain('--yes');
    expect(await piped.run('history', 'revert', ID, '--yes', '--only', 'kind=switch')).toBe(2);
    expect(api.requestsOf('PlanService.ApplyPlan')).toHaveLength(0);
  });
});
