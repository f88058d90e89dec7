/** Undo from the command line, against a whole controller: what was changed, by whom, and back again. */
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

/** What people gave of switch and source, under which ids. */
function fieldsOf(json: string): readonly object[] {
  const parts = JSON.parse(json) as Readonly<Record<string, { ref?: object; fields?: object }>>;
  return Object.values(parts).map(({ ref, fields }) => ({ ref, fields }));
}
