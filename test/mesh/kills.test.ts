/**
 * kill -9 at every named point of agent and controller. After each: nothing acknowledged is lost, nothing is applied
 * twice, and every job comes to its end. The points are explained in `crash-hook.ts`.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { jobFromWire } from '../../shared/wire/index.ts';
import { pick } from '../lab/index.ts';
import { uuid } from './calls.ts';
import type { Rig } from './harness.ts';
import { RigLane } from './lane.ts';
import type { CrashPoint } from './processes.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const ROUND_MAX_MS = 90_000;
/** What the issue asks for. */
const KILLS_MIN = 50;

/** In the course of a collect; `again` is where the process is killed while it recovers from the first time. */
interface Round extends CrashPoint {
  readonly again?: CrashPoint;
}

const agentRounds: readonly Round[] = [
  { point: 'receive:jobOffered:before' },
  { point: 'attempts.begin:before', again: { point: 'send:hello:before' } },
  { point: 'attempts.begin:after' },
  { point: 'send:jobAccepted:after', again: { point: 'session.welcomed:before' } },
  { point: 'snapshots.take:before', hits: 2 },
  { point: 'outbox.insert:before' },
  { point: 'outbox.append:after', again: { point: 'send:hello:after' } },
  { point: 'snapshots.take:after', hits: 3, again: { point: 'meta.setController:before' } },
  { point: 'send:delta:before', again: { point: 'meta.setController:after' } },
  { point: 'send:delta:after', hits: 2 },
  { point: 'receive:deltaAcknowledged:before' },
  { point: 'outbox.acknowledge:before', hits: 2 },
  { point: 'attempts.end:before' },
  { point: 'attempts.end:after', again: { point: 'send:jobEnded:before' } },
  { point: 'send:jobEnded:after' },
  { point: 'attempts.forget:after' },
];

const controllerRounds: readonly Round[] = [
  { point: 'store.write:after' },
  { point: 'dispatcher.enqueue:before', again: { point: 'inventory.proveHead:before' } },
  { point: 'send:jobOffered:before', again: { point: 'send:welcome:before' } },
  { point: 'receive:jobAccepted:before', again: { point: 'send:welcome:after' } },
  { point: 'inventory.applyDelta:before', hits: 2, again: { point: 'rename:high-water.json:before' } },
  { point: 'versions.insert:after', hits: 5 },
  { point: 'scans.addDelta:after', hits: 3 },
  { point: 'inventory.applyDelta:after' },
  { point: 'send:deltaAcknowledged:before', hits: 2 },
  { point: 'send:deltaAcknowledged:after', hits: 3 },
  { point: 'receive:jobEnded:before', again: { point: 'moves.makeSoon:before' } },
  { point: 'dispatcher.ended:before' },
  { point: 'send:jobEndAcknowledged:after' },
];

/** The store seems to be a clone: a new incarnation, and the agent begins a new outbox with all that it knows. */
const restartPoints: readonly CrashPoint[] = [
  { point: 'outbox.restart:before' },
  { point: 'outbox.insert:after' },
  { point: 'outbox.restart:after' },
  { point: 'meta.setController:after' },
];

const lanes = {
  agent: new RigLane({ seed: SEED }),
  controller: new RigLane({ seed: SEED + 1 }),
  restart: new RigLane({ seed: SEED + 2 }),
};
const roundTimesMs: number[] = [];
let kills = 0;

afterAll(async () => {
  await Promise.all(Object.values(lanes).map((lane) => lane.stop()));
  const meanMs = roundTimesMs.reduce((sum, ms) => sum + ms, 0) / roundTimesMs.length;
  console.log(`seed ${SEED}: ${kills} kills in ${roundTimesMs.length} rounds of ${Math.round(meanMs)} ms`);
});

describe.concurrent(`after kill -9 nothing is lost and nothing is doubled (seed ${SEED})`, {
  timeout: ROUND_MAX_MS,
}, () => {
  // In turn, so that the rigs work side by side.
  for (let at = 0; at < Math.max(agentRounds.length, controllerRounds.length); at += 1) {
    const [agentRound, controllerRound, restart] = [agentRounds[at], controllerRounds[at], restartPoints[at]];
    if (agentRound)
      it(`of the agent at ${wordsOf(agentRound)}`, () =>
        lanes.agent.run((rig) => timed(agentDies, rig, agentRound)));
    if (controllerRound)
      it(`of the controller at ${wordsOf(controllerRound)}`, () =>
        lanes.controller.run((rig) => timed(controllerDies, rig, controllerRound)));
    if (restart)
      it(`of both, of the agent in its new outbox at ${wordsOf(restart)}`, () =>
        lanes.restart.run((rig) => timed(bothDie, rig, restart)));
  }

  it(`of both, of the controller where it queues the job of an interrupted attempt again`, () =>
    lanes.restart.run((rig) => timed(interruptedTwice, rig, { point: 'dispatcher.tryAgain:before' })));

  it('of the agent in the middle of a trace, which finds the host all the same', () =>
    lanes.restart.run((rig) => timed(tracedByTwo, rig, { point: 'attempts.begin:after' })));

  it('of the controller in the middle of a trace, which has failed when it is back', () =>
    lanes.restart.run((rig) => timed(traceInterrupted, rig, { point: 'receive:jobAccepted:after' })));
});

