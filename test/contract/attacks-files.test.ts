/** Files made to do harm: archives that lead out of their folder, tables and documents that blow up when they are read. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { campus } from '../../controller/cli/testing/campus.ts';
import { removeWorlds, testWorld } from '../../controller/cli/testing/test-host.ts';
import { loadConfig } from '../../shared/config/index.ts';
import { tarEnd, tarHeader, tarPadding } from '../../shared/runtime/index.ts';
import { BACKUP_FORMAT, readBackup } from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';

afterAll(removeWorlds);

interface Entry {
  readonly name: string;
  readonly text: string;
  /** Of tar: `0` is a plain file. */
  readonly type?: string;
}

const SUM_AT = 148;
const TYPE_AT = 156;

/** A header of another type, with the sum that fits it. */
function header({ name, text, type = '0' }: Entry): Buffer {
  const block = Buffer.from(tarHeader({ name: 'x', sizeBytes: Buffer.byteLength(text) }, 0));
  block.fill(0, 0, 100);
  block.write(name, 0, 'latin1');
  block.write(type, TYPE_AT, 'latin1');
  block.fill(' ', SUM_AT, SUM_AT + 8);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, SUM_AT);
  return block;
}

function archive(entries: readonly Entry[]): Buffer {
  const parts = entries.flatMap((entry) => [
    ...[header(entry), Buffer.from(entry.text)],
    tarPadding(Buffer.byteLength(entry.text)),
  ]);
  return Buffer.concat([...parts, tarEnd()]);
}

const SHA_OF_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const FILE = { sizeBytes: 3, sha256: SHA_OF_ABC };

/** What its manifest promises, and what stands in it. */
function backup(names: readonly string[], entries: readonly Entry[], more: object = {}): Buffer {
  const manifest = {
    ...{ format: BACKUP_FORMAT, version: '1', schema: 1, meshId: 'm', fingerprint: 'f', origin: 'f.1' },
    ...{ position: 1, createdAt: 1, files: names.map((name) => ({ name, ...FILE })) },
    ...more,
  };
  return archive([{ name: 'manifest.json', text: JSON.stringify(manifest) }, ...entries]);
}

const STORE: Entry = { name: 'store.db', text: 'abc' };

/** The names that whoever restores was told to write. */
async function written(bytes: Buffer): Promise<readonly string[]> {
  const names: string[] = [];
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
  }
  await readBackup(pieces(), async ({ name }, body) => {
    names.push(name);
    for await (const part of body) expect(part.length).toBeGreaterThan(0);
  });
  return names;
}

