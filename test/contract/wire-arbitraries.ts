/** Arbitrary domain values for the round trips of shared/wire: everything that our types allow and messages can carry. */
import fc from 'fast-check';
import {
  type ChangeView,
  type FoundRecord,
  type JobView,
  jobKinds,
  jobRanks,
  jobStates,
  kindNames,
  matchRanks,
  portClasses,
  type RecordView,
  type TargetResult,
  traceVerdicts,
} from '../../shared/model/index.ts';
import {
  type AgentMessage,
  type ControllerMessage,
  type DeltaTrail,
  jobOutcomes,
  type StatusView,
  type TraceEvent,
  type WatchEvent,
} from '../../shared/wire/index.ts';
import {
  bytes,
  codes,
  count,
  double,
  failure,
  json,
  list,
  long,
  mac,
  maybe,
  object,
  oneOf,
  ref,
  someText,
  text,
  time,
  timings,
} from './wire-basics.ts';
import { credentialEnded, credentialOrdered } from './wire-credential-arbitraries.ts';
import { stepResults, steps, stepViews, withEvidence, withSteps } from './wire-step-arbitraries.ts';

export * from './wire-basics.ts';

export const record: fc.Arbitrary<RecordView> = fc.record({
  ref,
  fields: object,
  etag: text,
  pos: long,
  updatedAt: time,
  updatedBy: text,
  conflicts: list(
    fc.record({
      id: text,
      field: text,
      values: list(fc.record({ value: maybe(json), origin: text, by: text, at: time })),
    }),
  ),
  deleted: fc.boolean(),
});

export const found: fc.Arbitrary<FoundRecord> = fc.record({
  record,
  rank: oneOf(matchRanks),
  field: text,
  value: text,
  switchName: text,
  lastSeenAtMs: maybe(time),
});

export const change: fc.Arbitrary<ChangeView> = fc.record({
  ref,
  section: text,
  op: oneOf(['put', 'delete'] as const),
  origin: text,
  seq: long,
  pos: long,
  at: time,
  fields: object,
  by: text,
  why: text,
  changeSet: text,
  hash: text,
  current: fc.boolean(),
});

export const watchEvent: fc.Arbitrary<WatchEvent> = fc.oneof(
  fc.record({ type: fc.constant('record' as const), record, resumeToken: text }),
  fc.record({ type: oneOf(['synced', 'heartbeat'] as const), resumeToken: text }),
);

export const targetResult: fc.Arbitrary<TargetResult> = fc.record({
  source: ref,
  name: text,
  error: maybe(failure),
  data: json,
  timingsMs: timings,
});

const plainJob = fc.record({
  id: text,
  kind: oneOf(jobKinds),
  state: oneOf(jobStates),
  site: text,
  agentId: maybe(someText),
  attempt: count,
  progress: fc.record({ current: count, total: count, target: text, status: text }),
  createdAt: time,
  startedAt: maybe(time),
  endedAt: maybe(time),
  createdBy: text,
  error: maybe(failure),
  results: list(targetResult),
  targets: list(ref),
  queuePosition: count,
  parentId: maybe(someText),
  input: object,
  rank: maybe(oneOf(jobRanks)),
  plan: maybe(
    fc.record({
      timers: fc.record({ toStartMs: count, toCloseMs: count, overallMs: count, leaseMs: count }),
      retry: fc.record({
        ...{ attempts: count, firstDelayMs: count, nextDelayMs: count, delayMaxMs: count },
        ...{ factor: count, jitter: count, codes: list(oneOf(codes)) },
      }),
    }),
  ),
});

const sharingJob = fc
  .tuple(plainJob, maybe(someText))
  .map(([one, shares]) => (shares === undefined ? one : { ...one, shares }));

export const job: fc.Arbitrary<JobView> = withSteps(sharingJob, stepViews);

const vlan = maybe(fc.integer({ min: 1, max: 4_094 }));

export const traceEvent: fc.Arbitrary<TraceEvent> = fc.oneof(
  fc.record({
    type: fc.constant('progress' as const),
    progress: fc.record({ jobId: text, current: count, total: count, switch: text, status: text }),
  }),
  fc.record({
    type: fc.constant('answer' as const),
    answer: fc.record({
      mac,
      verdict: oneOf(traceVerdicts),
      summary: text,
      edges: list(
        fc.record({
          switch: ref,
          switchName: text,
          port: text,
          portDescription: maybe(someText),
          vlan,
          portClass: oneOf(portClasses),
          entryType: text,
          confidence: double,
          evidence: list(fc.record({ weight: double, reason: text })),
          otherAddresses: count,
          seenAt: time,
          live: fc.boolean(),
        }),
      ),
      path: list(
        fc.record({ switch: ref, switchName: text, inPort: maybe(someText), outPort: maybe(someText) }),
      ),
      rejected: list(
        fc.record({
          switch: ref,
          switchName: text,
          port: text,
          vlan,
          portClass: oneOf(portClasses),
          reason: text,
        }),
      ),
      deviceErrors: list(fc.record({ switch: ref, switchName: text, error: failure })),
      notAsked: list(fc.record({ switch: ref, switchName: text, reason: text })),
      totals: fc.record({ asked: count, answered: count, cached: count, failed: count, elapsedMs: double }),
      jobId: maybe(someText),
      lastSeenAt: maybe(time),
    }),
  }),
);

/** Nothing to tell is no field. */
const health = fc.array(fc.record({ reason: text, message: text, hint: text }), {
  minLength: 1,
  maxLength: 3,
});

