import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import type { PlanStep, RunStepState } from '../../../shared/model/index.ts';
import { campus } from '../testing/campus.ts';
import type { FakeController } from '../testing/fake-controller.ts';
import { FakePlans } from '../testing/fake-plans.ts';
import { mixed, stepOf } from '../testing/plan-steps.ts';
import { removeWorlds, testWorld, words } from '../testing/test-host.ts';

afterAll(removeWorlds);

let api: FakeController;
let plans: FakePlans;

beforeEach(() => {
  api = campus();
  plans = new FakePlans(api);
});

function planOf(steps: readonly PlanStep[] = mixed): string {
  return plans.add(steps).view.id.slice(0, 12);
}

async function shown(line: string): Promise<string> {
  return (await testWorld({ api })).shown(...words(line));
}

/** Steps of these numbers do not go well. */
function failing(states: Readonly<Record<number, RunStepState>>): void {
  plans.fails = ({ no }) => {
    const state = states[no];
    if (state === undefined) return undefined;
    const error = { code: 'WRITES_OFF', message: 'writes are off', hint: 'Switch them on' } as const;
    return { state, error: state === 'failed' ? error : undefined };
  };
}

const three = [1, 2, 3].map((no) => stepOf({ no }));

describe('how it ends', () => {
  test('0: all is done, with the change set and the way back (S2.39)', async () => {
    const id = planOf(mixed.slice(0, 4));
    expect(await shown(`apply ${id} --yes`)).toBe(`exit 0
2 added, 1 changed, 1 deleted; change set cs-1
stderr:
apply run1 running
undo: wayside history revert cs-1
`);
    expect(api.records.get('ams1/source/sw3')?.fields['address']).toBe('10.1.2.33');
  });

  test('0: there is nothing to do, and nothing is asked of the controller (S3.29)', async () => {
    const id = planOf([]);
    expect(await shown(`apply ${id}`)).toBe(`exit 0\nstderr:\nplan ${id}: nothing to do\n`);
    expect(api.requestsOf('PlanService.ApplyPlan')).toEqual([]);
  });

  test.each([
    ['', 5],
    ['--only action=delete', 5],
    ['--only kind=switch', 5],
    ['--only 1,5', 5],
    ['--only action=create', 0],
    ['--only kind=add', 0],
    ['--only kind=source', 0],
    ['--only 1-4', 0],
  ])('5: a guard held a part of it back, unless that was not asked for: %s', async (only, code) => {
    const id = planOf();
    const text = await shown(`apply ${id} --yes ${only}`);
    expect(text).toMatch(new RegExp(`^exit ${code}\\n.*; change set cs-1\\n`));
    expect(text).toContain(` not done; wayside plan show ${id} lists them\n`);
  });

  test('5: a part of it contradicts what is there', async () => {
    const reason = { code: 'changed-since', message: 'bob changed it', override: '' };
    const id = planOf([stepOf({ no: 1 }), stepOf({ no: 2, standing: 'conflict', reason })]);
    expect(await shown(`apply ${id} --yes`)).toContain('exit 5\n1 added; change set');
  });

  test('5: a part of it failed, and each failure has its cure (S2.40)', async () => {
    failing({ 2: 'failed', 3: 'waiting' });
    const id = planOf(three);
    expect(await shown(`apply ${id} --yes`)).toBe(`exit 5
1 added; change set cs-1
stderr:
apply run1 running
! add switch ams1/sw2  failed: WRITES_OFF: writes are off
  hint: Switch them on
! add switch ams1/sw3  waiting
1 failed, 1 not done; wayside plan show ${id} lists them
undo: wayside history revert cs-1
`);
  });

  test('5: of a step nobody can say whether it is done', async () => {
    failing({ 2: 'unknown' });
    expect(await shown(`apply ${planOf(three)} --yes`)).toMatch(
      /^exit 5\n2 added[\s\S]*\nof 1 nobody can say whether they are done;/,
    );
  });

  test('6: nothing of it is done', async () => {
    failing({ 1: 'failed', 2: 'failed', 3: 'failed' });
    const text = await shown(`apply ${planOf(three)} --yes`);
    expect(text).toContain('exit 6\nnothing was changed; change set cs-1\n');
    expect(text).not.toContain('undo:');
  });

  test('7: what is there has changed since, and a plan of what is left is named', async () => {
    failing({ 3: 'stale' });
    const { view } = plans.add(three);
    const again = plans.add([stepOf({ no: 1 })], { planner: 'again', of: view.id });
    const text = await shown(`apply ${view.id} --yes`);
    expect(text).toContain('exit 7\n2 added; change set');
    expect(text).toContain(`\nplanned again: wayside plan show ${again.view.id.slice(0, 12)}\n`);
  });

  test.each([
    ['applied before', { state: 'applied' }, 7, 'PLAN_APPLIED'],
    ['too old', { expiresAt: 1 }, 7, 'PLAN_EXPIRED'],
    ['not approved', { approval: 'signed' }, 4, 'NOT_APPROVED'],
  ] as const)(
    'a plan that is %s ends with its own code and says what to do',
    async (_what, change, code, error) => {
      const { view } = plans.add(three, change);
      const text = await shown(`apply ${view.id} --yes`);
      expect(text).toContain(`exit ${code}\n`);
      expect(text).toContain(`[${error}]\n  hint: `);
    },
  );

  test('7: all of it contradicts', async () => {
    const reason = { code: 'changed-since', message: 'bob changed it', override: '' };
    const id = planOf([stepOf({ no: 1, standing: 'conflict', reason })]);
    expect(await shown(`apply ${id} --yes`)).toBe(
      `exit 7\nstderr:\nwayside: nothing of plan ${id} can be done: 1 conflict; bob changed it [PLAN_STALE]\n  hint: wayside plan show ${id} says why\n`,
    );
  });

  test('8: guards block all of it, and what lifts them is named', async () => {
    const id = planOf(mixed.slice(4).map((step) => ({ ...step, no: 1 })));
    expect(await shown(`apply ${id} --yes`)).toBe(
      `exit 8\nstderr:\nwayside: nothing of plan ${id} can be done: 1 blocked; 2 of 3 would be deleted, 1 at most [GUARD_BLOCKED]\n  hint: If all of it is meant, make the plan again with --allow max-deletes:records/switch\n`,
    );
    const some = planOf();
    expect(await shown(`apply ${some} --only 5 --yes`)).toContain(
      'exit 8\nstderr:\nwayside: nothing that was asked for is ready [GUARD_BLOCKED]\n  hint: Look at the plan;',
    );
  });

  test('124: the time of --timeout is over, and the run goes on', async () => {
    plans.ends = 'never';
    const id = planOf();
    const world = await testWorld({ api });
    const code = world.run('apply', id, '--yes', '--timeout', '30s');
    await world.printed('running', 'err');
    await world.clock.advance(30_000);
    expect(await code).toBe(124);
    expect(world.err()).toContain('job run1 goes on');
    expect(world.err()).toContain(
      'hint: wayside job watch run1 waits for it again, wayside job cancel run1 ends it',
    );
  });

  test('130: Ctrl-C leaves it, a second one cancels it', async () => {
    plans.ends = 'never';
    const id = planOf();
    const world = await testWorld({ api });
    const code = world.run('apply', id, '--yes');
    await world.printed('running', 'err');
    world.interrupt();
    await world.printed('Ctrl-C again now cancels it', 'err');
    world.interrupt();
    await world.until(() => api.requestsOf('JobService.CancelJob').length === 1);
    api.changeJob('run1', { state: 'cancelled' });
    expect(await code).toBe(130);
    expect(world.err()).toContain('cancelled; what was done before stays done\n');
  });
});