describe('an archive to restore', () => {
  test('that is as it should be is read to its end', async () => {
    expect(
      await written(
        backup(['store.db', 'identity/ca.key'], [STORE, { name: 'identity/ca.key', text: 'abc' }]),
      ),
    ).toEqual(['store.db', 'identity/ca.key']);
  });

  const names = [
    ...[
      '../store.db',
      '/etc/passwd',
      'identity/../../x',
      'identity/..',
      'identity/.ssh',
      './store.db',
      'store.db/',
    ],
    ...[
      'identity\\..\\x',
      'C:\\x',
      'identity/a/b',
      'identity/a\nb',
      'identity/\u202ea',
      'STORE.DB',
      'master.key',
      '',
    ],
  ];
  test.each(names)('that names %j is refused before anything is written there', async (name) => {
    for (const bytes of [
      backup(['store.db', name], [STORE, { name, text: 'abc' }]),
      backup(['store.db'], [STORE, { name, text: 'abc' }]),
      backup(['store.db', 'identity/a'], [STORE, { name, text: 'abc' }]),
    ])
      expect((await errorFrom(written(bytes))).code).toBe('BACKUP_DAMAGED');
  });

  test.each([
    ['a link to another file', '1'],
    ['a symbolic link', '2'],
    ['a character device', '3'],
    ['a block device', '4'],
    ['a folder', '5'],
    ['a pipe', '6'],
    ['a long name of GNU', 'L'],
    ['a header of pax', 'x'],
    ['a sparse file', 'S'],
  ])('that holds %s is refused', async (_, type) => {
    const bytes = backup(['store.db', 'identity/a'], [STORE, { name: 'identity/a', text: 'abc', type }]);
    expect((await errorFrom(written(bytes))).code).toBe('BACKUP_DAMAGED');
  });

  test('that holds a file twice, or one more or less than it says, is refused', async () => {
    for (const bytes of [
      backup(['store.db', 'store.db'], [STORE, STORE]),
      backup(['store.db'], [STORE, STORE]),
      backup(['store.db', 'identity/a'], [STORE]),
      backup(['identity/a'], [{ name: 'identity/a', text: 'abc' }]),
    ])
      expect((await errorFrom(written(bytes))).code).toBe('BACKUP_DAMAGED');
  });

  test('whose manifest is a bomb, or packed, or no object, is refused', async () => {
    const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`;
    for (const bytes of [
      gzipSync(Buffer.alloc(10_000_000)),
      archive([{ name: 'manifest.json', text: deep }]),
      archive([{ name: 'manifest.json', text: 'x'.repeat(1_100_000) }]),
      ...['null', '[]', '3', '"x"', '{"__proto__":{"files":[]}}'].map((text) =>
        archive([{ name: 'manifest.json', text }]),
      ),
      backup(['store.db'], [STORE], {
        files: Array.from({ length: 101 }, () => ({ name: 'store.db', ...FILE })),
      }),
      backup(['store.db'], [STORE], { files: [{ name: 'store.db', ...FILE, sizeBytes: -1 }] }),
      backup(['store.db'], [STORE], { position: 1e300 }),
    ])
      expect((await errorFrom(written(bytes))).code).toBe('BACKUP_DAMAGED');
  });
});

/** Imports the text as switches; what is said, and how many calls that write were made. */
async function imported(name: string, text: string): Promise<{ code: number; said: string; writes: number }> {
  const api = campus();
  const world = await testWorld({ api });
  writeFileSync(join(world.folder, name), text);
  const code = await world.run('switch', 'import', name, '--yes');
  const writes = api.requestsOf('PlanService.ApplyPlan').length;
  return { code, said: `${world.out()}${world.err()}`, writes };
}

const ROW = 'site: ams1, name: sw99, address: 10.1.2.3';

describe('a file to import', () => {
  test.each([
    ['a hundred thousand columns', 'x.csv', `site,name${',a'.repeat(100_000)}\n`],
    ['a hundred thousand columns in a row', 'x.csv', `site,name,address\nams1,sw1${',a'.repeat(100_000)}\n`],
    ['one quoted field without end', 'x.csv', `site,name,address\nams1,"${'x'.repeat(1_000_000)}`],
    ['one field of 1 MB', 'x.csv', `site,name,address\nams1,${'x'.repeat(1_000_000)},10.1.2.3\n`],
    ['lists within lists', 'x.yaml', `${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['a value of lists within lists', 'x.yaml', `- {${ROW}, floor: ${'['.repeat(1000)}${']'.repeat(1000)}}`],
    ['two thousand keys', 'x.yaml', `- {${Array.from({ length: 2000 }, (_, i) => `k${i}: 1`).join(', ')}}`],
    ['a bomb of aliases', 'x.yaml', `a: &a [x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]\n`],
    ['a number without measure', 'x.yaml', `- {${ROW}, port: 1e999}`],
    ['a number of a hundred thousand digits', 'x.yaml', `- {${ROW}, port: ${'9'.repeat(100_000)}}`],
    ['a tag that makes objects', 'x.yaml', `- !!js/function 'function(){}'`],
  ])('of %s is refused in a few lines; nothing is written', async (_, name, text) => {
    const { code, said, writes } = await imported(name, text);
    expect([code, writes]).toEqual([2, 0]);
    expect(said.length).toBeLessThan(30_000);
    expect(said).not.toMatch(/INTERNAL|at .*\.ts:\d/);
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'with %s as heading, key, name and site changes no prototype, and is refused or taken as text',
    async (word) => {
      const keys = Object.getOwnPropertyNames(Object.prototype).length;
      const files = [
        ['x.csv', `site,name,address,${word}\nams1,sw98,10.1.2.3,x\n`],
        ['x.yaml', `- {${ROW}, ${word}: {polluted: yes}}`],
        ['x.yaml', `${word}: [{${ROW}}]`],
        ['x.csv', `site,name,address\n${word},sw98,10.1.2.3\n`],
      ] as const;
      for (const [name, text] of files) {
        const { code } = await imported(name, text);
        expect([text, code]).toEqual([text, text.startsWith(`${word}:`) ? 0 : 2]);
      }
      const named = await imported('x.csv', `site,name,address\nams1,${word},10.1.2.3\n`);
      expect([named.code, named.writes]).toEqual([0, 1]);
      expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(keys);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    },
  );
});

describe('a config file', () => {
  test.each([
    ['a bomb of aliases', `a: &a [x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nlog: {level: [*c,*c,*c]}\n`],
    ['maps within maps', `log: ${'{a: '.repeat(3000)}1${'}'.repeat(3000)}\n`],
    [
      'keys of every object',
      `__proto__: {dataDir: /tmp}\nconstructor: {prototype: {x: 1}}\nlog: {__proto__: {level: debug}}\n`,
    ],
  ])('of %s is refused by line, and changes no prototype', async (_, text) => {
    const world = await testWorld({ api: campus() });
    const file = join(world.folder, 'controller.yaml');
    writeFileSync(file, text, { mode: 0o600 });
    const keys = Object.getOwnPropertyNames(Object.prototype).length;
    const error = await errorFrom(Promise.resolve().then(() => loadConfig('controller', { env: {}, file })));
    expect(error.code).toMatch(/^(INVALID_INPUT|UNKNOWN_KEY)$/);
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(keys);
  });
});