it(`has killed at least ${KILLS_MIN} times`, () => {
  expect(kills).toBeGreaterThanOrEqual(KILLS_MIN);
});

async function agentDies(rig: Rig, round: Round): Promise<void> {
  rig.change();
  await rig.agent.arm(round);
  const job = await rig.submit();
  await died(rig.agent.crashed());
  if (round.again) await died(rig.launchAgent(round.again).crashed());
  await rig.startAgent();
  await expectWhole(rig, job);
}

async function controllerDies(rig: Rig, round: Round): Promise<void> {
  rig.change();
  await rig.controller.arm(round);
  const request = uuid();
  // Whether the answer was lost or never made: the same question afterwards gets the one job that there is.
  const asked = rig.submit('collect', request).catch(() => undefined);
  await died(rig.controller.crashed());
  await asked;
  if (round.again) {
    rig.launchController(round.again);
    await died(rig.controller.crashed());
  }
  await rig.startController();
  await rig.reunited();
  await expectWhole(rig, await rig.submit('collect', request));
}

async function bothDie(rig: Rig, point: CrashPoint): Promise<void> {
  rig.change();
  await rig.collect();
  await died(rig.controller.kill());
  rmSync(join(rig.controllerDir, 'high-water.json'));
  await rig.agent.arm(point);
  await rig.startController();
  await rig.controller.event('incarnation.renewed');
  await died(rig.agent.crashed());
  await rig.startAgent();
  await expectWhole(rig, await rig.submit());
}

async function interruptedTwice(rig: Rig, point: CrashPoint): Promise<void> {
  rig.change();
  await rig.agent.arm({ point: 'snapshots.take:after', hits: 2 });
  const job = await rig.submit();
  await died(rig.agent.crashed());
  await rig.controller.arm(point);
  rig.launchAgent();
  await died(rig.controller.crashed());
  await rig.startController();
  await rig.reunited();
  await expectWhole(rig, job);
}

async function tracedByTwo(rig: Rig, point: CrashPoint): Promise<void> {
  await rig.agent.arm(point);
  const truth = pick(rig.lookOfCampus, 'edge');
  const traced = rig.trace(truth.mac);
  await died(rig.agent.crashed());
  await rig.startAgent();
  expect(await traced).toEqual([`${truth.switch} ${truth.port}`]);
}

async function traceInterrupted(rig: Rig, point: CrashPoint): Promise<void> {
  await rig.controller.arm(point);
  const traced = rig
    .trace(pick(rig.lookOfCampus, 'edge').mac)
    .catch((error: unknown) => WaysideError.from(error).code);
  await died(rig.controller.crashed());
  expect(await traced).toBe('CONNECTION_LOST');
  await rig.startController();
  await rig.reunited();
  const { jobs } = await rig.client.unary('JobService.ListJobs', { kind: 'trace', pageSize: 1 });
  expect(jobs.map(jobFromWire)).toMatchObject([{ state: 'failed', error: { code: 'INTERRUPTED' } }]);
  await expectWhole(rig, await rig.submit());
}

/** The job was done, if need be in another attempt, and both stores tell the same. */
async function expectWhole(rig: Rig, job: string): Promise<void> {
  const { state, error, results } = await rig.ended(job);
  expect({ state, error, results: results.length }).toEqual({
    state: 'succeeded',
    error: undefined,
    results: 3,
  });
  expect(await rig.problems()).toEqual([]);
}

async function died(death: Promise<void>): Promise<void> {
  await death;
  kills += 1;
}

async function timed<R>(round: (rig: Rig, of: R) => Promise<void>, rig: Rig, of: R): Promise<void> {
  const startMs = performance.now();
  await round(rig, of);
  roundTimesMs.push(performance.now() - startMs);
}

function wordsOf({ point, hits = 1, again }: Round): string {
  const words = hits > 1 ? `${point}, time ${hits}` : point;
  return again ? `${words}, and in its recovery at ${wordsOf(again)}` : words;
}
