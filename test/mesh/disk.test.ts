/**
 * A full disk, by the limit that the kernel puts on the size of files: from then on every write of the process fails,
 * in SQLite and elsewhere. New work is refused in clear words, nothing that was acknowledged is lost, and with room
 * again everything catches up.
 */
import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import type { Rig } from './harness.ts';
import { RigLane } from './lane.ts';
import type { Program } from './processes.ts';
import { unsettled } from './stores.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const TEST_MAX_MS = 90_000;
const LATENCY_MS = 150;

const lanes = { controller: new RigLane({ seed: SEED }), agent: new RigLane({ seed: SEED + 1 }) };
afterAll(() => Promise.all(Object.values(lanes).map((lane) => lane.stop())));

const missing = hasPrlimit() ? '' : ' (skipped: needs prlimit, apt-get install util-linux)';

describe.skipIf(missing).concurrent(`a full disk${missing} (seed ${SEED})`, { timeout: TEST_MAX_MS }, () => {
  it('of the controller: new work is refused with DISK_FULL, reads go on, and room heals it', () =>
    lanes.controller.run(async (rig) => {
      expect((await rig.collect()).state).toBe('succeeded');
      fill(rig.controller);
      const refusal = await refused(rig.submit());
      expect(refusal.code).toBe('DISK_FULL');
      expect(refusal.message).toContain('full');
      expect(refusal.hint).toContain('Free space');
      const { records } = await rig.client.unary('InventoryService.ListRecords', {
        kind: 'port',
        pageSize: 5,
      });
      expect(records.length).toBe(5);
      expect((await refused(backup(rig))).code).toBe('DISK_FULL');
      makeRoom(rig.controller);
      expect(await backup(rig)).toBeGreaterThan(100_000);
      rig.change();
      await expectWhole(rig, await rig.submit());
    }));

  it('of the controller in the middle of a collect: no delta is acknowledged, and none is lost', () =>
    lanes.controller.run(async (rig) => {
      slow(rig, LATENCY_MS);
      rig.change();
      const mark = rig.controller.mark();
      const job = await rig.submit();
      await rig.reached(job, ({ state }) => state === 'running');
      fill(rig.controller);
      await rig.controller.event('session.closed', mark);
      slow(rig, 0);
      // The lease ends too, and cannot be written down.
      await rig.controller.event('job.not-moved', mark);
      expect(rig.controller.isRunning).toBe(true);
      // Everything of this collect waits at the agent.
      expect(unsettled(rig.agentDir).deltas).toBeGreaterThan(0);
      makeRoom(rig.controller);
      await rig.agent.kill();
      await rig.startAgent();
      await expectWhole(rig, job);
    }));

  it('of the agent: it takes no job, says why, and takes it once there is room', () =>
    lanes.agent.run(async (rig) => {
      rig.change();
      const mark = rig.agent.mark();
      fill(rig.agent);
      const job = await rig.submit();
      const rejected = await rig.agent.event('job.rejected', mark);
      expect(rejected).toMatchObject({
        code: 'DISK_FULL',
        message: expect.stringContaining('disk of the agent is full'),
      });
      makeRoom(rig.agent);
      await expectWhole(rig, job);
    }));

  it('of the agent in the middle of a collect: its targets fail, what was known stays, and the next one is whole', () =>
    lanes.agent.run(async (rig) => {
      slow(rig, LATENCY_MS);
      rig.change();
      const job = await rig.submit();
      await rig.reached(job, ({ state }) => state === 'running');
      fill(rig.agent);
      const { state, results } = await rig.ended(job);
      expect(state).toBe('failed');
      expect(results.map((result) => result.error?.code)).toEqual(['DISK_FULL', 'DISK_FULL', 'DISK_FULL']);
      makeRoom(rig.agent);
      slow(rig, 0);
      expect((await rig.collect()).state).toBe('succeeded');
      // Its journal could not be told of the end that was taken without it; a start closes it.
      await rig.agent.stop();
      await rig.startAgent();
      expect(await rig.problems()).toEqual([]);
    }));
});

async function expectWhole(rig: Rig, job: string): Promise<void> {
  const { state, error } = await rig.ended(job);
  expect({ state, error }).toEqual({ state: 'succeeded', error: undefined });
  expect(await rig.problems()).toEqual([]);
}

/** Its bytes. */
async function backup(rig: Rig): Promise<number> {
  let bytes = 0;
  for await (const { data } of rig.client.stream('BackupService.CreateBackup', {})) bytes += data.length;
  return bytes;
}

async function refused(call: Promise<unknown>): Promise<WaysideError> {
  return call.then(
    () => new WaysideError('INTERNAL', 'it was not refused'),
    (error: unknown) => WaysideError.from(error),
  );
}

function slow(rig: Rig, latencyMs: number): void {
  for (const device of rig.campus.switches.values()) device.setLatency(latencyMs);
}

/** No file of the process may grow past its first byte; Node ignores the signal that comes with it. */
function fill(program: Program): void {
  limitFiles(program, '1:unlimited');
}

function makeRoom(program: Program): void {
  limitFiles(program, 'unlimited:unlimited');
}

function limitFiles(program: Program, limit: string): void {
  execFileSync('prlimit', ['--pid', String(program.pid), `--fsize=${limit}`]);
}

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version']);
    return true;
  } catch {
    return false;
  }
}
