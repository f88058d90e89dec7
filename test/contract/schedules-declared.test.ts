/** Schedules that stand in the controller's configuration: a start makes what is there into what the file says. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type DeclaredChange, Schedules } from '../../controller/jobs/index.ts';
import { declaredSchedules, loadConfig } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import type { ScheduleView } from '../../shared/model/index.ts';
import { type Random, seededRandom, silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './support/controller.ts';
import { FakeAgent } from './support/fake-agent.ts';

const WHERE = '/etc/wayside/controller.yaml';
const HOUR_MS = 3_600_000;
const NIGHTLY = '{name: nightly, site: ams1, cron: 0 3 * * *, why: picture}';
const OFTEN = '{name: often, site: ams1, every: 1h, targets: [sw2]}';

let rooms: TestRooms;
let schedules: Schedules;
let done: string[];
let random: Random;

beforeAll(ready);
beforeEach(() => {
  rooms = openRooms();
  random = seededRandom(5);
  addSite(rooms, 'ams1', ['sw1', 'sw2']);
  enrol(rooms, 'a1', 'ams1');
});

/** A controller that starts over the same store with this file. */
function start(list: readonly string[]): void {
  schedules?.stop();
  const text = `schedules: [${list.join(', ')}]`;
  const { values } = loadConfig('controller', { env: {}, document: { where: WHERE, text } });
  done = [];
  const { store, inventory, hub, jobs, clock } = rooms;
  schedules = new Schedules({
    ...{ store, inventory, hub, jobs, clock, random, log: silentLog },
    declared: {
      ...{ schedules: declaredSchedules(values.schedules), where: WHERE },
      onDone: ({ what, name }: DeclaredChange) => void done.push(`${name} ${what}`),
    },
  });
  schedules.start();
}

const desk = () => schedules.as(ADMIN);
const list = (): readonly ScheduleView[] => desk().list('');
const named = (id: string): ScheduleView => desk().get({ id, site: '' });

function refusal(act: () => unknown): WaysideError {
  try {
    act();
  } catch (error) {
    return WaysideError.from(error);
  }
  throw new Error('it was not refused');
}

test('S3.35 a start makes what the file says, and the next one with the same file touches nothing', () => {
  start([NIGHTLY, OFTEN]);
  expect(done).toEqual(['nightly created', 'often created']);
  expect(list()).toMatchObject([
    { name: 'nightly', cron: '0 3 * * *', declaredAt: 'schedules[0]', createdBy: 'system:configuration' },
    { name: 'often', everyMs: HOUR_MS, declaredAt: 'schedules[1]' },
  ]);
  const before = list();
  rooms.clock.jump(HOUR_MS / 2);
  start([NIGHTLY, OFTEN]);
  expect([done, list()]).toEqual([[], before]);
  // In another order they are the same schedules, and their times go on.
  start([OFTEN, NIGHTLY]);
  expect(done).toEqual([]);
  expect(list()).toEqual(
    before.map((one) => ({ ...one, declaredAt: one.name === 'often' ? 'schedules[0]' : 'schedules[1]' })),
  );
});

test('a changed file changes one schedule, adds one and removes one with its history; others are left alone', () => {
  start([NIGHTLY, OFTEN]);
  const people = desk().create({ ...spec(named('nightly')), name: 'mine' }, false);
  const { id } = named('often');
  const changed = OFTEN.replace('1h', '2h');
  start([changed, NIGHTLY.replace('nightly', 'weekly')]);
  expect(done.toSorted()).toEqual(['nightly removed', 'often changed', 'weekly created']);
  expect(list().map(({ name }) => name)).toEqual(['mine', 'often', 'weekly']);
  expect(named('often')).toMatchObject({ id, everyMs: 2 * HOUR_MS, changedBy: 'system:configuration' });
  expect(named('mine')).toEqual({ ...people, nextAt: named('mine').nextAt });
  start([]);
  expect(list().map(({ name }) => name)).toEqual(['mine']);
});

