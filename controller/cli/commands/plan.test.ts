import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { PlanStep, PlanView } from '../../../shared/model/index.ts';
import { campus } from '../testing/campus.ts';
import type { FakeController } from '../testing/fake-controller.ts';
import { FakePlans } from '../testing/fake-plans.ts';
import { mixed, stepOf } from '../testing/plan-steps.ts';
import { removeWorlds, testWorld, words } from '../testing/test-host.ts';

afterAll(removeWorlds);

let api: FakeController;
let plans: FakePlans;
let id: string;

beforeEach(() => {
  api = campus();
  plans = new FakePlans(api);
  id = plans.add(mixed).view.id;
});

async function shown(line: string): Promise<string> {
  return (await testWorld({ api })).shown(...words(line));
}

async function printed(line: string): Promise<string> {
  const world = await testWorld({ api });
  expect(await world.run(...words(line))).toBe(0);
  return world.out();
}

describe('plan show', () => {
  test('a line for each thing by kind, what is deleted last, and at the end what it comes to (S3.28, S3.37)', async () => {
    expect(await shown(`plan show ${id.slice(0, 8)}`)).toBe(`exit 0
source (records)
    2 + add    ams1/sw1  address 10.1.9.1, driver switch, credential (unset)
    3 ~ change ams1/ams1-f2-sw03  address 10.1.2.3 > 10.1.2.33, credential (unset) > "campus two"
switch (records)
    1 + add    ams1/sw1  floor ams1/floor/f2  from row 2 of s.csv
switch (records): to delete
    4 - delete ams1/old
    5 ! delete ams1/older  BLOCKED by max-deletes
! 1 BLOCKED by max-deletes: 2 of 3 would be deleted, 1 at most
    make the plan with --allow max-deletes:records/switch to lift it
Plan ${id.slice(0, 12)}: 2 to add, 1 to change, 1 to delete, 1 blocked; base 8841; expires in 24h
stderr:
unsigned: nobody has to approve it; next: wayside apply ${id.slice(0, 12)}
`);
  });

  test('floors bear their names, those of the inventory and those that the plan makes', async () => {
    const floor = stepOf({
      no: 1,
      kind: 'floor',
      key: 'ams1/floor/new',
      name: 'ams1/attic',
      after: { name: 'attic' },
    });
    const moved = (no: number, after: string): ReturnType<typeof stepOf> =>
      stepOf({ no, action: 'update', before: { floor: 'ams1/floor/gone' }, after: { floor: after } });
    const { view } = plans.add([floor, moved(2, 'ams1/floor/floor2'), moved(3, 'ams1/floor/new')]);
    const out = await printed(`plan show ${view.id}`);
    expect(out).toContain('2 ~ change ams1/sw2  floor ams1/floor/gone > f2');
    expect(out).toContain('3 ~ change ams1/sw3  floor ams1/floor/gone > attic');
  });

  test('--before and --after show all that was known of a thing, and all that it would be (S3.32)', async () => {
    const out = await printed(`plan show ${id} --kind source --action update --before --after`);
    expect(out).toContain('      before: name ams1-f2-sw03, address 10.1.2.3, port 2222\n');
    expect(out).toContain(
      '      after:  name ams1-f2-sw03, address 10.1.2.33, port 2222, credential "campus two"\n',
    );
    expect(out).not.toContain('ams1/sw1');
    expect(await printed(`plan show ${id} --kind delete`)).toBe(
      await printed(`plan show ${id} --action delete`),
    );
    const gone = await printed(`plan show ${id} --action delete --after`);
    expect(gone).toContain('      after:  not there\n');
  });

  test('--summary prints what it comes to and no step', async () => {
    expect(await printed(`plan show ${id} --summary`)).not.toContain('ams1/');
  });

  test('lines stop at --limit, but what is deleted has lines of its own; the rest is counted', async () => {
    const many = [...mixed.slice(3), ...Array.from({ length: 40 }, (_, at) => stepOf({ no: at + 3 }))];
    const steps = many.map((step, at) => ({ ...step, no: at + 1 }));
    const { view } = plans.add(steps);
    const out = await printed(`plan show ${view.id} --limit 3`);
    expect(out.match(/\+ add/g)).toHaveLength(3);
    expect(out).toContain('- delete ams1/old\n');
    expect(out).toContain('  and 37 more; --limit 0 shows all\n');
    expect((await printed(`plan show ${view.id} --limit 0`)).match(/\+ add/g)).toHaveLength(40);
    // Where only a part is wanted, nobody has counted the rest.
    expect(await printed(`plan show ${view.id} --limit 3 --action add`)).toContain('  and more; --limit 0');
  });

  test('on a terminal lines are cut to its width, and -o wide shows them whole', async () => {
    const world = await testWorld({ api, tty: true });
    await world.run('plan', 'show', id);
    expect(world.out()).toContain('credential (uns…\n');
    const wide = await testWorld({ api, tty: true });
    await wide.run('plan', 'show', id, '-o', 'wide');
    expect(wide.out()).toContain('credential (unset) > "campus two"\n');
  });

  test('what cannot be undone, waits, contradicts or is risky says so in its line', async () => {
    const reason = { code: 'link-missing', message: 'network 10.0.0.0/8 is not there', override: '' };
    const { view } = plans.add([
      stepOf({ no: 1, risk: 'high', noUndo: 'the device keeps no copy' }),
      stepOf({ no: 2, standing: 'deferred', reason }),
      stepOf({
        no: 3,
        standing: 'conflict',
        reason: { ...reason, code: 'changed-since', message: 'bob changed it' },
      }),
    ]);
    const out = await printed(`plan show ${view.id}`);
    expect(out).toContain('1 + add    ams1/sw1  cannot be undone: the device keeps no copy  high risk');
    expect(out).toContain('2 ! add    ams1/sw2  DEFERRED: network 10.0.0.0/8 is not there');
    expect(out).toContain('3 ! add    ams1/sw3  CONFLICT: bob changed it');
    expect(out).toContain('1 to add, 1 conflict, 1 deferred;');
  });

  test('steering text of a device stays text', async () => {
    const { view } = plans.add([
      stepOf({ no: 1, name: 'a\u001b[2Jb', after: { name: 'x', note: '\u001b]0;x' } }),
    ]);
    for (const form of ['table', 'json', 'yaml', 'csv', 'name', 'jsonl'])
      expect(await printed(`plan show ${view.id} -o ${form}`)).not.toContain('\u001b');
  });

  test('JSON and YAML hold the plan and every step, whatever the text leaves out', async () => {
    const json = JSON.parse(await printed(`plan show ${id} -o json`)) as {
      plan: { id: string };
      steps: object[];
    };
    expect(json.plan.id).toBe(id);
    expect(json.steps).toHaveLength(5);
    expect(json.steps[2]).toMatchObject({
      ...{ number: 3, action: 'STEP_ACTION_UPDATE', token: 'etag7' },
      fields: [{ field: 'address', before: '10.1.2.3', after: '10.1.2.33' }, { field: 'credential' }],
    });
    expect(parse(await printed(`plan show ${id} -o yaml`))).toEqual(json);
    const { view } = plans.add([]);
    expect(JSON.parse(await printed(`plan show ${view.id} -o json`))).toMatchObject({ steps: [] });
    expect(parse(await printed(`plan show ${view.id} -o yaml`))).toMatchObject({ steps: [] });
  });

  test('jsonl begins with a version and ends with the summary', async () => {
    const lines = (await printed(`plan show ${id} -o jsonl --kind switch`)).trimEnd().split('\n');
    const records = lines.map((line) => JSON.parse(line) as { type: string });
    expect(records.map(({ type }) => type)).toEqual(['version', 'step', 'step', 'step', 'change_summary']);
    expect(records[0]).toEqual({ type: 'version', format: 1, wayside: 'unknown' });
    expect(records.at(-1)).toMatchObject({ plan: { id, summary: { counts: { create: 2 } } } });
  });

  test('csv has a row for each step, name its key', async () => {
    const rows = (await printed(`plan show ${id} -o csv`)).trimEnd().split('\n');
    expect(rows).toHaveLength(6);
    expect(rows[3]).toContain('3,update,ready,records,source,ams1/source/sw3,ams1/ams1-f2-sw03,ams1,');
    expect(await printed(`plan show ${id} -o name --action delete`)).toBe(
      'ams1/switch/sw4\nams1/switch/sw5\n',
    );
  });

  test('jsonl is for commands that print lines of JSON', async () => {
    expect(await shown('switch ls -o jsonl')).toContain('exit 2');
    expect(await shown('-o jsonl switch ls')).toContain('switch ls does not print jsonl; it takes -o json');
    expect((await printed(`-o jsonl plan show ${id}`)).split('\n')[0]).toContain('"type":"version"');
  });

  test('--detailed-exitcode: 0 nothing to do, 2 changes, 1 an error (S3.29)', async () => {
    const { view } = plans.add([]);
    expect(await shown(`plan show ${view.id} --detailed-exitcode`)).toContain('exit 0\nPlan ');
    expect(await shown(`plan show ${view.id}`)).toContain(': nothing to do; base 8841;');
    expect(await shown(`plan show ${id} --detailed-exitcode`)).toContain('exit 2\nsource');
    expect(await shown('plan show 0000 --detailed-exitcode')).toContain('exit 1\n');
    expect(await shown('plan show 0000')).toBe(
      'exit 3\nstderr:\nwayside: there is no plan 0000 [NOT_FOUND]\n  hint: `wayside plan ls` lists them\n',
    );
  });

  test('words that it does not know are refused with those that it knows', async () => {
    expect(await shown(`plan show ${id} --action destroy`)).toContain(
      'hint: Actions: create, update, delete, link, unlink, adopt',
    );
  });
});

