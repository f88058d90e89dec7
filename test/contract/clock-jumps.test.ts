/** A whole controller on a host whose clock jumps: what is forgotten by age must not go by a time that is wrong. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Base, keepUp, openGround, openRooms } from '../../controller/wiring/index.ts';
import { loadConfig } from '../../shared/config/index.ts';
import type { ReasonedFinding } from '../../shared/model/index.ts';
import { Closers, ManualClock, seededRandom, silentLog } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN } from './support/controller.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NAMES = 5;

beforeAll(() => ready());

let dir: string;
let clock: ManualClock;
let closers: Closers;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-clock-'));
  clock = new ManualClock();
  closers = new Closers();
  onTestFinished(async () => {
    await closers.close();
    rmSync(dir, { recursive: true, force: true });
  });
});

/** Without its port. */
async function start(env: Record<string, string> = {}) {
  const { values: config } = loadConfig('controller', {
    ...{ env: { WAYSIDE_DATA_DIR: dir, ...env }, file: undefined },
  });
  const random = seededRandom(5);
  const wall: Base = { config, log: silentLog, clock, random, closers, startedAt: clock.now() };
  const ground = await openGround(wall, {});
  const base = { ...wall, clock: ground.time };
  const rooms = openRooms(base, ground);
  const shown = new Promise<void>((resolve) => {
    keepUp(base, ground, rooms, { setTls: () => resolve() });
  });
  const { store } = ground;
  const { inventory, health } = rooms;
  const write = (name: string) =>
    inventory.write(
      {
        operations: [
          name === 'name 0'
            ? { type: 'create', site: 'ams1', kind: 'site', id: 'ams1', fields: { name } }
            : { type: 'update', ref: SITE, fields: { name }, ifEtag: '' },
        ],
        ...{ requestId: '', why: '', validateOnly: false },
      },
      ADMIN,
    );
  return {
    write,
    /** Resolves when the server shows a new certificate. */
    shown,
    /** Passes enough time for the hourly upkeep. */
    upkeep: (): void => clock.advance(2 * HOUR_MS),
    count: (): number => store.versions.historyCount(store.words.nameNo('site')),
    horizon: (): number | undefined => store.past.horizon(store.words.nameNo('site')),
    updatedAt: (): number => inventory.get(SITE, ADMIN).updatedAt,
    clockFindings: async (): Promise<readonly ReasonedFinding[]> =>
      (await health.health.doctor(inventory.sight(ADMIN))).filter(
        (finding): finding is ReasonedFinding => finding.reason === 'clock-jumped',
      ),
  };
}

const SITE = { site: 'ams1', kind: 'site', id: 'ams1' } as const;

async function stop(): Promise<void> {
  await closers.close();
  closers = new Closers();
}

describe('a clock that runs ahead by a thousand days', () => {
  test('costs no history, and is told of until it is back', async () => {
    const controller = await start();
    for (let n = 0; n <= NAMES; n += 1) controller.write(`name ${n}`);
    clock.advance(HOUR_MS);
    const before = clock.now();
    clock.jump(1000 * DAY_MS);
    controller.upkeep();
    expect([controller.count(), controller.horizon()]).toEqual([NAMES, undefined]);
    controller.write('name while it is wrong');
    expect(controller.updatedAt() - before).toBe(2 * HOUR_MS);
    const [finding] = await controller.clockFindings();
    expect(finding?.message).toContain('1000 days ahead');
    expect(finding?.hint).toContain('timedatectl set-ntp true');
    clock.jump(-1000 * DAY_MS);
    controller.upkeep();
    expect([controller.count(), controller.horizon()]).toEqual([NAMES + 1, undefined]);
    expect(await controller.clockFindings()).toEqual([]);
  });

  test('costs none either when the controller starts with it, as often as it may', async () => {
    const first = await start();
    for (let n = 0; n <= NAMES; n += 1) first.write(`name ${n}`);
    await stop();
    clock.jump(1000 * DAY_MS);
    for (let round = 0; round < 2; round += 1) {
      const again = await start();
      again.upkeep();
      expect([again.count(), again.horizon()]).toEqual([NAMES, undefined]);
      expect(await again.clockFindings()).toHaveLength(1);
      await stop();
    }
  });

  test('leaves no certificate behind that it made', async () => {
    await start();
    await stop();
    clock.jump(1000 * DAY_MS);
    const again = await start();
    clock.advance(MINUTE_MS);
    clock.jump(-1000 * DAY_MS);
    clock.advance(MINUTE_MS);
    await expect(again.shown).resolves.toBeUndefined();
  });

  test('is believed after a day: then what is old goes', async () => {
    const controller = await start();
    for (let n = 0; n <= NAMES; n += 1) controller.write(`name ${n}`);
    clock.advance(HOUR_MS);
    clock.jump(1000 * DAY_MS);
    clock.advance(DAY_MS + 2 * HOUR_MS);
    expect(controller.count()).toBe(0);
    expect(controller.horizon()).toBeLessThan(clock.now());
    expect(await controller.clockFindings()).toEqual([]);
  });
});

test('a controller that was off for a month forgets nothing on its first day, and then as ever', async () => {
  const first = await start();
  for (let n = 0; n <= NAMES; n += 1) first.write(`name ${n}`);
  await stop();
  clock.jump(31 * DAY_MS);
  const again = await start({ WAYSIDE_HISTORY__MANAGED__KEEP: '30d' });
  clock.advance(DAY_MS - HOUR_MS);
  expect(again.count()).toBe(NAMES);
  const [finding] = await again.clockFindings();
  expect(finding?.message).toContain('31 days ahead of the last run');
  again.write('name of now');
  expect(again.updatedAt()).toBe(clock.now());
  clock.advance(2 * HOUR_MS);
  expect(again.count()).toBe(1);
  expect(await again.clockFindings()).toEqual([]);
});
