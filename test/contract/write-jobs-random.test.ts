/** Changes while controller, agents, lines and device fail at random: nothing is sent twice, and nobody lies about it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { ChangeDevice, type Fate } from '../../agent/jobs/testing/change-device.ts';
import { isTerminal, type JobView } from '../../shared/model/index.ts';
import { type Random, randomInt, seededRandom } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { LEASE_MS, LOST_AFTER_MS } from './support/controller.ts';
import { WriteSite } from './support/write-site.ts';

beforeAll(ready);

const SEEDS = 16;
const STEPS = 6;
const EVENTS = 10;
const FATES: readonly Fate[] = [...Array<Fate>(30).fill('done'), 'refused', 'answer-lost', 'lost'];

/** What can happen next. */
const events: readonly ((site: WriteSite, job: JobView, random: Random) => Promise<void> | void)[] = [
  (site) => site.connect(...site.agents),
  (site, _, random) => site.connect(pick(site.agents, random)),
  (site, _, random) => pick(site.agents, random).cut(),
  (site, _, random) => pick(site.agents, random).kill(),
  (site) => site.restart(),
  (site) => site.pass(1000),
  (site) => site.pass(LEASE_MS / 2),
  (site, _, random) => (randomInt(random, 3) === 0 ? site.pass(LEASE_MS + 1000) : undefined),
  (site, { id }, random) => {
    if (randomInt(random, 4) > 0 || isTerminal(site.get({ id }).state)) return;
    site.rooms.jobs.cancel(id, '', 'admin');
  },
];

function pick<T>(list: readonly T[], random: Random): T {
  const one = list[randomInt(random, list.length)];
  if (one === undefined) throw new Error('an empty list');
  return one;
}

interface Course {
  readonly device: ChangeDevice;
  readonly job: JobView;
  readonly trail: readonly string[];
}

async function follow(seed: number): Promise<Course> {
  const random = seededRandom(seed);
  const device = new ChangeDevice();
  const fates = new Map<string, Fate>();
  device.fateOf = (id) => {
    const fate = fates.get(id) ?? pick(FATES, random);
    fates.set(id, fate);
    return fate;
  };
  const site = new WriteSite(device, 2);
  const trail: string[] = [];
  await site.connect(...site.agents);
  const releases = site.agents.flatMap(({ driver }) => {
    const id = `s${randomInt(random, STEPS)}`;
    return randomInt(random, 2) === 0 ? [driver.hold(id)] : [driver.holdAnswer(id)];
  });
  const job = await site.submit(STEPS);
  for (let no = 0; no < EVENTS; no += 1) {
    const at = randomInt(random, events.length);
    await events[at]?.(site, job, random);
    await site.turns();
    trail.push(`${at} ${site.get(job).state}`);
    if (randomInt(random, EVENTS) < 2) releases.pop()?.();
  }
  for (const release of releases) release();
  // Quiet: whoever is there says all that he knows, and the rest is given up.
  await site.connect(...site.agents);
  for (const ms of [20_000, LEASE_MS, LOST_AFTER_MS, LOST_AFTER_MS])
    if (!isTerminal(site.get(job).state)) await site.pass(ms);
  return { device, job: site.get(job), trail };
}

/** Where the job does not say what the device knows; empty: it does. */
function lies({ device, job }: Course): string[] {
  const found = isTerminal(job.state) ? [] : [`the job is ${job.state}`];
  for (const { id, state } of job.steps ?? []) {
    const times = device.received.filter((other) => other === id).length;
    const isDone = device.done.has(id);
    if (times > 1) found.push(`${id} reached the device ${times} times`);
    if (state === 'sent') found.push(`${id} is still ${state}`);
    if (state === 'acknowledged' && !isDone) found.push(`${id} is told as done and is not`);
    if ((state === 'planned' || state === 'not-done') && isDone)
      found.push(`${id} is told as ${state} and is done`);
  }
  if (job.state === 'succeeded' && device.done.size < STEPS) found.push('it succeeded without being done');
  return found;
}

describe('a job that writes, while everything fails at random', () => {
  const only = Number(process.env['SEED'] ?? Number.NaN);
  const seeds = Number.isNaN(only) ? Array.from({ length: SEEDS }, (_, at) => at + 1) : [only];

  test('sends nothing twice, ends, and says of each step what is so, or that it is unknown', async () => {
    const ends = new Set<string>();
    for (const seed of seeds) {
      const course = await follow(seed);
      expect(lies(course), `SEED=${seed}: ${course.trail.join(', ')}`).toEqual([]);
      ends.add(course.job.state);
    }
    if (seeds.length > 1)
      expect([...ends]).toEqual(expect.arrayContaining(['succeeded', 'partly', 'cancelled']));
  });
});
