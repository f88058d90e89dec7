/** Arbitrary findings, alerts and silences for the round trips of shared/wire. */
import fc from 'fast-check';
import {
  type AlertView,
  alertStates,
  type Finding,
  type HealthReason,
  healthReasons,
  type SilenceView,
} from '../../shared/model/index.ts';
import { count, maybe, oneOf, ref, text, time } from './wire-arbitraries.ts';

const someText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const reason = oneOf(Object.keys(healthReasons) as HealthReason[]);

export const finding: fc.Arbitrary<Finding> = fc.record(
  {
    level: oneOf(['ok', 'warning', 'problem'] as const),
    ...{ check: text, message: text, hint: maybe(someText) },
    ...{ reason, site: someText, subject: ref, subjectName: someText, since: time },
  },
  { requiredKeys: ['level', 'check', 'message', 'hint'] },
);

export const silence: fc.Arbitrary<SilenceView> = fc.record({
  ...{ id: text, alert: text, reason, site: text, until: time, by: text, why: text },
});

export const alert: fc.Arbitrary<AlertView> = fc.record({
  ...{ id: text, reason, site: text, subjectName: text, message: text, hint: text, count },
  level: oneOf(['warning', 'problem'] as const),
  state: oneOf(alertStates),
  ...{ subject: maybe(ref), since: time, raisedAt: time, endedAt: maybe(time) },
  acknowledged: maybe(fc.record({ by: someText, at: time, note: text })),
  silenced: maybe(silence),
});
