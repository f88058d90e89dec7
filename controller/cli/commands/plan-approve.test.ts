import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import type { PlanApproval } from '../../../shared/model/index.ts';
import { checkApproval, fromBase64Url } from '../../../shared/seal/index.ts';
import { planStepToWire, planToWire } from '../../../shared/wire/index.ts';
import { campus } from '../testing/campus.ts';
import { fakeApprovals } from '../testing/fake-approvals.ts';
import { type FakePlan, FakePlans } from '../testing/fake-plans.ts';
import { mixed } from '../testing/plan-steps.ts';
import { removeWorlds, type TestWorld, testWorld, type WorldOptions, words } from '../testing/test-host.ts';

afterAll(removeWorlds);

let api: ReturnType<typeof campus>;
let plans: FakePlans;
let plan: FakePlan;
let approvals: PlanApproval[];
beforeEach(() => {
  api = campus();
  plans = new FakePlans(api);
  approvals = fakeApprovals(api, plans);
  plan = plans.add(mixed, { approval: 'signed', title: 'import of sw.csv' });
});

function keyFile({ folder }: TestWorld): string {
  return join(folder, 'wayside', 'operator.key');
}

/** Somebody with a key, in the environment of whom the next command runs. */
async function withKey(options: WorldOptions = {}): Promise<TestWorld> {
  const maker = await testWorld({ api });
  await maker.run('operator-key', 'create', '--name', 'ada');
  const world = await testWorld({ api, ...options });
  writeFileSync(keyFile(world), readFileSync(keyFile(maker)), { mode: 0o600 });
  return world;
}

describe('operator-key', () => {
  test('create makes a key for its owner alone, and prints what the configuration files need', async () => {
    const world = await testWorld({ api });
    const shown = await world.shown('operator-key', 'create', '--name', 'Ada L.');
    expect(shown).toMatch(
      /^exit 0\n# controller\.yaml; .*\nplans:\n {2}operatorKeys:\n {4}- \{name: "Ada L\.", key: "[\w-]{43}"\}/,
    );
    expect(shown).toContain('\nwrites:\n  enabled: true\n  operatorKeys:\n    - {name: "Ada L."');
    expect(statSync(keyFile(world)).mode & 0o777).toBe(0o600);
    const again = await testWorld({ api, env: { XDG_CONFIG_HOME: world.folder } });
    expect(await again.shown('operator-key', 'show', '--name', 'Ada L.')).toContain(
      /key: "([\w-]{43})"/.exec(shown)?.[1],
    );
    expect(again.targets).toEqual([]);
  });

  test('a key that is there is replaced only with --force and the word for it', async () => {
    const world = await withKey({ tty: true, stdin: 'yes\n' });
    const before = statSync(keyFile(world)).ino;
    expect(await world.run('operator-key', 'create')).not.toBe(0);
    expect(world.err()).toContain('already');
    expect(await world.run('operator-key', 'create', '--force')).not.toBe(0);
    expect(statSync(keyFile(world)).ino).toBe(before);
    const sure = await testWorld({
      api,
      tty: true,
      stdin: 'replace\n',
      env: { XDG_CONFIG_HOME: world.folder },
    });
    expect(await sure.run('operator-key', 'create', '--force')).toBe(0);
    expect(statSync(keyFile(world)).ino).not.toBe(before);
    const script = await testWorld({ api, stdin: 'replace\n', env: { XDG_CONFIG_HOME: world.folder } });
    expect(await script.run('operator-key', 'create', '--force')).not.toBe(0);
  });

  test('show is told to make one when there is none, and refuses one that others can read', async () => {
    const none = await testWorld({ api });
    expect(await none.shown('operator-key', 'show')).toContain('wayside operator-key create');
    const world = await withKey();
    chmodSync(keyFile(world), 0o644);
    expect(await world.shown('operator-key', 'show')).toContain('chmod 600');
  });

  test('sealed with a passphrase it asks for that at each approval', async () => {
    const secret = 'six random words make a key';
    const world = await testWorld({ api, stdin: `${secret}\n` });
    expect(await world.run('operator-key', 'create', '--passphrase', '--stdin')).toBe(0);
    expect(readFileSync(keyFile(world)).toString('latin1')).not.toContain(secret);
    const right = await testWorld({ api, stdin: `${secret}\n`, env: { XDG_CONFIG_HOME: world.folder } });
    expect(await right.run('plan', 'approve', plan.view.id, '--yes', '--stdin')).toBe(0);
    expect(approvals).toHaveLength(1);
  });
});

