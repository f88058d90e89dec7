import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { WaysideError } from '../errors.ts';
import type { ConfigSources, Program } from './index.ts';
import { loadConfig } from './load.ts';

const none = { where: '/etc/wayside/test.yaml', text: '' };

function failure(program: Program, sources: Partial<ConfigSources>): WaysideError {
  try {
    loadConfig(program, { env: {}, document: none, ...sources });
  } catch (error) {
    if (error instanceof WaysideError) return error;
    throw error;
  }
  throw new Error('no error');
}

const problems = (error: WaysideError): readonly string[] =>
  error.violations.map(({ field, message }) => `${field} ${message}`);

describe('precedence (S1.38): flag > environment > file > default', () => {
  const document = { where: '/etc/wayside/agent.yaml', text: 'log:\n  level: warn\n' };
  const env = { WAYSIDE_LOG__LEVEL: 'error' };

  test.each([
    ['default', { env: {}, document: none }, 'info', ''],
    ['file', { env: {}, document }, 'warn', '/etc/wayside/agent.yaml:2'],
    ['env', { env, document }, 'error', 'WAYSIDE_LOG__LEVEL'],
    ['flag', { env, document, flags: { 'log.level': 'debug' } }, 'debug', '--log-level'],
  ] as const)(
    '%s wins over what is below it, and the origin says so (S0.35)',
    (from, sources, level, where) => {
      const config = loadConfig('agent', sources);
      expect(config.values.log.level).toBe(level);
      expect(config.origins['log.level']).toEqual({ from, where });
    },
  );

  test('an empty environment variable and a flag that was not given change nothing', () => {
    const config = loadConfig('agent', {
      env: { WAYSIDE_LOG__LEVEL: '' },
      document,
      flags: { 'log.level': undefined },
    });
    expect(config.values.log.level).toBe('warn');
  });
});

describe('the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-config-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'some.yaml');
  writeFileSync(file, 'dataDir: data\nssh:\n  pool:\n    max: 10\n');

  test('is named by --config, else by WAYSIDE_CONFIG (S2.13)', () => {
    expect(loadConfig('agent', { env: {}, file }).values.ssh.pool.max).toBe(10);
    expect(loadConfig('agent', { env: { WAYSIDE_CONFIG: file } }).values.ssh.pool.max).toBe(10);
    expect(loadConfig('agent', { env: { WAYSIDE_CONFIG: '/not/there' }, file }).file).toBe(file);
  });

  test('must exist when it is named', () => {
    expect(failure('agent', { document: undefined, file: '/not/there.yaml' })).toMatchObject({
      code: 'NOT_FOUND',
      message: 'there is no file /not/there.yaml',
    });
  });

  test('has relative paths that start at its own folder; those of flags and environment start at the working one', () => {
    expect(loadConfig('agent', { env: {}, file }).values.dataDir).toBe(join(folder, 'data'));
    const env = { WAYSIDE_DATA_DIR: 'data' };
    expect(loadConfig('agent', { env, file, directory: '/work' }).values.dataDir).toBe('/work/data');
  });

  test.each(['', '# nothing\n', 'ssh:\n', 'ssh:\n  pool:\n    # max: 3\n'])(
    'may be as good as empty: %j',
    (text) => {
      const config = loadConfig('agent', { env: {}, document: { where: 'x', text } });
      expect(config.values.ssh.pool.max).toBe(256);
    },
  );
});

describe('a wrong configuration (S2.28) is reported all at once, each problem with its place', () => {
  test('values out of form or bounds, unknown keys with the nearest name, keys of another program', () => {
    const error = failure('controller', {
      document: {
        where: '/etc/wayside/controller.yaml',
        text: 'log:\n  level: warning\n  fil: x\nstore: 4\nssh:\n  pool: {max: 2}\njobs:\n  lease: 30\n',
      },
      env: { WAYSIDE_LOG_LEVEL: 'debug', WAYSIDE_STORE__CACHE_SIZE: '1B' },
      flags: { 'jobs.queueMax': '0', 'log.levl': 'info' },
    });
    expect(error.code).toBe('UNKNOWN_KEY');
    expect(error.message).toBe(
      '9 problems in the configuration of the controller (/etc/wayside/controller.yaml)',
    );
    expect(problems(error)).toMatchInlineSnapshot(`
      [
        "log.fil (line 3) is not a key of the controller; did you mean log.file?",
        "ssh (line 5) is a key of the agent, not of the controller",
        "WAYSIDE_LOG_LEVEL is not known to the controller; did you mean WAYSIDE_LOG__LEVEL?",
        "--log-levl is not a key of the controller; did you mean log.level?",
        "store (line 4) must hold keys, such as "busyTimeout:"",
        "log.level (line 2) must be one of debug, info, warn, error",
        "WAYSIDE_STORE__CACHE_SIZE must be a size with its unit such as 16MiB, from 1MiB to 16GiB",
        "jobs.lease (line 8) must be a duration with its unit such as 30s or 1h30m, from 5s to 10m",
        "--jobs-queue-max must be a whole number, from 1 to 1000000",
      ]
    `);
  });

  test('text that is no YAML names the line', () => {
    const error = failure('agent', {
      document: { where: 'x', text: 'log:\n  level: info\n  level: debug\n' },
    });
    expect(error.code).toBe('INVALID_INPUT');
    expect(problems(error)).toEqual(['line 3 is not valid YAML: Map keys must be unique']);
  });

  test.each(['- a\n', 'just words\n'])('a file without keys is refused: %j', (text) => {
    expect(problems(failure('agent', { document: { where: 'x', text } }))[0]).toContain('must hold keys');
  });

  test.each([
    ['name: 12', 'name (line 1) must be text of 1 to 1024 characters (put numbers in quotes)'],
    ['name: ""', 'name (line 1) must be text of 1 to 1024 characters (put numbers in quotes)'],
    ['http: {listen: 7481}', 'http.listen (line 1) must be host:port, such as 127.0.0.1:7443'],
    ['http: {listen: "a:70000"}', 'http.listen (line 1) must be host:port, such as 127.0.0.1:7443'],
    ['ssh: {pool: {max: 1.5}}', 'ssh.pool.max (line 1) must be a whole number, from 1 to 2000'],
    ['ssh: {perDevice: {max: 9}}', 'ssh.perDevice.max (line 1) must be a whole number, from 1 to 8'],
    ['metrics: {legacyNames: "on"}', 'metrics.legacyNames (line 1) must be true or false'],
    ['__proto__: {polluted: 1}', '__proto__ (line 1) is not a key of the agent'],
    ['constructor: 1', 'constructor (line 1) is not a key of the agent'],
  ])('%s', (text, expected) => {
    expect(problems(failure('agent', { document: { where: 'x', text } }))).toEqual([expected]);
  });

  test('aliases cannot make a small file large', () => {
    const text = `name: &a [${'x,'.repeat(50)}x]\ncontroller:\n  addresses: [${'*a,'.repeat(200)}*a]\n`;
    expect(problems(failure('agent', { document: { where: 'x', text } })).join()).toContain(
      'controller.addresses (line 3)',
    );
  });
});

