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
  type RecordView,
  type TargetResult,
} from '../../shared/model/index.ts';
import {
  type AgentMessage,
  type ControllerMessage,
  type DeltaTrail,
  type JobOffered,
  type JobTarget,
  jobOutcomes,
  type StatusView,
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

const port = fc.integer({ min: 1, max: 65_535 });
const jobTarget: fc.Arbitrary<JobTarget> = fc.record(
  {
    ...{ source: ref, name: text, address: text, port: count, platform: maybe(someText), credential: text },
    jump: fc.record({ address: text, port, credential: text }),
  },
  { requiredKeys: ['source', 'name', 'address', 'port', 'platform', 'credential'] },
);

const offer = {
  ...{ type: fc.constant('jobOffered' as const), ...attempt, idempotencyKey: text },
  ...{ leaseMs: count, timeoutMs: count, driver: text, targets: list(jobTarget), epoch: long },
  kind: maybe(oneOf(jobKinds.filter((kind) => kind !== 'trace'))),
  mac: maybe(mac),
};
/** Where there is no wish there is no field. */
const wishes = {
  ...{ subject: someText, rank: oneOf(jobRanks) },
  ...{ noCache: fc.constant(true as const), transcript: fc.constant(true as const) },
};
const offered: fc.Arbitrary<JobOffered> = fc
  .tuple(fc.record(offer), fc.record(wishes, { requiredKeys: [] }))
  .map(([must, may]) => ({ ...must, ...may }));

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
  withEvidence(withSteps(offered, steps)),
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