describe('what plan show says to do next', () => {
  const approval = { plan: '', key: 'k', by: 'user:ann', approvedAt: 1, expiresAt: 2, signature: 's' };
  const own = { ...approval, by: 'user:admin' };
  const reason = { code: 'changed-since', message: 'bob changed it', override: '' };
  const conflict = [stepOf({ no: 1, standing: 'conflict', reason })];
  const approve = 'next: wayside plan approve ID, then wayside apply ID';
  const other = `another person than user:admin has to approve it; ${approve}`;

  test.each<[string, Partial<PlanView>, readonly PlanStep[], string]>([
    ['nobody has agreed', { approval: 'signed' }, mixed, `not approved by an operator key yet; ${approve}`],
    ['somebody has', { approvals: [approval] }, mixed, 'approved by user:ann; next: wayside apply ID'],
    ['approvals were taken back', { revoked: true }, mixed, `its approvals were taken back; ${approve}`],
    [
      'and somebody agreed again',
      { revoked: true, approvals: [approval] },
      mixed,
      'approved by user:ann; next: wayside apply ID',
    ],
    ['another has to agree', { fourEyes: true }, mixed, other],
    ['and only its maker has', { fourEyes: true, approval: 'signed', approvals: [own] }, mixed, other],
    [
      'taken back, and another has to agree',
      { fourEyes: true, revoked: true },
      mixed,
      `its approvals were taken back; ${other}`,
    ],
    [
      'guards block all of it',
      {},
      mixed.slice(4).map((step) => ({ ...step, no: 1 })),
      'nothing of it can be done; if all of it is meant, make it again with --allow max-deletes:records/switch',
    ],
    [
      'all of it contradicts',
      {},
      conflict,
      'nothing of it can be done, for the reasons that it names; mend those, then make the plan again',
    ],
    [
      'nothing of it can be undone',
      { planner: 'revert' },
      conflict,
      'nothing of it can be undone, for the reasons that it names; what is to change all the same is edited',
    ],
  ])('%s', async (_when, change, steps, words) => {
    const { view } = plans.add(steps, { title: 'another', ...change });
    const text = await shown(`plan show ${view.id}`);
    expect(text.split('\n').at(-2)).toBe(words.replaceAll('ID', view.id.slice(0, 12)));
  });
});

