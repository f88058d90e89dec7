import { describe, expect, test } from 'vitest';
import { isTerminal, type JobState, jobStates } from '../../shared/model/index.ts';
import { type JobEvent, nextState, transitions } from './machine.ts';

/** One column for each event; `·` means that the event says nothing in that state. */
const EVENTS: readonly JobEvent[] = [
  ...(['offer', 'accept', 'reject', 'requeue', 'cancel', 'lapse', 'resume'] as const),
  ...(['expire', 'lose', 'succeed', 'partly', 'fail', 'cancelled'] as const),
];
const TABLE = `
             offer    accept   reject     requeue  cancel      lapse    resume   expire   lose  succeed    partly  fail    cancelled
queued       offered  ·        ·          ·        cancelled   ·        ·        expired  lost  ·          ·       ·       ·
offered      ·        running  queued     queued   cancelling  unknown  ·        ·        lost  succeeded  partly  failed  cancelled
running      ·        ·        ·          queued   cancelling  unknown  ·        ·        lost  succeeded  partly  failed  cancelled
cancelling   ·        ·        cancelled  ·        ·           ·        ·        ·        lost  succeeded  partly  failed  cancelled
unknown      ·        ·        queued     queued   cancelling  ·        running  ·        lost  succeeded  partly  failed  cancelled
succeeded    ·        ·        ·          ·        ·           ·        ·        ·        ·     ·          ·       ·       ·
partly       ·        ·        ·          ·        ·           ·        ·        ·        ·     ·          ·       ·       ·
failed       ·        ·        ·          ·        ·           ·        ·        ·        ·     ·          ·       ·       ·
cancelled    ·        ·        ·          ·        ·           ·        ·        ·        ·     ·          ·       ·       ·
expired      ·        ·        ·          ·        ·           ·        ·        ·        ·     ·          ·       ·       ·
lost         ·        ·        ·          ·        ·           ·        ·        ·        ·     ·          ·       ·       ·
`;

const cells = TABLE.trim()
  .split('\n')
  .slice(1)
  .flatMap((line) => {
    const [state, ...next] = line.split(/\s+/);
    return next.map((to, at) => [state, EVENTS[at], to] as [JobState, JobEvent, string]);
  });

describe('a job', () => {
  test.each(cells)('that is %s and hears `%s` becomes %s', (state, event, to) => {
    expect(nextState(state, event) ?? '·').toBe(to);
  });

  test('has every state and every event in that table', () => {
    expect(cells).toHaveLength(jobStates.length * EVENTS.length);
    const known = new Set(Object.values(transitions).flatMap((row) => Object.keys(row)));
    expect([...known].sort()).toEqual([...EVENTS].sort());
  });

  test('that has ended stays so, and every other one can end', () => {
    for (const state of jobStates) {
      const reached = new Set<JobState>([state]);
      for (const from of reached) for (const to of Object.values(transitions[from])) reached.add(to);
      if (isTerminal(state)) expect([...reached]).toEqual([state]);
      else expect([...reached].some(isTerminal), state).toBe(true);
    }
  });
});
