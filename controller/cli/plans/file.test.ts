import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { campus } from '../testing/campus.ts';
import type { FakeController } from '../testing/fake-controller.ts';
import { FakePlans } from '../testing/fake-plans.ts';
import { mixed } from '../testing/plan-steps.ts';
import { removeWorlds, type TestWorld, testWorld } from '../testing/test-host.ts';
import { PLAN_FILE_BYTES_MAX } from './file.ts';

afterAll(removeWorlds);

let api: FakeController;
let plans: FakePlans;
let id: string;
let world: TestWorld;
let file: string;

beforeEach(async () => {
  api = campus();
  plans = new FakePlans(api);
  id = plans.add(mixed).view.id;
  world = await testWorld({ api });
  file = join(world.folder, 'a.plan');
  expect(await world.run('plan', 'export', id, 'a.plan')).toBe(0);
});

/** Applies the file; exit code and stderr. */
async function applied(name = 'a.plan'): Promise<string> {
  const code = await world.run('apply', name, '--yes');
  return `exit ${code}\n${world.err()}`;
}

function lines(): string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

function write(changed: readonly string[]): void {
  writeFileSync(file, `${changed.join('\n')}\n`);
}

/** Replaces a text in one line. */
function edit(no: number, from: string, to: string): void {
  const all = lines();
  expect(all[no]).toContain(from);
  write(all.map((line, at) => (at === no ? line.replace(from, to) : line)));
}

