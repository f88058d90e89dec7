import { afterAll, describe, expect, test } from 'vitest';
import type { AgentView } from '../../../shared/model/index.ts';
import { campus } from '../testing/campus.ts';
import { NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

const HOUR_MS = 3_600_000;

function change(api: ReturnType<typeof campus>, more: Partial<AgentView>): void {
  api.agents = api.agents.map((agent) => (agent.name === 'ams1-a' ? { ...agent, ...more } : agent));
}

describe('taking an agent out of work', () => {
  test('drain, maintenance and resume send what was given, and say what comes next', async () => {
    const api = campus();
    const said = async (...argv: string[]): Promise<string> =>
      (await testWorld({ api })).shown('agent', ...argv);
    expect(await said('drain', 'ams1-a', '--why', 'new disk')).toMatchInlineSnapshot(`
      "exit 0
      agent ams1/ams1-a is draining
      stderr:
      wayside agent get ams1-a shows when it is drained; then: wayside agent resume ams1-a
      "
    `);
    expect(api.calls.at(-1)?.request).toEqual({ id: 'ams1-a', why: 'new disk', deadlineSeconds: 0 });
    await said('drain', 'ams1-a', '--deadline', '2m');
    expect(api.calls.at(-1)?.request).toMatchObject({ deadlineSeconds: 120 });
    expect(await said('resume', 'ams1-a')).toMatchInlineSnapshot(`
      "exit 0
      agent ams1/ams1-a may work again
      "
    `);
    expect(await said('maintenance', 'ams1-a', '--for', '2h')).toMatchInlineSnapshot(`
      "exit 0
      agent ams1/ams1-a is in maintenance
      stderr:
      it ends by itself; sooner with: wayside agent resume ams1-a
      "
    `);
    expect(api.calls.at(-1)?.request).toEqual({ id: 'ams1-a', why: '', durationSeconds: 7200 });
  });

  test('a maintenance needs its time, and a time must be one', async () => {
    const world = await testWorld({ api: campus() });
    expect(await world.shown('agent', 'maintenance', 'ams1-a')).toContain('--for');
    expect(await world.shown('agent', 'maintenance', 'ams1-a', '--for', 'ever')).toContain(
      '--for must be a duration',
    );
    for (const [verb, flag, text, max] of [
      ['drain', '--deadline', '0s', '1d'],
      ['drain', '--deadline', '25h', '1d'],
      ['maintenance', '--for', '30d', '14d'],
    ] as const)
      expect(await world.shown('agent', verb, 'ams1-a', flag, text)).toContain(
        `wayside: ${flag} must be from 1s to ${max} [INVALID_INPUT]`,
      );
  });

  test('shows in ls and get: by whom, since when and why; and three ways to be alive', async () => {
    const api = campus();
    const reason = 'drained by user:ann: new disk';
    change(api, {
      ...{ state: 'drained', reason, labels: { rack: 'r4' } },
      duty: { kind: 'drain', since: NOW_MS - HOUR_MS, by: 'user:ann', why: 'new disk', until: NOW_MS },
      liveness: {
        transport: { state: 'failing', since: NOW_MS - HOUR_MS, cause: reason },
        heartbeat: { state: 'failing', since: NOW_MS - HOUR_MS, cause: 'nothing was heard since' },
        drivers: {
          state: 'failing',
          since: NOW_MS - 2 * HOUR_MS,
          cause: 'it reaches 4 of 5; sw1: TIMEOUT: late',
        },
      },
    });
    const world = await testWorld({ api });
    const get = await world.shown('--utc', 'agent', 'get', 'ams1-a');
    expect(get).toMatch(/Out of work: +drain by user:ann since .*\(60m ago\): new disk/);
    expect(get).toMatch(/Heartbeat: +failing for 60m: nothing was heard since/);
    expect(get).toMatch(/Drivers: +failing for 2h: it reaches 4 of 5; sw1: TIMEOUT: late/);
    expect(get).toMatch(/Labels: +rack=r4/);
    expect(await world.shown('agent', 'ls')).toMatch(
      /ams1-a +ams1 +drained +3d +drained by user:ann: new disk/,
    );
    expect(await world.shown('agent', 'ls', '-o', 'wide')).toMatch(/failing +failing +it reaches 4 of 5/);
    expect(await world.shown('agent', 'ls', '-o', 'csv')).toMatch(/,drain,failing,failing,failing\n/);
  });
});