describe('the environment', () => {
  test('names of other programs, and those that Kubernetes makes for a service called wayside, are not ours', () => {
    const env = {
      WAYSIDE_SERVICE_HOST: '10.0.0.1',
      WAYSIDE_PORT_7443_TCP_ADDR: '10.0.0.1',
      WAYSIDE_PORT: 'tcp://10.0.0.1:7443',
      WAYSIDE_SSH__POOL__MAX: '3',
      WAYSIDE_CONTEXT: 'lab',
      PATH: '/bin',
    };
    expect(loadConfig('controller', { env, document: none }).values.jobs.queueMax).toBe(10_000);
  });

  test('a slip in a name is an error, not silence', () => {
    expect(problems(failure('agent', { env: { WAYSIDE_DATADIR: '/x' } }))).toEqual([
      'WAYSIDE_DATADIR is not known to the agent; did you mean WAYSIDE_DATA_DIR?',
    ]);
    expect(problems(failure('agent', { env: { WAYSIDE_SSH__POOLS: '1' } }))[0]).toContain(
      'WAYSIDE_SSH__POOL',
    );
  });

  test('lists are divided by commas, words stand for true and false', () => {
    const env = { WAYSIDE_CONTROLLER__ADDRESSES: 'a, [fd00::1]:7444', WAYSIDE_METRICS__LEGACY_NAMES: '1' };
    const { controller, metrics } = loadConfig('agent', { env, document: none }).values;
    expect(controller.addresses).toEqual([
      { host: 'a', port: 7443 },
      { host: 'fd00::1', port: 7444 },
    ]);
    expect(metrics.legacyNames).toBe(true);
  });
});

describe('secrets come as files (S0.32)', () => {
  test('cred:NAME is a file in the folder of systemd', () => {
    const document = { where: '/etc/wayside/agent.yaml', text: 'secrets: {masterKeyFile: "cred:vault"}' };
    const config = loadConfig('agent', { env: { CREDENTIALS_DIRECTORY: '/run/credentials/x' }, document });
    expect(config.values.secrets.masterKeyFile).toBe('/run/credentials/x/vault');
    expect(problems(failure('agent', { document }))[0]).toContain('LoadCredential=vault');
  });

  test('a credential name cannot leave that folder', () => {
    const document = { where: '/etc/wayside/agent.yaml', text: 'secrets: {masterKeyFile: "cred:../x"}' };
    const env = { CREDENTIALS_DIRECTORY: '/run/credentials/x' };
    expect(problems(failure('agent', { env, document }))).toEqual([
      'secrets.masterKeyFile (line 1) must name the credential as cred:NAME',
    ]);
  });
});

test('the value is frozen all the way down, lists too', () => {
  const { values } = loadConfig('controller', { env: {}, document: none });
  expect(Object.isFrozen(values)).toBe(true);
  expect(Object.isFrozen(values.api.names)).toBe(true);
  expect(Object.isFrozen(values.http.listen)).toBe(true);
});

test('durations, sizes and limits of the promises have their defaults (S1.4, S1.6, S1.19, S1.20, S1.38)', () => {
  const agent = loadConfig('agent', { env: {}, document: none }).values;
  expect(agent.ssh.connectTimeoutMs).toBe(15_000);
  expect(agent.ssh.perDevice.max).toBe(1);
  expect(agent.ssh.pool).toEqual({ max: 256, idleMs: 300_000 });
  const { store } = loadConfig('controller', { env: {}, document: none }).values;
  expect(store).toEqual({
    busyTimeoutMs: 5000,
    cacheSizeBytes: 67_108_864,
    checkMaxSizeBytes: 1_073_741_824,
  });
});
