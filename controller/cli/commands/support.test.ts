/** The commands for when something is wrong: one file for whoever helps, and more log lines for a while. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock, makeBundle } from '../../../shared/runtime/index.ts';
import { logLevelStateToWire } from '../../../shared/wire/index.ts';
import { FakeController, NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, type TestWorld, testWorld } from '../testing/test-host.ts';

afterEach(removeWorlds);

const clock = new ManualClock(NOW_MS);
const fails = (): never => {
  throw new Error('not today');
};

async function apiWithBundle(cutBytes = 0): Promise<FakeController> {
  const parts = [
    { name: 'about.json', read: () => '{}\n' },
    { name: 'audit.json', read: fails },
  ];
  const bytes = Buffer.from(await makeBundle(parts, { program: 'controller', version: '1.2.3', clock }));
  const api = new FakeController();
  const whole = bytes.subarray(0, bytes.length - cutBytes);
  api.bundle = [whole.subarray(0, 50), whole.subarray(50)].map((data) => ({
    data,
    totalBytes: String(bytes.length),
  }));
  return api;
}

const files = ({ folder }: TestWorld): readonly string[] =>
  readdirSync(folder).filter((name) => name.endsWith('.gz'));

describe('support-bundle', () => {
  it('S0.62 says what it will hold, asks, and writes a file that only its owner can read', async () => {
    const world = await testWorld({ api: await apiWithBundle(), tty: true, stdin: 'y\n' });
    expect(await world.run('support-bundle')).toBe(0);
    expect(world.err()).toContain('The bundle will hold:');
    expect(world.err()).toMatch(/log\.jsonl +the last 1 MiB of log lines/);
    expect(world.err()).not.toContain('inventory.jsonl');
    expect(files(world)).toEqual(['wayside-controller-20270115T080000Z.tar.gz']);
    expect(statSync(join(world.folder, files(world)[0] ?? '')).mode & 0o777).toBe(0o600);
    expect(world.out()).toContain('Missing:  audit.json');
    expect(world.err()).toContain('audit.json could not be made');
  });

  it('asks nothing of the controller when the answer is no, or when there is nobody to ask', async () => {
    for (const options of [{ tty: true, stdin: 'n\n' }, { tty: false }]) {
      const api = await apiWithBundle();
      const world = await testWorld({ api, ...options });
      expect(await world.run('support-bundle')).not.toBe(0);
      expect(api.requestsOf('SupportService.CreateSupportBundle')).toEqual([]);
      expect(files(world)).toEqual([]);
    }
  });

  it('puts no file in the place of another, and keeps nothing of a bundle that is cut short', async () => {
    const world = await testWorld({ api: await apiWithBundle() });
    writeFileSync(join(world.folder, 'there.gz'), 'mine');
    expect(await world.run('support-bundle', '--yes', '-f', 'there.gz')).toBe(7);
    expect(readFileSync(join(world.folder, 'there.gz'), 'utf8')).toBe('mine');
    const cut = await testWorld({ api: await apiWithBundle(9) });
    expect(await cut.run('support-bundle', '--yes', '-f', 'cut.gz')).toBe(1);
    expect(cut.err()).toContain('not whole');
    expect(existsSync(join(cut.folder, 'cut.gz'))).toBe(false);
  });

  it('gives its manifest as JSON, and asks for records only when told to', async () => {
    const api = await apiWithBundle();
    const world = await testWorld({ api });
    expect(await world.run('support-bundle', '-y', '--with-inventory', '-f', 'b.gz', '-o', 'json')).toBe(0);
    expect(JSON.parse(world.out())).toMatchObject({
      file: join(world.folder, 'b.gz'),
      manifest: { program: 'controller', files: [{ name: 'about.json' }, {}], failed: ['audit.json'] },
    });
    expect(api.requestsOf('SupportService.CreateSupportBundle')).toEqual([{ withInventory: true }]);
  });
});

describe('log-level', () => {
  const until = NOW_MS + 600_000;
  const changed = { level: 'debug', configured: 'info', until } as const;

  async function world(): Promise<{ api: FakeController; world: TestWorld }> {
    const api = new FakeController();
    const unary = api.unary.bind(api);
    api.unary = async (method, request) => {
      const state = method.includes('.Set') ? changed : { ...changed, level: 'info', until: undefined };
      const answer = { previous: 'LOG_LEVEL_INFO', ...logLevelStateToWire(state as typeof changed) };
      await unary(method, request).catch(() => undefined);
      return answer as never;
    };
    return { api, world: await testWorld({ api }) };
  }

  it('shows the level, and changes it for a while', async () => {
    const { api, world: own } = await world();
    expect(await own.shown('--utc', 'log-level')).toMatchInlineSnapshot(`
      "exit 0
      Log level:  info, as configured
      Of:         the controller
      "
    `);
    await own.run('--utc', 'log-level', 'debug', '--agent', 'beside', '--for', '10m');
    expect(own.out()).toContain('debug until 2027-01-15 08:10:00 UTC, then info as configured');
    expect(own.out()).toMatch(/Of: +beside/);
    expect(api.requestsOf('SystemService.SetLogLevel')).toEqual([
      { level: 'LOG_LEVEL_DEBUG', agent: 'beside', ttlSeconds: 600 },
    ]);
    await own.run('log-level', 'error', '-o', 'csv');
    expect(own.out()).toContain('of,level,configured,until');
  });

  it('refuses what is no level and no time, and names the bounds', async () => {
    for (const [words, cure] of [
      [['loud'], 'debug, info, warn, error'],
      [['debug', '--for', '25h'], '1s to 24h'],
      [['debug', '--for', 'soon'], '1s to 24h'],
      [['--for', '5m'], 'goes with a LEVEL'],
    ] as const) {
      const { api, world: own } = await world();
      expect(await own.run('log-level', ...words)).toBe(2);
      expect(own.err()).toContain(cure);
      expect(api.calls).toEqual([]);
    }
  });
});
