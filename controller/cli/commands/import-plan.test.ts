import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { protos } from '../../../shared/transport/index.ts';
import { bytesOf, PLAN_BYTES_MAX } from '../plans/make.ts';
import { campus } from '../testing/campus.ts';
import type { FakeController } from '../testing/fake-controller.ts';
import { FakePlans } from '../testing/fake-plans.ts';
import { removeWorlds, type TestWorld, testWorld, words } from '../testing/test-host.ts';

afterAll(removeWorlds);

let api: FakeController;
let plans: FakePlans;

beforeEach(() => {
  api = campus();
  plans = new FakePlans(api);
});

const good = `site,floor,name,address
ams1,f2,x1,10.1.2.4
ams1,f2,ams1-f2-sw03,10.1.2.33
ams1,,ams1-core1,10.1.0.1
`;

async function world(options: { readonly tty?: boolean; readonly stdin?: string } = {}): Promise<TestWorld> {
  const made = await testWorld({ api, ...options });
  writeFileSync(join(made.folder, 's.csv'), good);
  return made;
}

async function shown(line: string): Promise<string> {
  return (await world()).shown(...words(line));
}

function requestOf(method: 'PlanService.CreatePlan'): Record<string, never[]> {
  return api.requestsOf(method)[0] as never;
}

describe('an import is a plan', () => {
  test('that says which row each change comes from, and what is so already', async () => {
    await shown('switch import s.csv --yes --why "new floor"');
    expect(requestOf('PlanService.CreatePlan')).toMatchObject({
      ...{ planner: 'import', title: 'import of s.csv', why: 'new floor', unchanged: 1, validateOnly: false },
      causes: ['row 2 of s.csv', 'row 2 of s.csv', 'row 3 of s.csv'],
    });
  });

  test('that is applied, and taken back as a whole', async () => {
    expect(await shown('switch import s.csv --yes')).toBe(
      `exit 0\nswitches: 1 added, 1 changed, 1 unchanged\nstderr:\napply run1 running\nundo: wayside history revert cs-1\n`,
    );
  });

  test('on a terminal it is shown, and only a yes applies it', async () => {
    const tty = await world({ tty: true, stdin: 'no\ny\n' });
    expect(await tty.run('switch', 'import', 's.csv')).toBe(130);
    expect(tty.out()).toContain(
      '+ switch ams1/x1\n~ switch ams1/ams1-f2-sw03  address: 10.1.2.3 > 10.1.2.33\n',
    );
    expect(tty.out()).toContain('switches: 1 to add, 1 to change, 1 unchanged\nPlan ');
    expect(tty.err()).toMatch(/Apply plan [0-9a-f]{12}: 2 to add, 1 to change\? \[y\/N\]/);
    expect(tty.err()).toMatch(/plan ([0-9a-f]{12}) is kept until .*: wayside apply \1\n/);
    expect(api.requestsOf('PlanService.ApplyPlan')).toEqual([]);
    expect(await tty.run('switch', 'import', 's.csv')).toBe(0);
    expect(api.records.get('ams1/source/sw3')?.fields['address']).toBe('10.1.2.33');
  });

  test('before the question there are 20 lines, and all of them with -o wide', async () => {
    const rows = Array.from({ length: 30 }, (_, at) => `ams1,new-${at},10.1.9.${at}\n`).join('');
    for (const [form, count] of [
      ['table', 20],
      ['wide', 30],
    ] as const) {
      const tty = await world({ tty: true, stdin: 'n\n' });
      writeFileSync(join(tty.folder, 'many.csv'), `site,name,address\n${rows}`);
      await tty.run('switch', 'import', 'many.csv', '-o', form);
      expect(tty.out().match(/switch ams1\/new-/g)).toHaveLength(count);
      expect(tty.out().includes('  and 10 more; -o wide shows all\n')).toBe(form === 'table');
    }
  });

  test('without a terminal it needs --yes, and no plan is made before that is said', async () => {
    expect(await shown('switch import s.csv')).toBe(
      'exit 2\nstderr:\nwayside: this needs --yes where there is no terminal to ask on [INVALID_INPUT]\n  hint: --dry-run shows what would change\n',
    );
    expect(api.requestsOf('PlanService.CreatePlan')).toEqual([]);
  });

  test('--plan makes it and stops; apply goes on', async () => {
    const made = await world();
    expect(await made.run('switch', 'import', 's.csv', '--plan')).toBe(0);
    const [id = ''] = [...plans.plans.keys()];
    expect(made.out()).toContain('switches: 1 to add, 1 to change, 1 unchanged\nPlan ');
    expect(made.err()).toContain(`next: wayside apply ${id.slice(0, 12)}\n`);
    expect(await made.run('apply', id.slice(0, 12), '--yes')).toBe(0);
    expect(api.records.get('ams1/source/sw3')?.fields['address']).toBe('10.1.2.33');
    const named = await world();
    writeFileSync(join(named.folder, 't.csv'), 'site,name\nams1,Amsterdam One\n');
    expect(await named.run('site', 'import', 't.csv', '--plan', '-o', 'name')).toBe(0);
    expect(named.out()).toBe(`${[...plans.plans.keys()][1]?.slice(0, 12)}\n`);
  });

  test('--dry-run keeps no plan; --detailed-exitcode says whether there is anything to do (S0.22)', async () => {
    expect(await shown('switch import s.csv --dry-run')).toContain('exit 0\n+ switch ams1/x1\n');
    expect(plans.plans.size).toBe(0);
    expect(await shown('switch import s.csv --dry-run --detailed-exitcode')).toContain('exit 2\n');
    await shown('switch import s.csv --yes');
    expect(await shown('switch import s.csv --dry-run --detailed-exitcode')).toContain(
      'exit 0\nswitches: 0 to add, 0 to change, 3 unchanged (dry run, nothing was changed)\n',
    );
    expect(await shown('switch import nope.csv --dry-run --detailed-exitcode')).toContain('exit 1\n');
  });

  test('in JSON the rows, the plan and what became of it', async () => {
    const made = await world();
    await made.run('switch', 'import', 's.csv', '--yes', '-o', 'json');
    expect(JSON.parse(made.out())).toMatchObject({
      ...{ dryRun: false, unchanged: 1, jobId: 'run1', problems: [] },
      steps: [{ type: 'add' }, { type: 'change', name: 'ams1/ams1-f2-sw03' }],
      plan: { planner: 'import', state: 'PLAN_STATE_APPLIED' },
      changeSet: { id: 'cs-1', counts: { create: 2, update: 1 } },
    });
  });

  test('of which a part fails says so, and ends with 5', async () => {
    const error = { code: 'STALE_ETAG', message: 'somebody was faster', hint: undefined } as const;
    plans.fails = ({ no }) => (no === 3 ? { state: 'failed', error } : undefined);
    const text = await shown('switch import s.csv --yes');
    expect(text).toContain('exit 5\n2 added; change set cs-1\n');
    expect(text).toContain('! change source ams1/ams1-f2-sw03  failed: STALE_ETAG: somebody was faster\n');
  });
});

