/** The load kit over a controller in this process: what it makes, what it finds wrong, what it takes away again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../shared/runtime/index.ts';
import { sample } from '../house/sample.ts';
import {
  checkRecords,
  Fleet,
  type LoadController,
  parseLoadOptions,
  problemsOf,
  reportText,
  runLoad,
} from '../lab/load/index.ts';

import { Live } from './support/live.ts';

/** A hundred TLS handshakes and synced writes, on a machine that may have much else to do. */
const BUSY_MACHINE_MS = 60_000;

async function live(): Promise<Live> {
  const running = await Live.start();
  onTestFinished(() => running.stop());
  return running;
}

/** For `runLoad`; nothing of it is stopped there. */
function placeOf({ admin: client, controller: { address }, caPem, token }: Live): LoadController {
  const access = { address, ca: [caPem], token };
  return { address, client, access, pid: undefined, stop: () => Promise.resolve() };
}

test(
  'the load of the guide joins its agents, runs jobs and changes, and finds every record again; --clean takes all away',
  async () => {
    const running = await live();
    const { admin: client } = running;
    const [command = ''] = sample('load').commands;
    const [npm, words = ''] = command.split(' -- ');
    expect(npm).toBe('npm run load');
    const options = parseLoadOptions([...words.split(' '), '--sites', '2', '--records', '5', '--clean']);
    const said: string[] = [];
    const report = await runLoad(options, {
      controller: placeOf(running),
      say: (line) => said.push(line),
      signal: new AbortController().signal,
    });
    expect(problemsOf(report)).toEqual([]);
    expect(report.check).toMatchObject({ records: 25, missing: 0, different: 0, more: 0 });
    expect(report.jobs.answered).toBeGreaterThan(0);
    expect(report.changes).toBeGreaterThan(0);
    expect(report.broadcasts).toMatchObject([{ state: 'SUCCEEDED', targets: 5, answers: 5 }]);
    expect(report.eachMs).toHaveLength(1);
    expect(reportText(report)).toContain('nothing lost, nothing doubled, every job ended');
    expect(said.at(-1)).toBe('removed 5 agents and 2 sites');
    const { agents } = await client.unary('AgentService.ListAgents', {});
    const { records } = await client.unary('InventoryService.ListRecords', { kind: 'site' });
    expect([agents, records]).toEqual([[], []]);
  },
  BUSY_MACHINE_MS,
);

test(
  'agents spread over processes are one load: one job for all of them, one report, and no process is left',
  async () => {
    const running = await live();
    const line = '--agents 5 --sites 3 --records 4 --seconds 1 --processes 2 --jobs 5 --faults restart';
    const report = await runLoad(parseLoadOptions([...line.split(' '), '--fault-every', '1']), {
      ...{ controller: placeOf(running), say: () => undefined, signal: new AbortController().signal },
    });
    expect(problemsOf(report)).toEqual([]);
    expect(report).toMatchObject({
      ...{ firstScans: { changes: 20 }, check: { records: 20, missing: 0, more: 0 } },
      ...{ broadcasts: [{ targets: 5, answers: 5 }], cost: { processes: 2 } },
    });
    expect(report.jobs.answered).toBeGreaterThan(0);
    const { agents } = await running.admin.unary('AgentService.ListAgents', {});
    expect(agents.map(({ name }) => name).toSorted()).toEqual([1, 2, 3, 4, 5].map((at) => `agent-${at}`));
  },
  BUSY_MACHINE_MS,
);

test('a record that an agent has and never told is found, and so is one that the controller alone has', async () => {
  const { admin: client } = await live();
  const dir = mkdtempSync(join(tmpdir(), 'wayside-load-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const fleet = new Fleet({
    ...{ client, clock: systemClock, agents: 2, sites: 1, records: 4, latencyMs: 0, failureShare: 0 },
    ...{ seed: 3, durable: false, prefix: 'load', dir },
  });
  onTestFinished(() => fleet.stop());
  await fleet.prepare();
  await fleet.join();
  await fleet.connect();
  await fleet.scan();
  expect(await checkRecords(client, fleet)).toMatchObject({
    missing: 0,
    different: 0,
    more: 0,
    examples: [],
  });
  const [first, second] = fleet.agents;
  first?.source.change(1);
  second?.source.forget(1);
  const checked = await checkRecords(client, fleet);
  expect(checked).toMatchObject({ missing: 0, different: 1, more: 1 });
  expect(checked.examples).toHaveLength(2);
});