describe('plan ls', () => {
  test('newest first, with signs for what each would do', async () => {
    plans.add([stepOf({ no: 1 })], { title: 'import of s.csv', planner: 'import' });
    expect(await shown('plan ls')).toBe(`exit 0
NAME          STATE  PLANNER  STEPS        TITLE            EXPIRES  AGE
${[...plans.plans.keys()][1]?.slice(0, 12)}  open   import   +1           import of s.csv  24h      0s
${id.slice(0, 12)}  open   edit     +2 ~1 -1 !1  edit of things   24h      0s
`);
    expect(await printed('plan ls --filter planner=import -o name')).not.toContain(id.slice(0, 12));
    expect(await shown('plan ls --limit 1')).toContain('only the newest 1; --limit 0 lists all');
  });

  test('csv has full ids and a column for each count', async () => {
    const [head, row] = (await printed('plan ls -o csv')).split('\n');
    expect(head).toContain('id,state,planner,title,why,by,made,expires,create,update,delete');
    expect(row).toContain(`${id},open,edit,edit of things,,user:admin,`);
  });
});

test('completion offers the ids of plans', async () => {
  const { complete } = await import('../complete.ts');
  const { commands, families } = await import('../catalogue.ts');
  const { host } = await testWorld({ api });
  expect(await complete(['apply', ''], { commands, families }, host)).toEqual([id.slice(0, 12)]);
});
