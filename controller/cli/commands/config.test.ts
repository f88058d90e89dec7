import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../shared/config/index.ts';
import { campus } from '../testing/campus.ts';
import { removeWorlds, type TestWorld, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

async function run(world: TestWorld, ...argv: string[]): Promise<string> {
  const code = await world.run(...argv);
  return `exit ${code}\n${world.out()}${world.err() === '' ? '' : `stderr:\n${world.err()}`}`.replaceAll(
    world.folder,
    'DIR',
  );
}

describe('config', () => {
  test('validate tells every problem of a file at once (S2.28)', async () => {
    const world = await testWorld();
    writeFileSync(
      join(world.folder, 'agent.yaml'),
      'ssh:\n  conectTimeout: 15s\n  pool:\n    max: 0\nlog: info\n',
    );
    expect(await run(world, 'config', 'validate', 'agent.yaml')).toMatchInlineSnapshot(`
      "exit 2
      stderr:
      wayside: 3 problems in the configuration of the agent (DIR/agent.yaml) [UNKNOWN_KEY]
        ssh.conectTimeout (line 2): is not a key of the agent; did you mean ssh.connectTimeout?
        log (line 5): must hold keys, such as "level:"
        ssh.pool.max (line 4): must be a whole number, from 1 to 2000
        hint: wayside config explain --program agent says what each key may hold
      "
    `);
  });

  test('validate takes the program from the name of the file, and standard input', async () => {
    const world = await testWorld({ stdin: 'ssh: {pool: {max: 3}}\n' });
    expect(await run(world, 'config', 'validate', '-', '--program', 'agent')).toBe(
      'exit 0\nstandard input is valid for the agent\n',
    );
    const other = await testWorld({ stdin: 'ssh: {pool: {max: 3}}\n' });
    expect(await run(other, 'config', 'validate', '-')).toContain(
      'ssh (line 1): is a key of the agent, not of the controller',
    );
  });

  test('explain says what a key means and may hold', async () => {
    expect(await run(await testWorld(), 'config', 'explain', 'ssh.connectTimeout')).toMatchInlineSnapshot(`
      "exit 0
      Key:          ssh.connectTimeout (agent)
      Means:        How long connecting and logging in to a switch may take.
      Holds:        a duration with its unit such as 30s or 1h30m, from 1s to 2m
      Default:      15s
      Environment:  WAYSIDE_SSH__CONNECT_TIMEOUT
      "
    `);
    const both = await run(await testWorld(), 'config', 'explain', 'log.level');
    expect(both).toContain('log.level (controller)');
    expect(both).toContain('log.level (agent)');
    expect(await run(await testWorld(), 'config', 'explain', 'log.levle')).toMatchInlineSnapshot(`
      "exit 2
      stderr:
      wayside: there is no key "log.levle" [UNKNOWN_KEY]
        hint: did you mean log.level?
      "
    `);
    expect(await run(await testWorld(), 'config', 'explain', '--program', 'agent', '-o', 'name')).toContain(
      '\nssh.pool.max\n',
    );
  });

  test('view shows where each value comes from', async () => {
    const world = await testWorld({ env: { WAYSIDE_LOG__LEVEL: 'debug' } });
    writeFileSync(
      join(world.folder, 'c.yaml'),
      'api:\n  names: [wayside.example.net]\nsecrets:\n  masterKeyFile: /run/wayside/key\n',
    );
    expect(await run(world, 'config', 'view', '--config', 'c.yaml', '--show-origin')).toMatchInlineSnapshot(`
      "exit 0
      NAME                           VALUE                        ORIGIN
      dataDir                        /var/lib/wayside/controller  default
      api.listen                     0.0.0.0:7443                 default
      api.names                      [wayside.example.net]        DIR/c.yaml:2
      http.listen                    127.0.0.1:7480               default
      log.level                      debug                        WAYSIDE_LOG__LEVEL
      log.file                       (standard output)            default
      log.format                     json                         default
      secrets.masterKeyFile          /run/wayside/key             DIR/c.yaml:4
      store.busyTimeout              5s                           default
      store.cacheSize                64MiB                        default
      store.checkMaxSize             1GiB                         default
      history.managed.keep           730d                         default
      history.managed.versionsMax    200000                       default
      history.observed.keep          180d                         default
      history.observed.versionsMax   500000                       default
      history.sightings.keep         90d                          default
      history.sightings.versionsMax  1000000                      default
      jobs.lease                     30s                          default
      jobs.queueMax                  10000                        default
      jobs.timeout                   10m                          default
      jobs.workers                   32                           default
      jobs.perSite                   256                          default
      jobs.perSource                 1                            default
      trace.search                   directed                     default
      schedules                      []                           default
      plans.expireAfter              1d                           default
      plans.keep                     90d                          default
      plans.approval                 unsigned                     default
      plans.fourEyes                 false                        default
      plans.operatorKeys             []                           default
      plans.guards                   []                           default
      ports.guards                   []                           default
      conflicts.rules                []                           default
      auth.session.idle              8h                           default
      auth.session.lifetime          7d                           default
      auth.login.freeFailures        5                            default
      auth.login.delay               1s                           default
      auth.login.delayMax            5m                           default
      auth.login.forget              1h                           default
      cache.ttl.principal            1m                           default
      rateLimit.principal            120000                       default
      rateLimit.method               120000                       default
      rateLimit.address              30000                        default
      rateLimit.methods              []                           default
      agents.certificateLifetime     7d                           default
      agents.heartbeat               10s                          default
      audit.retention                400d                         default
      metrics.legacyNames            false                        default
      "
    `);
  });
});

describe('context', () => {
  const ca = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n';

  test('add, use, ls and rm', async () => {
    const world = await testWorld();
    writeFileSync(join(world.folder, 'ca.crt'), ca);
    writeFileSync(join(world.folder, 'token'), 'secret', { mode: 0o600 });
    const add = [
      'context',
      'add',
      'lab',
      '--address',
      'wayside.lab',
      '--ca-file',
      'ca.crt',
      '--token-file',
      'token',
    ];
    expect(await world.run(...add)).toBe(0);
    expect(await world.run('context', 'add', 'prod', '--address', 'wayside.prod:7444', '--use')).toBe(0);
    const file = join(world.folder, 'wayside', 'config.yaml');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8').replaceAll(world.folder, 'DIR')).toMatchInlineSnapshot(`
      "current: prod
      contexts:
        - name: lab
          address: wayside.lab:7443
          caFile: DIR/ca.crt
          tokenFile: DIR/token
        - name: prod
          address: wayside.prod:7444
      "
    `);
    const listing = await testWorld({ env: { XDG_CONFIG_HOME: world.folder } });
    expect(await run(listing, 'context', 'ls')).toMatchInlineSnapshot(`
      "exit 0
      NAME  CURRENT  ADDRESS
      lab   -        wayside.lab:7443
      prod  yes      wayside.prod:7444
      "
    `);
    expect(await world.run('context', 'use', 'lab')).toBe(0);
    expect(await world.run('context', 'rm', 'prod')).toBe(0);
    expect(await world.run('context', 'use', 'prod')).toBe(3);
    expect(world.err()).toContain('Known contexts: lab');
  });

  test('add refuses what could not work', async () => {
    const world = await testWorld();
    writeFileSync(join(world.folder, 'open'), 'secret', { mode: 0o644 });
    chmodSync(join(world.folder, 'open'), 0o644);
    expect(await world.run('context', 'add', 'x', '--address', 'a', '--token-file', 'open')).toBe(1);
    expect(world.err()).toContain('chmod 600');
    expect(await world.run('context', 'add', 'x', '--address', 'a', '--ca-file', 'open')).toBe(2);
    expect(await world.run('context', 'add', 'x')).toBe(2);
    expect(await world.run('context', 'add', 'no blanks', '--address', 'a')).toBe(2);
    expect(existsSync(join(world.folder, 'wayside'))).toBe(false);
  });

  test('a token file that others can read is refused before anything is sent', async () => {
    const api = campus();
    const world = await testWorld({ api });
    writeFileSync(join(world.folder, 'token'), 'secret');
    chmodSync(join(world.folder, 'token'), 0o640);
    expect(await world.run('status', '--token-file', 'token')).toBe(1);
    expect(world.err()).toMatch(
      /can be read by others \(mode 0640\) \[SECRET_FILE_OPEN\]\n {2}hint: chmod 600 /,
    );
    expect(world.targets).toEqual([]);
  });

  test.each([
    ['contexts: 5\n', 'contexts: must be a list'],
    ['contexts: [{name: a, adress: b}]\n', 'contexts[0].adress: is not known'],
    ['contexts: [{address: b}]\n', 'contexts[0].name: must be'],
    ['{', 'is not valid YAML'],
  ])('a broken file is told, not guessed at: %j', async (text, message) => {
    const world = await testWorld();
    mkdirSync(join(world.folder, 'wayside'));
    writeFileSync(join(world.folder, 'wayside', 'config.yaml'), text);
    expect(await world.run('context', 'ls')).toBe(2);
    expect(world.err()).toContain(message);
  });
});

describe('init (S0.27)', () => {
  test('writes two files that are valid as they are, and a context where there is none', async () => {
    const world = await testWorld();
    expect(await run(world, 'init')).toMatchInlineSnapshot(`
      "exit 0
      wrote DIR/wayside/controller.yaml
      wrote DIR/wayside/agent.yaml
      wrote DIR/wayside/config.yaml with the context local
      stderr:
      next: wayside-controller --config DIR/wayside/controller.yaml
      then: wayside doctor
      "
    `);
    for (const program of ['controller', 'agent'] as const) {
      const file = join(world.folder, 'wayside', `${program}.yaml`);
      const { values, origins } = loadConfig(program, { env: {}, file });
      expect(values.dataDir).toBe(join(world.folder, 'wayside', 'data', program));
      expect(Object.values(origins).filter(({ from }) => from === 'file').length).toBe(1);
    }
  });

  test('replaces nothing without --force', async () => {
    const world = await testWorld();
    await world.run('init', '--dir', 'w');
    expect(await world.run('init', '--dir', 'w')).toBe(7);
    expect(await world.run('init', '--dir', 'w', '--force')).toBe(0);
    expect(world.err()).toContain('has contexts already and stays as it is');
  });
});