describe('guards', () => {
  beforeEach(() => {
    plans.blocks = ({ action }) =>
      action === 'update'
        ? { code: 'max-updates', message: '1 of 1 would change', override: 'max-updates:records/source' }
        : undefined;
  });

  test('that block some of it stop all of it where nobody is asked; --allow lifts them', async () => {
    const text = await shown('switch import s.csv --yes');
    expect(text).toMatch(
      /^exit 8\nstderr:\nwayside: guards block 1 of the changes; nothing was changed \[GUARD_BLOCKED\]\n {2}hint: Import it with --allow max-updates:records\/source, or only the rest of it: wayside apply [0-9a-f]{12}\n$/,
    );
    expect(api.requestsOf('PlanService.ApplyPlan')).toEqual([]);
    expect(await shown('switch import s.csv --yes --allow max-updates:records/source')).toContain('exit 0\n');
    expect(api.requestsOf('PlanService.CreatePlan')[1]).toMatchObject({
      overrides: ['max-updates:records/source'],
    });
  });

  test('stand in a dry run, and on a terminal before the question', async () => {
    const line = '! 1 BLOCKED by max-updates: 1 of 1 would change\n';
    expect(await shown('switch import s.csv --dry-run')).toContain(line);
    const tty = await world({ tty: true, stdin: 'y\n' });
    // What they held back is a part that is missing.
    expect(await tty.run('switch', 'import', 's.csv')).toBe(5);
    expect(tty.out()).toContain(line);
    expect(tty.out()).toContain('\n2 added; change set cs-');
    expect(tty.err()).toContain(': 2 to add, 1 blocked? [y/N]');
    expect(api.records.get('ams1/source/sw3')?.fields['address']).toBe('10.1.2.3');
  });
});

describe('what fits into one plan', () => {
  // What is asked is looked at; the plan itself is not needed.
  beforeEach(() => {
    api.failures.set('PlanService.CreatePlan', new WaysideError('DISK_FULL', 'the disk is full'));
  });

  const rowsOf = (count: number, description: string): string =>
    Array.from({ length: count }, (_, at) => {
      const address = `10.${20 + Math.floor(at / 65_536)}.${Math.floor(at / 256) % 256}.${at % 256}`;
      return `ams1,f2,ams1-building-${at},${address},22,cisco_ios,campus,true,${description}\n`;
    }).join('');
  const HEADINGS = 'site,floor,name,address,port,platform,credential,enabled,description\n';

  test('5,000 switches with all their columns, and the size is not taken for more than 1.5 of what it is', async () => {
    const made = await world();
    writeFileSync(join(made.folder, 'big.csv'), HEADINGS + rowsOf(5000, 'closet on the left'));
    expect(await made.run('switch', 'import', 'big.csv', '--plan')).toBe(1);
    const request = requestOf('PlanService.CreatePlan');
    expect(request['operations']).toHaveLength(10_000);
    const real = protos().message('wayside.v1.CreatePlanRequest').encode(request).length;
    const guessed = (request['operations'] ?? []).reduce((sum, one) => sum + bytesOf(one), 0);
    expect(real).toBeLessThan(4_194_304);
    expect(guessed).toBeGreaterThan(real * 0.9);
    expect(guessed).toBeLessThan(real * 1.5);
  });

  test('more is refused with the row to divide at, and the part before it fits', async () => {
    const made = await world();
    writeFileSync(join(made.folder, 'huge.csv'), HEADINGS + rowsOf(1500, 'x'.repeat(4000)));
    expect(await made.run('switch', 'import', 'huge.csv', '--yes')).toBe(1);
    const [, row = ''] = /all that comes before row (\d+) fits into one plan/.exec(made.err()) ?? [];
    expect(made.err()).toContain(
      `hint: Divide the file before row ${row}, and import the parts one after the other`,
    );
    expect(api.requestsOf('PlanService.CreatePlan')).toEqual([]);
    const fitting = HEADINGS + rowsOf(Number(row) - 2, 'x'.repeat(4000));
    writeFileSync(join(made.folder, 'part.csv'), fitting);
    expect(await made.run('switch', 'import', 'part.csv', '--plan')).toBe(1);
    expect(made.err()).toContain('[DISK_FULL]');
    const real = protos().message('wayside.v1.CreatePlanRequest').encode(requestOf('PlanService.CreatePlan'));
    expect(real.length).toBeLessThan(PLAN_BYTES_MAX);
  });
});