describe('plan approve', () => {
  test('shows what is signed, asks, and signs the whole id of it with the key of this user', async () => {
    const world = await withKey({ tty: true, stdin: 'y\n' });
    const shown = await world.shown(...words(`plan approve ${plan.view.id.slice(0, 8)}`));
    expect(shown).toContain('exit 0\nimport of sw.csv, made by user:admin\n');
    expect(shown).toContain('Approve plan');
    const [approval] = approvals;
    if (!approval) throw new Error('nothing came');
    const publicKey = fromBase64Url(approval.key) ?? new Uint8Array();
    const keys = [{ name: 'ada', publicKey }];
    const nowMs = world.clock.now();
    expect(checkApproval(approval, { planId: plan.view.id, keys, nowMs })).toEqual({
      verdict: 'good',
      name: 'ada',
    });
    expect(approval.expiresAt).toBe(plan.view.expiresAt);
    expect(plan.view.approvals).toHaveLength(1);
  });

  test('signs nothing when the answer is not yes, without a terminal and --yes, and with --dry-run', async () => {
    expect(await (await withKey({ tty: true, stdin: 'n\n' })).run('plan', 'approve', plan.view.id)).not.toBe(
      0,
    );
    expect(await (await withKey()).run('plan', 'approve', plan.view.id)).not.toBe(0);
    expect(approvals).toEqual([]);
    expect(await (await withKey()).run('plan', 'approve', plan.view.id, '--dry-run')).toBe(0);
    expect(plan.view.approvals).toEqual([]);
  });

  test('holds for as long as is asked for', async () => {
    const world = await withKey();
    expect(await world.run('plan', 'approve', plan.view.id, '--yes', '--for', '30m')).toBe(0);
    expect(approvals[0]?.expiresAt).toBe(world.clock.now() + 1_800_000);
    expect(
      await (await withKey()).shown('plan', 'approve', plan.view.id, '--yes', '--for', 'long'),
    ).toContain('--for');
    expect(approvals).toHaveLength(1);
  });

  const lies: Readonly<Record<string, () => void>> = {
    'edits a step': () =>
      exported({
        steps: mixed.map((step) => ({ ...step, after: step.after && { ...step.after, name: 'x' } })),
      }),
    'leaves a step out': () => exported({ steps: mixed.slice(0, -1) }),
    'moves a step': () => exported({ steps: [...mixed].reverse() }),
    'edits the header': () => exported({ view: { ...plan.view, title: 'harmless' } }),
    'says of its steps less than they do': () => {
      const { counts } = plan.view.summary;
      plans.plans.clear();
      const summary = {
        ...plan.view.summary,
        counts: { ...counts, delete: 0, update: counts.update + counts.delete },
      };
      plan = plans.add(mixed, { approval: 'signed', summary });
    },
  };

  function exported(lie: Partial<Pick<FakePlan, 'view' | 'steps'>>): void {
    const { view, steps } = { ...plan, ...lie };
    api.exportPlan = function* () {
      yield { plan: planToWire(view), steps: steps.map((step) => planStepToWire(step)) };
    };
  }

  test.each(Object.keys(lies))('signs nothing for a controller that %s', async (lie) => {
    lies[lie]?.();
    const world = await withKey();
    expect(await world.shown('plan', 'approve', plan.view.id, '--yes')).toContain('PLAN_CHANGED');
    expect(approvals).toEqual([]);
  });

  test('shows the differences of the steps themselves, whatever the controller says they are', async () => {
    api.exportPlan = function* () {
      const steps = plan.steps.map((step) => ({ ...planStepToWire(step), fields: [] }));
      yield { plan: planToWire(plan.view), steps };
    };
    const honest = await (await withKey()).shown('plan', 'show', plan.view.id);
    const line = honest.split('\n').find((one) => one.includes(' > '));
    const world = await withKey();
    expect(await world.shown('plan', 'approve', plan.view.id, '--yes')).toContain(line);
  });

  test('needs a key where a signature is wanted, and says that it goes without one where none is', async () => {
    const world = await testWorld({ api });
    expect(await world.shown('plan', 'approve', plan.view.id, '--yes')).toContain(
      'wayside operator-key create',
    );
    expect(approvals).toEqual([]);
    const unsigned = plans.add(mixed, { approval: 'unsigned' });
    const other = await testWorld({ api });
    expect(await other.shown('plan', 'approve', unsigned.view.id, '--yes')).toContain(
      'approved without a key',
    );
    expect(approvals).toMatchObject([{ key: '', plan: unsigned.view.id }]);
  });

  test('with a key that is not listed counts without it where nobody has to sign, and nowhere else', async () => {
    const approve = api.more['PlanService.ApprovePlan'] as (request: unknown) => unknown;
    const listsNone = (request: { approval?: unknown }): unknown => {
      if (!request.approval) return approve(request);
      throw new WaysideError('NOT_APPROVED', 'the operator key abc… is not known here');
    };
    Object.assign(api.more, { 'PlanService.ApprovePlan': listsNone });
    const unsigned = plans.add(mixed, { approval: 'unsigned' });
    const shown = await (await withKey()).shown('plan', 'approve', unsigned.view.id, '--yes');
    expect(shown).toContain('the operator key abc… is not known here\napproved without a key');
    expect(unsigned.view.approvals).toMatchObject([{ key: '' }]);
    expect(await (await withKey()).run('plan', 'approve', plan.view.id, '--yes')).toBe(4);
    expect(plan.view.approvals).toEqual([]);
  });

  test('prints the plan with its approvals as JSON', async () => {
    const world = await withKey();
    expect(await world.run('plan', 'approve', plan.view.id, '--yes', '-o', 'json')).toBe(0);
    const { plan: said } = JSON.parse(world.out()) as { plan: { id: string; approvals: unknown[] } };
    expect(said.id).toBe(plan.view.id);
    expect(said.approvals).toHaveLength(1);
  });
});

test('plan revoke takes the approvals back, and says how to give them again', async () => {
  await (await withKey()).run('plan', 'approve', plan.view.id, '--yes');
  expect(plan.view.approvals).toHaveLength(1);
  const dry = await testWorld({ api });
  await dry.run('plan', 'revoke', plan.view.id, '--dry-run');
  expect(plan.view.approvals).toHaveLength(1);
  const world = await testWorld({ api });
  expect(await world.shown('plan', 'revoke', plan.view.id, '--why', 'wrong floor')).toContain(
    'wayside plan approve',
  );
  expect(plan.view.approvals).toEqual([]);
  expect(await (await testWorld({ api })).shown('plan', 'show', plan.view.id)).toContain(
    'its approvals were taken back; next: wayside plan approve',
  );
  expect(existsSync(keyFile(world))).toBe(false);
});