const heartbeat = fc.record(
  {
    type: fc.constant('heartbeat' as const),
    time,
    runningTargets: count,
    outboxBytes: long,
    health,
  },
  { requiredKeys: ['type', 'time', 'runningTargets', 'outboxBytes'] },
);

const attempt = { jobId: text, attempt: count };

export const agentMessage: fc.Arbitrary<AgentMessage> = fc.oneof(
  heartbeat,
  fc.record({
    type: fc.constant('hello' as const),
    agentId: text,
    bootId: text,
    sessionNumber: long,
    protocolVersion: count,
    softwareVersion: text,
    nodeVersion: text,
    os: text,
    capabilities: list(text),
    targetSlots: count,
    attempts: list(fc.record({ ...attempt, state: oneOf(['running', 'ended'] as const) })),
    outboxId: text,
    durableSeq: long,
    acknowledgedSeq: long,
    time,
    sealKey: maybe(fc.record({ number: count, key: bytes, signature: bytes })),
  }),
  fc.record({
    type: fc.constant('delta' as const),
    outboxId: text,
    seq: long,
    frame: bytes,
    spoolTime: time,
    sendTime: time,
  }),
  credentialEnded,
  fc.record({
    type: fc.constant('credentialsHeld' as const),
    credentials: list(
      fc.record({
        name: text,
        version: count,
        targets: list(text),
        targetCount: count,
        isCentral: fc.boolean(),
      }),
    ),
  }),
  fc.record({ type: fc.constant('jobAccepted' as const), ...attempt }),
  fc.record({ type: fc.constant('jobRejected' as const), ...attempt, code: oneOf(codes), message: text }),
  withSteps(
    fc.record({
      type: fc.constant('jobProgressed' as const),
      ...attempt,
      current: count,
      total: count,
      target: text,
      status: text,
      targets: list(targetResult),
    }),
    stepResults,
  ),
  withSteps(
    fc.record({
      type: fc.constant('jobEnded' as const),
      ...attempt,
      outcome: oneOf(jobOutcomes),
      error: maybe(failure.map((one) => ({ ...one, hint: undefined }))),
      targets: list(targetResult),
    }),
    stepResults,
  ),
  fc.record({ type: fc.constant('certificateRequested' as const), certificateRequest: bytes }),
);

export const controllerMessage: fc.Arbitrary<ControllerMessage> = fc.oneof(
  heartbeat,
  fc.record({
    type: fc.constant('welcome' as const),
    controllerOrigin: text,
    sessionNumber: long,
    protocolVersion: count,
    heartbeatMs: count,
    deltaWindowBytes: count,
    positions: list(
      fc.record({ site: text, epoch: long, incarnation: text, outboxId: maybe(someText), seq: long }),
    ),
    time,
    softwareVersion: text,
  }),
  fc.record({
    type: fc.constant('deltaAcknowledged' as const),
    outboxId: text,
    seq: long,
    restart: fc.boolean(),
  }),
  withEvidence(
    withSteps(
      fc.record({
        type: fc.constant('jobOffered' as const),
        ...attempt,
        idempotencyKey: text,
        leaseMs: count,
        timeoutMs: count,
        kind: maybe(oneOf(['collect', 'lookup', 'probe', 'apply'] as const)),
        driver: text,
        targets: list(
          fc.record({
            source: ref,
            name: text,
            address: text,
            port: count,
            platform: maybe(someText),
            credential: text,
          }),
        ),
        mac: maybe(mac),
        epoch: long,
      }),
      steps,
    ),
  ),
  fc.record({ type: fc.constant('jobCancelled' as const), ...attempt, why: text }),
  fc.record({
    ...{ type: fc.constant('jobCancelled' as const), ...attempt, why: text },
    interrupt: fc.constant(true as const),
  }),
  fc.record({ type: fc.constant('jobEndAcknowledged' as const), ...attempt }),
  fc.record({
    type: fc.constant('certificateIssued' as const),
    certificateChain: list(bytes),
    expireTime: time,
  }),
  credentialOrdered,
  fc.record({
    type: fc.constant('trustChanged' as const),
    caCertificates: list(bytes),
    membership: bytes,
  }),
  fc.record({
    type: fc.constant('goAway' as const),
    code: oneOf(codes),
    message: text,
    retryAfterMs: count,
  }),
);

export const status: fc.Arbitrary<StatusView> = fc.record({
  version: text,
  origin: text,
  meshId: text,
  startedAt: time,
  agentsOnline: count,
  agentsTotal: count,
  jobsQueued: count,
  jobsRunning: count,
  records: fc.dictionary(oneOf(kindNames), long, { maxKeys: 4 }),
  pos: long,
  storeBytes: long,
  diskFreeBytes: long,
  memoryBytes: long,
  sourcesStale: count,
  sourcesTotal: count,
  history: list(
    fc.record({
      kind: oneOf(kindNames),
      versions: long,
      bytes: long,
      bytesPerDay: long,
      oldestAt: maybe(time),
      keepMs: long,
      versionsMax: long,
      bytesExpected: long,
    }),
  ),
  alertsOpen: count,
  // Alerts have a twin of their own.
  worstAlert: fc.constant(undefined),
  sourcesNeverRead: count,
});

const somePos = maybe(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));

export const deltaTrail: fc.Arbitrary<DeltaTrail> = fc.record({
  id: text,
  hops: list(fc.record({ name: text, at: time, elapsedMs: double })),
  changes: count,
  bytes: long,
  firstPos: somePos,
  lastPos: somePos,
});