test('people cannot edit or remove it, and are told where it stands; they may pause, resume and run it', async () => {
  start([NIGHTLY]);
  expect(named('nightly').agentId).toBe('');
  const agent = await FakeAgent.connect(rooms.hub, 'a1');
  await settle();
  // At once, not at the first run: it goes on with it when it is alone before that.
  expect(named('nightly').agentId).toBe('a1');
  const { id, etag } = named('nightly');
  const name = { id, site: '' };
  for (const act of [
    () => desk().remove(name, ''),
    () =>
      desk().update(
        id,
        { ...spec(named('nightly')), cron: '0 4 * * *' },
        { ifEtag: etag, validateOnly: false },
      ),
  ]) {
    const { code, message, hint } = refusal(act);
    expect([code, message]).toEqual([
      ...['DECLARED', `schedule nightly stands in ${WHERE}, as schedules[0], and is changed there alone`],
    ]);
    expect(hint).toContain('wayside schedule pause nightly');
  }
  expect(desk().run(name)).toMatchObject({ by: 'person', state: 'fired' });
  await settle();
  expect(agent.offers).toHaveLength(1);
  desk().pause(name, 'moving');
  start([NIGHTLY.replace('picture', 'whole picture')]);
  expect(named('nightly')).toMatchObject({ pausedWhy: 'moving', why: 'whole picture' });
  expect(desk().resume(name)).toMatchObject({ pausedWhy: '' });
  await agent.cut();
});

test('a changed plan ends the times that still wait for their agent: the history says that they were missed', async () => {
  start([OFTEN]);
  const agent = await FakeAgent.connect(rooms.hub, 'a1');
  await agent.cut();
  rooms.clock.jump(2 * HOUR_MS);
  const { id } = named('often');
  start([OFTEN.replace('1h', '7h')]);
  const missed = { state: 'missed', by: 'controller', reason: 'its agent was away' };
  expect(desk().firings({ id, site: '' })).toMatchObject([missed, missed]);
});

test('one that people made under the same name becomes that of the file, with its id', () => {
  start([OFTEN]);
  const mine = desk().create({ ...spec(named('often')), name: 'nightly', cron: '', everyMs: HOUR_MS }, false);
  start([OFTEN, NIGHTLY]);
  expect(done).toEqual(['nightly taken-over']);
  expect(named('nightly')).toMatchObject({
    ...{ id: mine.id, cron: '0 3 * * *', declaredAt: 'schedules[1]', createdBy: 'user:admin' },
  });
  expect(refusal(() => desk().remove({ id: mine.id, site: '' }, '')).code).toBe('DECLARED');
});

test('names of switches are looked up, again and again: one that comes later is found without a start', () => {
  start([OFTEN, '{name: later, site: ber1, every: 1h, targets: [Core 1]}']);
  const targets = () => list().map(({ name, targets: refs }) => `${name} ${refs.map(({ id }) => id).join()}`);
  expect(targets()).toEqual(['often sw2', 'later core-1']);
  addSite(rooms, 'ber1');
  const fields = { name: 'Core 1', driver: 'switch', address: '192.0.2.1' };
  const create = { type: 'create', site: 'ber1', kind: 'source', id: 'core-9', fields } as const;
  rooms.inventory.write({ operations: [create], why: 'test', requestId: '', validateOnly: false }, ADMIN);
  rooms.clock.advance(300_000);
  expect(targets()).toEqual(['often sw2', 'later core-9']);
  expect(done).toContain('later changed');
});

/** What was said of it. */
function spec(view: ScheduleView) {
  const { name, site, targets, kind, mac, cron, timeZone, everyMs, phaseMs, jitterMs, overlap } = view;
  const { catchUpMs, pauseAfter, timeoutMs, why } = view;
  return {
    ...{ name, site, targets, kind, mac, cron, timeZone, everyMs, phaseMs, jitterMs, overlap },
    ...{ catchUpMs, pauseAfter, timeoutMs, why },
  };
}
