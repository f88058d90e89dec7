/** An agent looked after on its own host, beside a running controller: status, doctor and bundle. */
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentBundle, examineAgent, readLife } from '../../agent/health/index.ts';
import { doctorOf } from '../../agent/start.ts';
import { type AgentConfig, loadConfig } from '../../shared/config/index.ts';
import { agentParts, type Finding } from '../../shared/model/index.ts';
import { makeBundle, readBundle, systemClock } from '../../shared/runtime/index.ts';
import { type JoinedAgent, Live } from './support/live.ts';

let live: Live;
let agent: JoinedAgent;

beforeAll(async () => {
  live = await Live.start({ env: { WAYSIDE_AGENTS__HEARTBEAT: '1s' } });
  await live.addSite('ams1');
  agent = await live.startAgent('ams1', 'beside');
});
afterAll(() => live.stop());

function load(env: Readonly<Record<string, string>> = {}): AgentConfig {
  return loadConfig('agent', { env: { WAYSIDE_DATA_DIR: agent.dataDir, ...env }, file: undefined }).values;
}

async function examine(env: Readonly<Record<string, string>> = {}): Promise<readonly Finding[]> {
  return examineAgent(doctorOf(() => load(env), {}));
}

const of = (findings: readonly Finding[], check: string) => findings.filter((one) => one.check === check);

test('doctor tells what of writes.* would keep the agent from starting', async () => {
  const [found, ...others] = await examine({ WAYSIDE_WRITES__ACTIONS: 'update,destroy' });
  expect(found).toMatchObject({
    ...{ check: 'configuration', level: 'problem' },
    message: expect.stringMatching(
      /^[^;]*writes\.actions\[1\] "destroy" is none of [^;]* \[INVALID_INPUT\]$/,
    ),
  });
  expect(others).toEqual([]);
});

describe('status', () => {
  test('of an agent that runs tells its process, session, certificate and spool', () => {
    const life = readLife(load());
    expect(life).toMatchObject({
      isRunning: true,
      state: {
        pid: process.pid,
        http: agent.httpUrl,
        session: { up: true, controller: expect.stringMatching(/\.1$/) },
      },
      store: { spool: { deltas: 0, bytes: 0 }, sources: [] },
    });
    expect(life.certificateExpiresAt).toBeGreaterThan(systemClock.now());
    expect(statSync(join(agent.dataDir, 'state.json')).mode & 0o777).toBe(0o600);
  });
});

describe('doctor', () => {
  test('finds nothing wrong with an agent that is well, and says what it looked at', async () => {
    const findings = await examine();
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual([
      ...['configuration', 'files', 'disk', 'writes', 'store', 'agent', 'vault', 'spool', 'session', 'clock'],
      ...['identity', 'certificate', 'controller'],
    ]);
    expect(of(findings, 'vault')[0]?.message).toContain('1 credential');
  });

  test('names each file that others can use, with its chmod', async () => {
    const key = join(agent.dataDir, 'identity', 'keys.json');
    chmodSync(key, 0o640);
    try {
      expect(of(await examine(), 'files')).toMatchObject([
        {
          level: 'problem',
          reason: 'agent-files',
          message: `others can use ${key} (mode 0640)`,
          hint: `chmod 600 ${key}`,
        },
      ]);
    } finally {
      chmodSync(key, 0o600);
    }
  });

  test('S0.59 S4.44 tells a name that is not known from a port that is closed and from another controller', async () => {
    const other = await Live.start();
    try {
      const { port } = live.controller;
      const addresses = [
        'no-such-host.invalid:7443',
        '127.0.0.1:1',
        other.controller.address,
        `127.0.0.1:${port}`,
      ];
      const found = of(await examine({ WAYSIDE_CONTROLLER__ADDRESSES: addresses.join(',') }), 'controller');
      expect(found.map(({ level }) => level)).toEqual(['warning', 'warning', 'warning', 'ok']);
      expect(found.map(({ hint }) => hint)).toEqual([
        expect.stringContaining('DNS'),
        expect.stringContaining('firewall'),
        expect.stringContaining('Another controller answers there'),
        undefined,
      ]);
      // With none that answers each of them is a problem.
      const none = await examine({ WAYSIDE_CONTROLLER__ADDRESSES: '127.0.0.1:1' });
      expect(of(none, 'controller')).toMatchObject([{ level: 'problem' }]);
    } finally {
      await other.stop();
    }
  });

  test('says that a configuration is wrong, and where', async () => {
    const findings = await examine({ WAYSIDE_OUTBOX__MAX_SIZE: 'much' });
    expect(findings).toMatchObject([
      {
        level: 'problem',
        check: 'configuration',
        message: expect.stringContaining('WAYSIDE_OUTBOX__MAX_SIZE'),
      },
    ]);
  });

  test('S4.44 sees a clock that is off, by what the controller said at the welcome', async () => {
    const file = join(agent.dataDir, 'state.json');
    const state = readFileSync(file, 'utf8');
    try {
      for (const [ms, reason] of [
        [45_000, 'agent-clock-off'],
        [-400_000, 'agent-clock-wrong'],
      ] as const) {
        writeFileSync(file, state.replace(/"clockAheadMs":-?\d+/, `"clockAheadMs":${ms}`));
        expect(of(await examine(), 'clock')).toMatchObject([
          { reason, message: expect.stringMatching(/ahead|behind/) },
        ]);
      }
    } finally {
      writeFileSync(file, state);
    }
  });
});

describe('the support bundle of an agent', () => {
  test('S0.62 holds all parts while it runs, its figures too, and no secret', async () => {
    const log = join(live.dir, 'agent.log');
    writeFileSync(log, '{"msg":"agent.ready"}\n');
    const parts = agentBundle(doctorOf(() => load({ WAYSIDE_LOG__FILE: log }), {}));
    const bytes = await makeBundle(parts, { program: 'agent', version: '1', clock: systemClock });
    const { manifest, contents } = await readBundle(
      (async function* () {
        yield bytes;
      })(),
    );
    expect(manifest.failed).toEqual([]);
    expect(manifest.files.map(({ name }) => name)).toEqual(Object.keys(agentParts));
    expect(contents.get('metrics.txt')?.toString()).toContain('wayside_session_up 1');
    expect(contents.get('log.jsonl')?.toString()).toContain('agent.ready');
    const all = Buffer.concat([...contents.values()]).toString('latin1');
    const { ed25519 } = JSON.parse(readFileSync(join(agent.dataDir, 'identity', 'keys.json'), 'utf8'));
    for (const secret of [
      ed25519,
      'lab-password',
      readFileSync(join(agent.dataDir, 'master.key'), 'utf8').trim(),
    ])
      expect(all).not.toContain(secret);
  });
});

describe('an agent that lost its controller', () => {
  test('says since when and why, with the cure; and that it does not run once it is stopped', async () => {
    await live.controller.stop();
    await expect.poll(() => readLife(load()).state?.session?.up, { timeout: 10_000 }).toBe(false);
    const down = of(await examine(), 'session');
    expect(down).toMatchObject([
      { level: 'problem', message: expect.stringMatching(/^none since .*\[\w+\]$/) },
    ]);
    expect(down[0]?.hint).toMatch(/\w/);
    await agent.stop();
    const findings = await examine();
    expect(of(findings, 'agent')).toMatchObject([{ level: 'problem', message: 'it does not run' }]);
    expect(readLife(load())).toMatchObject({ isRunning: false, state: { session: { up: false } } });
  });
});