describe('what is asked', () => {
  test('on a terminal the plan is shown first, and only a yes begins it', async () => {
    const id = planOf();
    const world = await testWorld({ api, tty: true, stdin: 'n\ny\n' });
    expect(await world.run('apply', id)).toBe(130);
    expect(world.out()).toContain('- delete ams1/old');
    expect(world.err()).toContain(
      `Apply plan ${id}: 2 to add, 1 to change, 1 to delete, 1 blocked? [y/N] wayside: nothing was changed`,
    );
    expect(api.requestsOf('PlanService.ApplyPlan')).toEqual([]);
    expect(await world.run('apply', id, '--only', 'action=add,kind=switch')).toBe(0);
    expect(world.err()).toContain(`Apply plan ${id} (only kind=switch, action=create):`);
  });

  test('without a terminal it needs --yes', async () => {
    expect(await shown(`apply ${planOf()}`)).toBe(
      'exit 2\nstderr:\nwayside: this needs --yes where there is no terminal to ask on [INVALID_INPUT]\n',
    );
  });

  const deletes = (count: number): readonly PlanStep[] =>
    Array.from({ length: count }, (_, at) =>
      stepOf({ no: at + 1, action: 'delete', before: { name: 'x' }, after: null }),
    );

  test('more than 100 deletions need their number, --yes is not enough', async () => {
    expect(await shown(`apply ${planOf(deletes(100))} --yes`)).toContain('exit 0\n100 deleted;');
    const id = planOf(deletes(101));
    expect(await shown(`apply ${id} --yes`)).toBe(
      'exit 2\nstderr:\nwayside: the plan deletes 101 things: this needs --confirm 101 [INVALID_INPUT]\n  hint: --yes is not enough where much is deleted\n',
    );
    expect(await shown(`apply ${id} --confirm 100`)).toContain('--confirm 100: the plan deletes 101 things');
    expect(await shown(`apply ${id} --only action=create --yes`)).toContain('exit 8\n');
    expect(await shown(`apply ${id} --confirm 101`)).toContain('exit 0\n101 deleted;');
  });

  test('on a terminal their number is typed', async () => {
    const id = planOf(deletes(101));
    const world = await testWorld({ api, tty: true, stdin: 'yes\n101\n' });
    expect(await world.run('apply', id)).toBe(130);
    expect(world.err()).toContain('The plan deletes 101 things. Type their number to go on: ');
    expect(await world.run('apply', id)).toBe(0);
  });

  test('deletions that a guard had blocked need their number too', async () => {
    const overrides = [{ override: 'max-deletes:records/switch', by: 'user:admin' }];
    const { view } = plans.add(deletes(2), { overrides });
    expect(await shown(`apply ${view.id} --yes`)).toContain('this needs --confirm 2');
  });

  test.each(['kind', '0', '5-3', 'foo', '3,,4', '1-20000'])('--only %s is refused', async (only) => {
    expect(await shown(`apply ${planOf()} --yes --only ${only}`)).toMatch(
      /^exit 2\nstderr:\nwayside: --only /,
    );
  });

  test('--only and --fail-fast reach the controller; only what was asked for is done (S4.64)', async () => {
    const id = planOf();
    await shown(`apply ${id} --yes --only 2-3,1 --only kind=source --fail-fast`);
    const [request] = api.requestsOf('PlanService.ApplyPlan');
    expect(request).toMatchObject({
      onlySteps: [1, 2, 3],
      onlyKinds: ['source'],
      onlyActions: [],
      failFast: true,
    });
    expect([...plans.find(id).runs.values()].map(({ state }) => state)).toEqual([
      ...['skipped', 'verified', 'verified', 'skipped', 'skipped'],
    ]);
  });
});

