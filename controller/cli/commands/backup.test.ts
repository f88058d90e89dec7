import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { tarEnd, tarHeader, tarPadding } from '../../../shared/runtime/index.ts';
import { FakeController } from '../testing/fake-controller.ts';
import { removeWorlds, type TestWorld, testWorld } from '../testing/test-host.ts';

afterEach(removeWorlds);

function archive(store = 'the store'): Buffer {
  const sha256 = createHash('sha256').update(store).digest('hex');
  const manifest = JSON.stringify({
    ...{ format: 'wayside/backup/1', version: '1.2.3', schema: 2, meshId: 'm1', fingerprint: 'abc' },
    ...{ origin: 'abc.1', position: 42, createdAt: 1_800_000_000_000 },
    files: [{ name: 'store.db', sizeBytes: store.length, sha256 }],
  });
  const files = [
    ['manifest.json', manifest],
    ['store.db', store],
  ] as const;
  const parts = files.flatMap(([name, text]) => {
    const sizeBytes = Buffer.byteLength(text);
    return [tarHeader({ name, sizeBytes }, 0), Buffer.from(text), tarPadding(sizeBytes)];
  });
  return Buffer.concat([...parts, tarEnd()]);
}

async function worldWith(bytes: Buffer): Promise<TestWorld> {
  const api = new FakeController();
  const pieces = [bytes.subarray(0, 700), bytes.subarray(700)];
  api.backup = pieces.map((data) => ({ data, totalBytes: String(bytes.length) }));
  return testWorld({ api });
}

describe('backup create', () => {
  it('writes a file that only its owner can read, and says what is in it and what is not', async () => {
    const world = await worldWith(archive());
    expect(await world.shown('--utc', 'backup', 'create', 'b.tar')).toContain('Master key:  not in it');
    expect(world.out()).toContain('abc.1, up to position 42');
    const file = join(world.folder, 'b.tar');
    expect(readFileSync(file).equals(archive())).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('names the file by the time in a folder, and replaces none', async () => {
    const world = await worldWith(archive());
    mkdirSync(join(world.folder, 'kept'));
    expect(await world.run('backup', 'create', 'kept')).toBe(0);
    expect(readdirSync(join(world.folder, 'kept'))).toEqual([
      expect.stringMatching(/^wayside-\d{8}T\d{6}Z\.tar$/),
    ]);
    writeFileSync(join(world.folder, 'there.tar'), 'mine');
    expect(await world.shown('backup', 'create', 'there.tar')).toContain('exit 7');
    expect(readFileSync(join(world.folder, 'there.tar'), 'utf8')).toBe('mine');
  });

  it('keeps nothing of one that is cut short or damaged on the way', async () => {
    for (const bytes of [
      archive().subarray(0, 1200),
      Buffer.from(archive().toString('latin1').replace('the store', 'the stoRe'), 'latin1'),
    ]) {
      const world = await worldWith(bytes);
      expect(await world.run('backup', 'create', 'b.tar')).toBe(1);
      expect(world.err()).toContain('b.tar.part');
      expect(readdirSync(world.folder).filter((name) => name.startsWith('b.tar'))).toEqual([]);
    }
  });
});

describe('backup verify', () => {
  it('needs no controller, and gives the manifest as JSON', async () => {
    const world = await testWorld();
    writeFileSync(join(world.folder, 'b.tar'), archive());
    expect(await world.run('backup', 'verify', 'b.tar', '-o', 'json')).toBe(0);
    expect(JSON.parse(world.out())).toMatchObject({
      ...{ file: join(world.folder, 'b.tar'), masterKeyIncluded: false },
      ...{ signed: false, signatureChecked: false },
      manifest: { schema: 2, position: 42, files: [{ name: 'store.db' }] },
    });
  });

  it('names the file and what is wrong with it', async () => {
    const world = await testWorld();
    writeFileSync(join(world.folder, 'b.tar'), archive().subarray(0, 1100));
    expect(await world.shown('backup', 'verify', 'b.tar')).toContain('b.tar: it is cut short');
    writeFileSync(join(world.folder, 'words.tar'), 'words '.repeat(1000));
    expect(await world.shown('backup', 'verify', 'words.tar')).toContain('it is no archive');
    expect(await world.run('backup', 'verify', 'none.tar')).toBe(3);
  });
});

describe('backup restore', () => {
  it('is done by the program of the controller that is installed here, with its words and its result', async () => {
    const { folder } = await testWorld();
    mkdirSync(join(folder, 'controller'));
    writeFileSync(
      join(folder, 'controller', 'main.js'),
      'console.log(process.argv.slice(2).join(" ")); console.error("why not"); process.exit(process.argv.includes("--check") ? 1 : 0);',
    );
    writeFileSync(join(folder, 'package.json'), '{}');
    const world = await testWorld({ installation: folder });
    expect(await world.run('backup', 'restore', 'b.tar', '--config', 'c.yaml')).toBe(0);
    const [at, config] = [join(world.folder, 'b.tar'), join(world.folder, 'c.yaml')];
    expect(world.out()).toBe(`restore ${at} --config ${config}\n`);
    expect(await world.run('backup', 'restore', 'b.tar', '--check', '--unsigned')).toBe(1);
    expect(world.out()).toContain(`restore ${at} --check --unsigned\n`);
    expect(world.err()).toContain('why not');
  });

  it('says where to go when there is no such program', async () => {
    const world = await testWorld();
    expect(await world.shown('backup', 'restore', 'b.tar')).toContain('on the machine of the controller');
    expect(existsSync(join(world.folder, 'b.tar'))).toBe(false);
  });
});
