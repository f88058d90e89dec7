/** The job of a run of a plan: no agent does it, nothing but its end ends it, and it goes on after a restart. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StepView } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, LEASE_MS, LOST_AFTER_MS, openRooms, type TestRooms } from './support/controller.ts';

const DAY_MS = 86_400_000;

beforeAll(ready);

let rooms: TestRooms;
beforeEach(() => {
  rooms = openRooms();
});

function start({ jobs }: TestRooms, more: { readonly within?: (id: string) => void } = {}): string {
  const facts = { site: 'ams1', input: { plan: 'p', changeSet: 'c' }, by: 'user:ada', timeoutMs: 0, ...more };
  return jobs.startOwn('apply', facts, () => cancelled.push('asked'));
}

let cancelled: string[] = [];
beforeEach(() => {
  cancelled = [];
});

function stepOf(id: string, state: StepView['state']): StepView {
  const source = { site: 'ams1', kind: 'switch', id: 'sw1' } as const;
  return { id, source, action: { action: 'create' }, state, error: undefined, data: null, at: undefined };
}

describe('the job of a run', () => {
  test('is running for as long as it takes', () => {
    const id = start(rooms);
    rooms.clock.advance(LEASE_MS + LOST_AFTER_MS + 30 * DAY_MS);
    expect(rooms.jobs.get(id)).toMatchObject({ kind: 'apply', state: 'running', input: { plan: 'p' } });
  });

  test('is running after a restart, for as long as it takes, and ends as who took it up says', () => {
    const id = start(rooms);
    rooms = openRooms({ after: rooms });
    expect(rooms.jobs.get(id).state).toBe('running');
    expect(rooms.jobs.leftOwn()).toEqual([id]);
    expect(rooms.jobs.resumeOwn(id, () => cancelled.push('resumed'))).toBe('running');
    expect(rooms.jobs.leftOwn()).toEqual([]);
    rooms.clock.advance(LEASE_MS + LOST_AFTER_MS + 30 * DAY_MS);
    rooms.jobs.cancel(id, '', 'user:ada');
    expect(cancelled).toEqual(['resumed']);
    expect(rooms.jobs.get(id).state).toBe('cancelling');
    rooms.jobs.endOwn(id, 'cancelled', { code: 'CANCELLED', message: 'cancelled', hint: undefined });
    expect(rooms.jobs.get(id)).toMatchObject({ state: 'cancelled', error: { code: 'CANCELLED' } });
    expect(rooms.jobs.resumeOwn(id, () => undefined)).toBeUndefined();
  });

  test('that was to be cancelled says so after a restart', () => {
    const id = start(rooms);
    rooms.jobs.cancel(id, '', 'user:ada');
    rooms = openRooms({ after: rooms });
    expect(rooms.jobs.resumeOwn(id, () => undefined)).toBe('cancelling');
  });

  test('is not there when what goes with it cannot be written', () => {
    const within = (): void => {
      throw new Error('the plan was applied before');
    };
    expect(() => start(rooms, { within })).toThrow('applied before');
    expect(rooms.jobs.leftOwn()).toEqual([]);
    expect(
      rooms.jobs.list({ pageSize: 0, pageToken: '', kind: '', state: undefined, showChildren: true }).jobs,
    ).toEqual([]);
  });

  test('ends in the store that went back: what was sent since is not known', () => {
    const id = start(rooms);
    rooms = openRooms({ after: rooms, wentBack: true });
    expect(rooms.jobs.get(id)).toMatchObject({ state: 'lost', error: { code: 'OUTCOME_UNKNOWN' } });
    expect(rooms.jobs.resumeOwn(id, () => undefined)).toBeUndefined();
  });

  test('tells each step that came further to those who watch', async () => {
    const id = start(rooms);
    let steps = [stepOf('1', 'planned'), stepOf('2', 'planned')];
    rooms.jobs.tellSteps(() => steps);
    const views = rooms.jobs.as(ADMIN).watch(id, new AbortController().signal);
    const told: string[] = [];
    const next = async (): Promise<void> => {
      const { value } = await views.next();
      told.push((value?.steps ?? []).map((one: StepView) => `${one.id} ${one.state}`).join());
    };
    await next();
    const waiting = next();
    steps = [stepOf('1', 'sent'), steps[1] ?? stepOf('2', 'planned')];
    rooms.jobs.progressOwn(id, { current: 0, total: 2, target: 'sw1', status: 'changing' });
    await waiting;
    rooms.jobs.endOwn(id, 'succeed');
    await next();
    expect(told).toEqual(['1 planned,2 planned', '1 sent', '1 sent,2 planned']);
    await views.return(undefined);
  });
});
