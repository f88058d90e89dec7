import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FiringView, firingSources, firingStates, overlaps, type ScheduleSpec } from '../model/index.ts';
import {
  firingFromWire,
  firingToWire,
  scheduleFromWire,
  scheduleSpecFromWire,
  scheduleSpecToWire,
  scheduleToWire,
} from './schedule.ts';
import { agentMessageFromWire, agentMessageToWire } from './session-agent.ts';
import { controllerMessageFromWire, controllerMessageToWire } from './session-controller.ts';

const SEED = 7;
const seconds = fc.integer({ min: 0, max: 86_400 }).map((s) => s * 1000);
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
const specs: fc.Arbitrary<ScheduleSpec> = fc.record({
  ...{ name: fc.string(), site: fc.string(), mac: fc.string(), cron: fc.string().map((text) => text.trim()) },
  targets: fc.array(
    fc.constantFrom(
      { site: 'ams1', kind: 'source' as const, id: 'sw1' },
      { site: 'b', kind: 'switch' as const, id: 'x' },
    ),
  ),
  kind: fc.constantFrom('collect', 'lookup', 'probe'),
  timeZone: fc.string({ minLength: 1 }),
  ...{ everyMs: seconds, phaseMs: seconds, jitterMs: seconds, catchUpMs: seconds },
  overlap: fc.constantFrom(...overlaps),
  pauseAfter: fc.integer({ min: 0, max: 1000 }),
  timeoutMs: fc.nat(),
  why: fc.string(),
});
const firings: fc.Arbitrary<FiringView> = fc.record({
  ...{
    id: fc.string(),
    scheduleId: fc.string(),
    scheduleName: fc.string(),
    site: fc.string(),
    reason: fc.string(),
  },
  ...{ nominalAt: time, at: time },
  state: fc.constantFrom(...firingStates),
  by: fc.constantFrom(...firingSources),
  jobState: fc.constantFrom(undefined, 'succeeded' as const, 'lost' as const),
});

test('schedules and firings come back as they went', () => {
  fc.assert(
    fc.property(specs, fc.option(firings, { nil: undefined }), (spec, last) => {
      expect(scheduleSpecFromWire(scheduleSpecToWire(spec))).toEqual(spec);
      const view = {
        ...{ ...spec, id: 'i', etag: 'r1', agentId: '', pausedWhy: '', pausedAt: undefined, failures: 1 },
        ...{
          createdBy: 'a',
          createdAt: 1,
          changedBy: 'b',
          changedAt: 2,
          nextAt: 3,
          declaredAt: 'schedules[0]',
          last,
        },
      };
      expect(scheduleFromWire(scheduleToWire(view))).toEqual(view);
      if (last) expect(firingFromWire(firingToWire(last))).toEqual(last);
    }),
    { seed: SEED, numRuns: 100 },
  );
});

test('what is left out of a schedule is filled in, and unknown words name their field', () => {
  const bare = scheduleSpecToWire(scheduleSpecFromWire({ ...blank, kind: 'probe' }));
  expect(bare).toMatchObject({ timeZone: 'UTC', overlap: 'skip', pauseAfter: 5 });
  const fieldOf = (spec: typeof blank): string => {
    try {
      scheduleSpecFromWire(spec);
    } catch (error) {
      return (error as { violations: { field: string }[] }).violations[0]?.field ?? '';
    }
    return '';
  };
  expect(fieldOf({ ...blank, kind: 'trace' })).toBe('spec.kind');
  expect(fieldOf({ ...blank, kind: 'collect', overlap: 'odd' })).toBe('spec.overlap');
});

const blank = {
  ...{ name: '', site: '', targets: [], kind: '', mac: '', cron: '', timeZone: '', everySeconds: 60 },
  ...{
    phaseSeconds: 0,
    jitterSeconds: 0,
    overlap: '',
    catchUpSeconds: 0,
    pauseAfter: 0,
    timeoutMs: 0,
    why: '',
  },
};

test('what agents and controllers tell each other of schedules comes back as it went', () => {
  const firing = { scheduleId: 's', nominalAt: 5000, at: 6000, state: 'skipped', reason: 'r' } as const;
  const told = { type: 'firingsTold', firings: [firing], dropped: 2, scheduleRevision: 'x' } as const;
  expect(agentMessageFromWire(agentMessageToWire(told))).toEqual(told);
  for (const message of [
    { type: 'firingsAcknowledged', count: 3 },
    { type: 'schedulesCopied', revision: 'x', document: Buffer.from('{}') },
  ] as const)
    expect(controllerMessageFromWire(controllerMessageToWire(message))).toEqual(message);
});