describe('a plan as a file', () => {
  test('is lines of JSON that only its owner may read, and is never written over another', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(lines()).toHaveLength(6);
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({
      type: 'wayside plan',
      format: 1,
      id,
      header: { steps: 5 },
    });
    expect(JSON.parse(lines()[3] ?? '')).toEqual(mixed[2]);
    expect(await world.run('plan', 'export', id, 'a.plan')).toBe(7);
    expect(world.err()).toContain('a.plan is already there [ALREADY_EXISTS]');
    expect(readdirSync(world.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('is written though an export that was killed has left its part', async () => {
    writeFileSync(join(world.folder, 'b.plan.part'), '{');
    expect(await world.run('plan', 'export', id, 'b.plan')).toBe(0);
    expect(readFileSync(join(world.folder, 'b.plan'), 'utf8').trimEnd().split('\n')).toHaveLength(6);
    const parts = readdirSync(world.folder).filter((name) => name.endsWith('.part'));
    expect(parts).toEqual(['b.plan.part']);
  });

  test('is applied as the plan that the controller holds, and once (S4.37)', async () => {
    // One of its steps is blocked.
    expect(await applied()).toContain('exit 5\n');
    expect(api.requestsOf('PlanService.ApplyPlan')).toMatchObject([{ id }]);
    expect(await applied()).toContain('exit 7\n');
    expect(world.err()).toContain('[PLAN_APPLIED]');
  });

  test('can be looked at like a plan', async () => {
    expect(await world.run('plan', 'show', 'a.plan', '--summary')).toBe(0);
    expect(world.out()).toContain(`Plan ${id.slice(0, 12)}: 2 to add`);
  });

  test('of which one value was edited is refused, and the first step that differs is named', async () => {
    edit(3, '10.1.2.33', '10.1.2.66');
    edit(4, 'ams1/old', 'ams1/new');
    expect(await applied()).toBe(
      `exit 2\nwayside: a.plan was changed since it was written: it is not plan ${id.slice(0, 12)} any more; step 3, change source ams1/ams1-f2-sw03, is another [PLAN_CHANGED]\n  hint: What the controller holds: wayside plan show ${id.slice(0, 12)}\n`,
    );
    expect(api.requestsOf('PlanService.ApplyPlan')).toEqual([]);
  });

  test.each([
    ['a header', () => edit(0, 'edit of things', 'edit of little things'), 'its header is another'],
    ['an id', () => edit(0, id, 'f'.repeat(64)), 'is not plan ffffffffffff any more [PLAN_CHANGED]'],
    [
      'two steps in another order',
      () => write(swap(lines(), 1, 2)),
      'step 1, add switch ams1/sw1, is another',
    ],
    ['a step twice', () => write([...lines(), ...lines().slice(-1)]), 'was changed since it was written'],
    ['a step less', () => write(lines().slice(0, -1)), 'ends after step 4 of 5: it was cut off'],
    [
      'a step with a field of its own',
      () => edit(2, '"no":2', '"no":2,"force":true'),
      'line 3 is no step of a plan',
    ],
    [
      'the header of a later version',
      () => edit(0, '"format":1', '"format":2'),
      'a plan file of another version',
    ],
    [
      'a header with a field of its own',
      () => edit(0, '"why":', '"also":1,"why":'),
      'its first line is damaged',
    ],
  ] as const)('with %s is refused', async (_what, change, message) => {
    change();
    const text = await applied();
    expect(text).toMatch(/^exit [12]\n/);
    expect(text).toContain(message);
    expect(api.requestsOf('PlanService.ApplyPlan')).toEqual([]);
  });

  test('that was cut off at any byte is refused', async () => {
    const bytes = readFileSync(file);
    for (const size of [0, 1, 40, 700, bytes.length - 2, bytes.length - 40]) {
      writeFileSync(file, bytes.subarray(0, size));
      const text = await applied();
      expect(text, `${size} bytes`).toContain('exit 2\n');
      expect(text, `${size} bytes`).toMatch(/is no plan file|was cut off/);
    }
    // Without the last line feed all of it is there.
    writeFileSync(file, bytes.subarray(0, -1));
    // One of its steps is blocked.
    expect(await applied()).toContain('exit 5\n');
  });

  test('of another controller is refused with the name of both', async () => {
    plans.plans.clear();
    const { view } = plans.add(mixed, { origin: 'beef:7' });
    expect(await world.run('plan', 'export', view.id, 'b.plan')).toBe(0);
    plans.plans.clear();
    const text = await applied('b.plan');
    expect(text).toContain('exit 7\n');
    expect(text).toContain('b.plan is a plan of the controller beef:7; this one is c0ffee:1 [PLAN_FOREIGN]');
    // One of its own that it does not keep any more is not foreign.
    expect(await applied()).toContain('exit 3\n');
    expect(world.err()).toContain(`there is no plan ${id}`);
  });

  test('is not written by who does not see all of it', async () => {
    api.exportPlan = () => [];
    expect(await world.run('plan', 'export', id, 'c.plan')).toBe(1);
    const [first] = [...new FakePlans(api).plans.values()];
    expect(first).toBeUndefined();
    const blind = new FakePlans(api);
    const { view, steps } = blind.add(mixed);
    const whole = api.exportPlan(view.id);
    api.exportPlan = () => [...whole].map(({ plan, steps: some }) => ({ plan, steps: some.slice(0, 1) }));
    expect(steps).toHaveLength(5);
    expect(await world.run('plan', 'export', view.id, 'c.plan')).toBe(4);
    expect(world.err()).toContain(`you do not see all of plan ${view.id.slice(0, 12)}`);
    expect(readdirSync(world.folder)).not.toContain('c.plan');
  });
});

describe('what is no plan file', () => {
  test.each([
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0])],
    ['a list of switches', 'site,name,address\nams1,x1,10.1.9.1\n'],
    ['other JSON', '{"type":"version","format":1}\n'],
    ['a list', '[]\n'],
    ['nothing', ''],
  ])('%s is refused', async (_what, content) => {
    writeFileSync(file, content);
    const text = await applied();
    expect(text).toContain('exit 2\nwayside: a.plan is no plan file: ');
    expect(text).toContain('hint: wayside plan export writes them');
  });

  test('a line without an end is not kept in memory', async () => {
    writeFileSync(file, `${lines()[0]}\n`);
    truncateSync(file, 100_000_000);
    expect(await applied()).toContain('it has a line that is longer than a step can be');
  });

  test('more than any plan can be is refused by its size', async () => {
    truncateSync(file, 2 * PLAN_FILE_BYTES_MAX);
    expect(await applied()).toContain('a.plan is larger than 512 MiB');
  });

  test('a folder, and a name that is no file', async () => {
    mkdirSync(join(world.folder, 'here.plan'));
    expect(await applied('here.plan')).toContain('exit 2\nwayside: here.plan cannot be read: EISDIR');
    expect(await applied('nope.plan')).toContain('exit 3\n');
    expect(world.err()).toContain('there is no file nope.plan, and an id of a plan is hexadecimal');
  });
});

function swap(all: readonly string[], a: number, b: number): string[] {
  return all.map((line, at) => (at === a ? all[b] : at === b ? all[a] : line) ?? '');
}
