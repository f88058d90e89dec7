/** Traces, from an address, an IP address or a name. */
import fc from 'fast-check';
import {
  nameSources,
  portClasses,
  type TraceAnswer,
  type TraceDeviceError,
  type TraceIpAnswer,
  type TraceNameAnswer,
  traceSearches,
  traceVerdicts,
} from '../../shared/model/index.ts';
import type { TraceEvent, TraceIpEvent, TraceNameEvent } from '../../shared/wire/index.ts';
import { count, double, failure, list, mac, maybe, oneOf, ref, someText, text, time } from './wire-basics.ts';

const vlan = maybe(fc.integer({ min: 1, max: 4_094 }));
const switchOf = { switch: ref, switchName: text };
const deviceErrors: fc.Arbitrary<TraceDeviceError[]> = list(fc.record({ ...switchOf, error: failure }));

const answer: fc.Arbitrary<TraceAnswer> = fc.record({
  mac,
  verdict: oneOf(traceVerdicts),
  summary: text,
  edges: list(
    fc.record({
      ...{ ...switchOf, port: text, portDescription: maybe(someText), vlan, portClass: oneOf(portClasses) },
      ...{ entryType: text, confidence: double, otherAddresses: count },
      evidence: list(fc.record({ weight: double, reason: text })),
      ...{ seenAt: time, live: fc.boolean(), firstSeenAt: maybe(time) },
      members: maybe(fc.array(fc.record({ ...switchOf, port: text }), { minLength: 1, maxLength: 3 })),
    }),
  ),
  path: list(fc.record({ ...switchOf, inPort: maybe(someText), outPort: maybe(someText) })),
  rejected: list(fc.record({ ...switchOf, port: text, vlan, portClass: oneOf(portClasses), reason: text })),
  deviceErrors,
  notAsked: list(fc.record({ ...switchOf, reason: text })),
  totals: fc.record({
    ...{ asked: count, answered: count, cached: count, failed: count, elapsedMs: double },
    inPlace: maybe(fc.integer({ min: 1, max: 2_147_483_647 })),
  }),
  jobId: maybe(someText),
  lastSeenAt: maybe(time),
  searched: maybe(oneOf(traceSearches)),
});

const ipAnswer: fc.Arbitrary<TraceIpAnswer> = fc.record({
  ...{ verdict: oneOf(traceVerdicts), summary: text, address: text },
  resolutions: list(
    fc.record({
      ...{ ...switchOf, mac, vlan, port: maybe(someText), type: text },
      ...{ seenAt: time, live: fc.boolean(), otherAddresses: count },
    }),
  ),
  ...{ traces: list(answer), deviceErrors, asked: count },
});

const nameAnswer: fc.Arbitrary<TraceNameAnswer> = fc.record({
  ...{ verdict: maybe(oneOf(traceVerdicts)), summary: text, name: text },
  matches: list(
    fc.record({
      ...{ name: text, source: oneOf(nameSources), ...switchOf },
      ...{ port: maybe(someText), mac: maybe(mac), address: maybe(someText), seenAt: time },
    }),
  ),
  ...{ trace: maybe(answer), resolved: maybe(ipAnswer) },
});

const progressed = fc.record({
  type: fc.constant('progress' as const),
  progress: fc.record({ jobId: text, current: count, total: count, switch: text, status: text }),
});
const answered = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<{ type: 'answer'; answer: T }> =>
  fc.record({ type: fc.constant('answer' as const), answer: one });

export const traceEvent: fc.Arbitrary<TraceEvent> = fc.oneof(progressed, answered(answer));
export const traceIpEvent: fc.Arbitrary<TraceIpEvent> = fc.oneof(progressed, answered(ipAnswer));
export const traceNameEvent: fc.Arbitrary<TraceNameEvent> = fc.oneof(progressed, answered(nameAnswer));
