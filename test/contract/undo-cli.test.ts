/** Undo from the command line, against a whole controller: what was changed, by whom, and back again. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putContext, readContexts } from '../../controller/cli/contexts.ts';
import { runCli } from '../../controller/cli/run.ts';
import { removeWorlds, testWorld } from '../../controller/cli/testing/test-host.ts';
import { seededRandom, systemClock } from '../../shared/runtime/index.ts';
import { createClient } from '../../shared/transport/index.ts';
import { Live } from './support/live.ts';

let live: Live;
let home: string;
let calls = 0;
beforeAll(async () => {
  live = await Live.start();
  await live.addSite('ams1');
  home = (await testWorld()).folder;
  const file = await readContexts({ XDG_CONFIG_HOME: home });
  const { address, caFile, tokenFile } = live.controller;
  await putContext(file, { name: 'here', address, caFile, tokenFile });
});
afterAll(async () => {
  await live.stop();
  removeWorlds();
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function wayside(line: string): Promise<Ended> {
  const world = await testWorld({ env: { XDG_CONFIG_HOME: home } });
  // Ids of requests are made by it: no two calls ask under the same one.
  calls += 1;
  const random = seededRandom(calls);
  const code = await runCli(line.split(' '), {
    ...world.host,
    engine: async () => ({
      ...{ clock: systemClock, random },
      connect: async ({ address, ca, token }) =>
        createClient({ address, clock: systemClock, ca: [ca], ...(token === undefined ? {} : { token }) }),
    }),
  });
  return { code, out: world.out(), err: world.err() };
}

async function newest(): Promise<string> {
  const { out } = await wayside('history ls --limit 1 -o name');
  return out.trim();
}

test('brings a switch back that was removed, and takes that back in turn (S4.55)', async () => {
  expect(await wayside('switch add sw1 --site ams1 --address 192.0.2.1 --credential none')).toMatchObject({
    code: 0,
  });
  expect(await wayside('switch edit sw1 --label rack=r1')).toMatchObject({ code: 0 });
  const before = await wayside('switch get sw1 -o json');
  expect(before.code).toBe(0);
  expect(await wayside('switch rm sw1 --yes')).toMatchObject({ code: 0 });
  const removed = await newest();
  const shown = await wayside(`history show ${removed}`);
  expect(shown.out).toContain(' - delete ams1/sw1');
  expect(shown.out).toMatch(/Change set \w+: 2 deleted\n$/);
  const dry = await wayside(`history revert ${removed} --dry-run`);
  expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('2 to add') });
  expect((await wayside('switch get sw1')).code).toBe(3);
  const undone = await wayside(`history revert ${removed} --yes`);
  expect(undone).toMatchObject({ code: 0, out: expect.stringMatching(/\n2 added; change set \w+\n$/) });
  const undo = /undo: wayside history revert (\w+)/.exec(undone.err)?.[1] ?? '';
  const after = await wayside('switch get sw1 -o json');
  expect(fieldsOf(after.out)).toEqual(fieldsOf(before.out));
  expect((await wayside(`history show ${removed}`)).out).toContain(`; undone by ${undo}`);
  expect((await wayside(`history revert ${removed} --yes`)).err).toContain('nothing to undo');
  expect(await wayside(`history revert ${undo} --yes`)).toMatchObject({ code: 0 });
  expect((await wayside('switch get sw1')).code).toBe(3);
});

test('rm goes by a plan: a guard holds back whoever removes all switches, and the flags lift it', async () => {
  const names = Array.from({ length: 4 }, (_, i) => `gone${i}`);
  await live.addSite('ber1');
  for (const name of names) await wayside(`switch add ${name} --site ber1 --address 192.0.2.1${name.at(-1)}`);
  const all = `switch rm ${names.map((name) => `ber1/${name}`).join(' ')} ber1/gone0 --yes`;
  const blocked = await wayside(all);
  expect(blocked).toMatchObject({ code: 8, out: '' });
  expect(blocked.err).toContain('--allow max-deletes:records/switch');
  expect((await wayside('switch ls --site ber1 -o name')).out.trim().split('\n')).toHaveLength(4);
  const allow = '--allow max-deletes:records/switch --allow max-deletes:records/source';
  expect((await wayside(`${all} ${allow}`)).err).toContain('--confirm 8');
  const gone = await wayside(`${all} ${allow} --confirm 8`);
  expect(gone).toMatchObject({ code: 0, out: '4 switches removed\n' });
  expect(gone.err).toMatch(/^undo: wayside history revert \w+$/m);
});

test('history ls shows those of one site, and those that were undone', async () => {
  await live.addSite('osl1');
  await wayside('switch add only1 --site osl1 --address 192.0.2.77');
  await wayside('switch edit osl1/only1 --description mistaken');
  const edited = await newest();
  expect(await wayside(`history revert ${edited} --yes`)).toMatchObject({ code: 0 });
  const ids = async (line: string): Promise<readonly string[]> =>
    (await wayside(`history ls -o name ${line}`)).out.trim().split('\n');
  const here = await ids('--site osl1');
  expect(here).toHaveLength(4);
  expect(here).toContain(edited);
  expect(await ids('--site osl1 --filter state=undone')).toEqual([edited]);
  expect(await wayside('history ls --site nowhere')).toMatchObject({ code: 3 });
});

test('with --detailed-exitcode wrong use is an error, not a change', async () => {
  expect(await wayside('plan show 1234 --no-such-flag --detailed-exitcode')).toMatchObject({ code: 1 });
});

test('every write of one thing says how it is undone, unless nothing was written', async () => {
  const undoOf = ({ err }: Ended): string | undefined => /^undo: wayside (.+)\n$/.exec(err)?.[1];
  const added = await wayside('switch add told1 --site ams1 --address 192.0.2.31');
  const labelled = await wayside('label switch told1 rack=r7');
  const noted = await wayside('note switch told1 loud');
  expect(undoOf(await wayside('label switch told1 rack=r7'))).toBeUndefined();
  expect(undoOf(await wayside('label switch told1 rack=r8 --dry-run'))).toBeUndefined();
  const json = await wayside('label switch told1 rack=r7 env=lab -o json');
  expect(JSON.parse(json.out)).toMatchObject({ fields: { 'label.env': 'lab' } });
  for (const write of [json, noted, labelled, added])
    expect(await wayside(`${undoOf(write)} --yes`)).toMatchObject({ code: 0 });
  expect((await wayside('switch get told1')).code).toBe(3);
});

test('one file gives the address of a switch to a new one, and both are written', async () => {
  await wayside('switch add moved1 --site ams1 --address 192.0.2.41');
  const world = await testWorld();
  const file = join(world.folder, 'moved.csv');
  writeFileSync(file, 'site,name,address\nams1,new1,192.0.2.41\nams1,moved1,192.0.2.49\n');
  expect(await wayside(`switch import ${file} --yes`)).toMatchObject({
    code: 0,
    out: 'switches: 1 added, 1 changed, 0 unchanged\n',
  });
  expect((await wayside('switch get new1')).out).toContain('192.0.2.41');
});

/** What people gave of switch and source, under which ids. */
function fieldsOf(json: string): readonly object[] {
  const parts = JSON.parse(json) as Readonly<Record<string, { ref?: object; fields?: object }>>;
  return Object.values(parts).map(({ ref, fields }) => ({ ref, fields }));
}
