import { afterAll, describe, expect, test } from 'vitest';
import type { RecordView } from '../../../shared/model/index.ts';
import { campus } from '../testing/campus.ts';
import type { FakeController } from '../testing/fake-controller.ts';
import { removeWorlds, testWorld, words } from '../testing/test-host.ts';

afterAll(removeWorlds);

/** Runs one command line against the controller; everything that a person sees. */
async function shownBy(api: FakeController, line: string): Promise<string> {
  return (await testWorld({ api })).shown(...words(line));
}

function switchOf(api: FakeController): [string, RecordView] {
  const found = [...api.records].find(([, { fields }]) => fields['name'] === 'ams1-f2-sw03');
  if (!found) throw new Error('the campus has no such switch');
  return found;
}

describe('label', () => {
  test('sets and takes away several at once, and shows what is there then', async () => {
    const api = campus();
    const both = 'exit 0\nenv=prod\nowner=net=core\nstderr:\nundo: wayside history revert cs-10\n';
    expect(await shownBy(api, 'label switch ams1-f2-sw03 env=prod owner=net=core')).toBe(both);
    const one = 'exit 0\nowner=net=core\n';
    expect(await shownBy(api, 'label switch ams1-f2-sw03 env- --why moved')).toBe(
      `${one}stderr:\nundo: wayside history revert cs-11\n`,
    );
    expect(await shownBy(api, 'label switch ams1-f2-sw03 env=lab --dry-run')).toBe(
      'exit 0\nenv=lab\nowner=net=core\n',
    );
    expect(await shownBy(api, 'label switch ams1-f2-sw03')).toBe(one);
    expect(
      JSON.parse((await shownBy(api, 'label switch ams1-f2-sw03 -o json')).slice('exit 0'.length)),
    ).toMatchObject({
      fields: { 'label.owner': 'net=core' },
    });
  });

  test('names each wrong key and value, and sends nothing: S0.42', async () => {
    const api = campus();
    const world = await testWorld({ api });
    expect(await world.shown(...words('label switch ams1-f2-sw03 Env=x env='))).toMatchInlineSnapshot(`
      "exit 2
      stderr:
      wayside: nothing was changed [INVALID_INPUT]
        label.Env: must be a prefix and 1 to 63 lower-case letters, digits, dots, dashes or underscores, such as label.env
        label.env: must not be empty or have blanks around it
      "
    `);
    expect(await world.shown(...words('label switch ams1-f2-sw03 env'))).toMatch(
      /neither KEY=VALUE nor KEY-/,
    );
    expect(await world.shown(...words('label router ams1-f2-sw03 env=x'))).toMatch(/is not a kind of record/);
    expect(api.requestsOf('InventoryService.WriteRecords')).toEqual([]);
  });
});

describe('note', () => {
  test('adds one beside those of others, and takes one away by its id', async () => {
    const api = campus();
    const [key, record] = switchOf(api);
    api.records.set(key, { ...record, fields: { ...record.fields, 'note.0bob': 'fan is loud' } });
    const world = await testWorld({ api });
    expect(await world.run('note', 'switch', 'ams1-f2-sw03', 'fan is new')).toBe(0);
    expect(world.out()).toMatch(/^06\w{24} fan is new\n0bob fan is loud\n$/);
    expect(await shownBy(api, 'note switch ams1-f2-sw03 --rm 0bob')).toMatch(
      /^exit 0\n\w{26} fan is new\nstderr:\nundo: wayside history revert cs-11\n$/,
    );
    expect(await shownBy(api, 'note switch ams1-f2-sw03 --rm 0bob')).toMatch(/has no note "0bob"/);
  });
});

describe('ls', () => {
  test('shows only what has the label, in any case of its value', async () => {
    const api = campus();
    await shownBy(api, 'label switch ams1-f2-sw03 env=prod');
    const listed = await shownBy(api, 'switch ls --label env=PROD -o name');
    expect(listed).toBe('exit 0\nams1/ams1-f2-sw03\n');
    expect(api.requestsOf('InventoryService.ListRecords')[0]).toMatchObject({
      match: { 'label.env': 'PROD' },
    });
    expect(await shownBy(api, 'switch ls --label env')).toMatch(/--label must be KEY=VALUE/);
  });
});

describe('labels, notes and conflicts', () => {
  test('are shown by get, and a conflict is marked by ls', async () => {
    const api = campus();
    const [key, record] = switchOf(api);
    const values = [
      { value: 'a', origin: 'o1', by: 'user:ann', at: 2 },
      { value: 'b', origin: 'o2', by: 'user:bob', at: 1 },
    ];
    const fields = { ...record.fields, 'label.env': 'a', 'note.n1': 'look here' };
    api.records.set(key, { ...record, fields, conflicts: [{ id: 'c', field: 'label.env', values }] });
    const world = await testWorld({ api });
    const shown = await world.shown(...words('switch get ams1-f2-sw03'));
    expect(shown).toMatch(/Label: +env=a\n/);
    expect(shown).toMatch(/Note: +look here\n/);
    expect(shown).toMatch(/Conflict: +label.env: "a" by user:ann, "b" by user:bob\n/);
    expect(await world.shown(...words('switch ls'))).toMatch(/ams1-f2-sw03\(conflict\)/);
  });
});