test('--dry-run asks whether it could, and changes nothing (S0.22)', async () => {
  const id = planOf();
  const text = await shown(`apply ${id} --dry-run`);
  expect(text).toContain('- delete ams1/old');
  expect(text).toContain(`dry run: plan ${id} could be applied; nothing was changed\n`);
  expect(plans.find(id).view.state).toBe('open');
});

test('--detach prints the id of the job and does not wait', async () => {
  expect(await shown(`apply ${planOf()} --yes --detach`)).toBe('exit 0\nrun1\n');
});

test('--watch has a line for each step of progress', async () => {
  expect(await shown(`apply ${planOf()} --yes --watch`)).toContain(
    'apply run1 running  4/4  ams1/sw1  verified\n',
  );
});

test('the result in JSON names plan, change set and what went wrong (S4.65)', async () => {
  failing({ 2: 'failed' });
  const { view } = plans.add(three);
  const world = await testWorld({ api });
  expect(await world.run('apply', view.id, '--yes', '-o', 'json')).toBe(5);
  expect(JSON.parse(world.out())).toMatchObject({
    plan: { id: view.id, state: 'PLAN_STATE_PARTLY' },
    changeSet: { id: 'cs-1', counts: { create: 2, failed: 1 } },
    problems: [{ number: 2, state: 'RUN_STATE_FAILED', error: { code: 'WRITES_OFF' } }],
    jobId: 'run1',
  });
  expect(await (await testWorld({ api })).shown('apply', planOf(), '--yes', '-o', 'name')).toContain(
    'exit 5\ncs-2\n',
  );
});

test('an error of the controller keeps its own hint', async () => {
  const id = planOf();
  api.failures.set('PlanService.ApplyPlan', new WaysideError('NOT_APPROVED', 'no', { hint: 'ask Ann' }));
  expect(await shown(`apply ${id} --yes`)).toContain(
    'exit 4\nstderr:\nwayside: no [NOT_APPROVED]\n  hint: ask Ann\n',
  );
});
