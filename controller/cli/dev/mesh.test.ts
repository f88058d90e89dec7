import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../../shared/config/index.ts';
import { systemClock } from '../../../shared/runtime/index.ts';
import type { Host } from '../host.ts';
import { runCli } from '../run.ts';
import { campus } from '../testing/campus.ts';
import type { FakeController } from '../testing/fake-controller.ts';
import { removeWorlds, type TestWorld, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

/**
 * Programs that behave as ours do, as far as `dev` can see; what they were called with is in their log. They listen for
 * the signal before they say that they are ready, for it may come at once.
 */
const CONTROLLER = `
const { readFileSync, mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const folder = join(dirname(process.argv[3]), 'controller');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'ca.crt'), 'PEM');
writeFileSync(join(folder, 'admin.token'), 'admin', { mode: 0o600 });
if (process.env.WAYSIDE_LOG__LEVEL) throw new Error('the environment of others reached us');
process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });
console.log('{"msg":"store.opened"}');
console.log(JSON.stringify({ msg: 'controller.ready', address: '127.0.0.1:7777', caFile: join(folder, 'ca.crt'), tokenFile: join(folder, 'admin.token') }));
setInterval(() => {}, 1000);
`;
const AGENT = `
const { readFileSync, mkdirSync } = require('node:fs');
const { dirname, join } = require('node:path');
const [command, , config] = process.argv.slice(2);
mkdirSync(join(dirname(config), 'agent'), { recursive: true });
console.log(process.argv.slice(2).join(' '));
if (command === 'enrol') { console.log('token ' + readFileSync(process.argv[6], 'utf8').trim()); process.exit(0); }
process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });
console.log('{"msg":"agent.ready"}');
console.log('{"msg":"session.opened"}');
if (process.env.BREAK) setTimeout(() => process.exit(3), 50);
setInterval(() => {}, 1000);
`;

interface Stage {
  readonly world: TestWorld;
  readonly folder: string;
  readonly api: FakeController;
  run(...argv: string[]): Promise<number>;
}

async function stage({
  agent = AGENT,
  env = {},
}: {
  readonly agent?: string;
  readonly env?: Record<string, string>;
} = {}): Promise<Stage> {
  const world = await testWorld({ env: { ...env, WAYSIDE_LOG__LEVEL: 'debug' } });
  const installation = join(world.folder, 'programs');
  for (const [name, source] of [
    ['controller', CONTROLLER],
    ['agent', agent],
  ] as const) {
    mkdirSync(join(installation, name), { recursive: true });
    writeFileSync(join(installation, name, 'main.js'), source);
  }
  const api = campus();
  const engine = await world.host.engine();
  const host: Host = {
    ...world.host,
    installation,
    engine: async () => ({ ...engine, clock: systemClock, connect: async () => api }),
  };
  return { world, api, folder: join(world.folder, 'mesh'), run: (...argv) => runCli(argv, host) };
}

describe('wayside dev (S0.28)', () => {
  test('starts a controller, lets an agent in, and says how to go on; Ctrl-C stops both', async () => {
    const { world, folder, api, run } = await stage();
    const running = run('dev', '--dir', 'mesh', '--site', 'lab1');
    await world.printed('ready: ');
    expect(world.out().replaceAll(world.folder, 'DIR')).toMatchInlineSnapshot(`
      "Controller:  127.0.0.1:7777
      Agent:       lab1-a, of site lab1
      Folder:      DIR/mesh: configuration, data and logs

      Try in another terminal:
        export XDG_CONFIG_HOME=DIR/mesh/context
        wayside status
        wayside agent ls
        wayside-agent credential set lab --targets 192.0.2.10 --username admin --config DIR/mesh/agent.yaml
        wayside switch add sw1 --site lab1 --address 192.0.2.10 --credential lab
        wayside switch test sw1

      ready: Ctrl-C stops both
      "
    `);
    expect(api.records.get('lab1/site/lab1')?.fields).toEqual({ name: 'lab1' });
    world.interrupt();
    expect(await running).toBe(0);
    const log = readFileSync(join(folder, 'agent.log'), 'utf8').replaceAll(folder, 'DIR');
    expect(log).toMatchInlineSnapshot(`
      "enrol --config DIR/agent.yaml --token-file DIR/join.token
      token wjt1.secret
      run --config DIR/agent.yaml
      {"msg":"agent.ready"}
      {"msg":"session.opened"}
      bye
      "
    `);
    expect(existsSync(join(folder, 'join.token'))).toBe(false);
    expect(readFileSync(join(folder, 'controller.log'), 'utf8')).toContain('bye');
  });

  test('writes configurations that are valid and local, and a context of its own', async () => {
    const { world, folder, run } = await stage();
    const running = run('dev', '--dir', 'mesh', '-o', 'json');
    await world.printed('"address"');
    world.interrupt();
    await running;
    const controller = loadConfig('controller', { env: {}, file: join(folder, 'controller.yaml') }).values;
    expect(controller.api.listen).toEqual({ host: '127.0.0.1', port: 0 });
    expect(controller.dataDir).toBe(join(folder, 'controller'));
    const agent = loadConfig('agent', { env: {}, file: join(folder, 'agent.yaml') }).values;
    expect(agent.controller.addresses).toEqual([{ host: '127.0.0.1', port: 7777 }]);
    expect(agent.name).toBe('dev-a');
    expect(agent.writes.enabled).toBe(false);
    const said = JSON.parse(world.out());
    const file = join(said.configHome, 'wayside', 'config.yaml');
    expect(parse(readFileSync(file, 'utf8'))).toMatchObject({
      current: 'dev',
      contexts: [{ name: 'dev', address: '127.0.0.1:7777' }],
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(join(world.folder, 'wayside'))).toBe(false);
  });

  test('lets its agent change things only when it is asked to', async () => {
    const { world, folder, run } = await stage();
    const running = run('dev', '--dir', 'mesh', '--writes', '-o', 'json');
    await world.printed('"address"');
    world.interrupt();
    await running;
    const { writes } = loadConfig('agent', { env: {}, file: join(folder, 'agent.yaml') }).values;
    expect(writes).toMatchObject({ enabled: true, approval: 'unsigned' });
  });

  test('an agent that is in already is not let in again', async () => {
    const { world, folder, api, run } = await stage();
    api.agents = api.agents.map((agent) => ({ ...agent, site: 'dev', name: 'dev-a' }));
    mkdirSync(join(folder, 'agent'), { recursive: true });
    const running = run('dev', '--dir', 'mesh');
    await world.printed('ready: ');
    world.interrupt();
    await running;
    expect(readFileSync(join(folder, 'agent.log'), 'utf8')).not.toContain('enrol');
  });

  test('when one of the two breaks, the other is stopped and the log is named', async () => {
    const { world, folder, run } = await stage({ env: { BREAK: '1' } });
    expect(await run('dev', '--dir', 'mesh')).toBe(1);
    expect(world.err()).toContain('agent ended with code 3; it said last:');
    expect(world.err()).toContain('{"msg":"session.opened"}');
    expect(world.err()).toContain(`All it said is in ${join(folder, 'agent.log')}`);
    expect(readFileSync(join(folder, 'controller.log'), 'utf8')).toContain('bye');
  });

  test('in a folder that goes away the last words are told, and no file that nobody will find', async () => {
    const { world, run } = await stage({ env: { BREAK: '1' } });
    expect(await run('dev')).toBe(1);
    expect(world.err()).toContain('{"msg":"session.opened"}');
    expect(world.err()).toContain('hint: The other one is stopped too');
    expect(world.err()).not.toContain('agent.log');
  });

  test('one that does not start is told with its last words', async () => {
    const { world, run } = await stage({ agent: 'console.error("no such vault"); process.exit(1);' });
    expect(await run('dev', '--dir', 'mesh')).toBe(1);
    expect(world.err()).toContain('agent ended with code 1');
    expect(world.err()).toContain('no such vault');
  });

  test('without --dir nothing is left behind', async () => {
    const { world, run } = await stage();
    const running = run('dev', '-o', 'json');
    await world.printed('"address"');
    const { folder } = JSON.parse(world.out());
    expect(existsSync(folder)).toBe(true);
    world.interrupt();
    await running;
    expect(existsSync(folder)).toBe(false);
  });

  test('programs that were not built come with the command that builds them', async () => {
    const world = await testWorld({ installation: '/nowhere' });
    expect(await world.run('dev', '--dir', 'mesh')).toBe(3);
    expect(world.err()).toContain('npm run build');
  });
});
