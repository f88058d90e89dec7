/**
 * What an agent and its controller say to each other. Field names are those of session.proto; times are epoch
 * milliseconds, results carry parsed JSON, and pieces of large messages never come up here: the link joins them.
 */
import type { SourceDigest } from '../delta/index.ts';
import type { ErrorCode } from '../errors.ts';
import type {
  AgentSlots,
  Failure,
  HealthItem,
  HeldCredential,
  JobKind,
  JobRank,
  JobStep,
  JumpHost,
  Mac,
  PlanEvidence,
  RecordRef,
  StepResult,
  TargetResult,
} from '../model/index.ts';
import type { HostKeysAsked, HostKeysTold } from './session-host-keys.ts';
import type { LogLevelAsked, LogLevelTold } from './session-log.ts';

/** Highest version of this protocol that this build speaks. */
export const PROTOCOL_VERSION = 1;
/** Changes within that version which both sides may leave unused: 1 is labels, the clock in the welcome, digests, attempts left off. */
export const PROTOCOL_MINOR = 1;

/** First message of a session: state, not work. */
export interface Hello {
  readonly type: 'hello';
  readonly agentId: string;
  /** Made new at each start of the process. */
  readonly bootId: string;
  /** Counts up within one boot. */
  readonly sessionNumber: number;
  readonly protocolVersion: number;
  readonly softwareVersion: string;
  readonly nodeVersion: string;
  readonly os: string;
  readonly capabilities: readonly string[];
  readonly targetSlots: number;
  /** Attempts that it still runs or holds results for. */
  readonly attempts: readonly AttemptState[];
  readonly outboxId: string;
  /** Highest delta of the outbox on the agent's disk. */
  readonly durableSeq: number;
  readonly acknowledgedSeq: number;
  readonly time: number;
  /** As in Heartbeat. */
  readonly health?: readonly HealthItem[];
  /** The key to which secrets for this agent are sealed; agents of older versions have none. */
  readonly sealKey?: SealKeyTold | undefined;
  /** Absent: a version before there were any. */
  readonly protocolMinor?: number;
  /** What its configuration says of it; absent: nothing. */
  readonly labels?: Readonly<Record<string, string>>;
  /** How much it takes on at once; absent: it does not tell. */
  readonly slots?: AgentSlots;
  /** Counts up with each start of the process, on the agent's disk; absent: it keeps none. */
  readonly bootNumber?: number;
  /** The session number that this process was told last; absent: none yet. */
  readonly grantedNumber?: number;
}

/** Of the agent that says the hello. */
export interface SealKeyTold {
  readonly number: number;
  /** X25519 public key. */
  readonly key: Uint8Array;
  /** By the agent's identity key. */
  readonly signature: Uint8Array;
}

export interface AttemptState {
  readonly jobId: string;
  readonly attempt: number;
  readonly state: 'running' | 'ended';
}

export interface Heartbeat {
  readonly type: 'heartbeat';
  readonly time: number;
  readonly runningTargets: number;
  readonly outboxBytes: number;
  /** What is wrong on the agent's host; absent: nothing, or an agent that does not look. */
  readonly health?: readonly HealthItem[];
}

/** One batch of changes of one lane, in the framing of shared/delta. */
export interface Delta {
  readonly type: 'delta';
  readonly outboxId: string;
  /** Dense within the outbox, from 1. */
  readonly seq: number;
  readonly frame: Uint8Array;
  readonly spoolTime: number;
  readonly sendTime: number;
}

export interface JobAccepted {
  readonly type: 'jobAccepted';
  readonly jobId: string;
  readonly attempt: number;
}

export interface JobRejected {
  readonly type: 'jobRejected';
  readonly jobId: string;
  readonly attempt: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** Renews the lease. */
export interface JobProgressed {
  readonly type: 'jobProgressed';
  readonly jobId: string;
  readonly attempt: number;
  readonly current: number;
  readonly total: number;
  readonly target: string;
  readonly status: string;
  /** Targets that ended since the last message. */
  readonly targets: readonly TargetResult[];
  /** Steps that came further since the last message; absent: none. */
  readonly steps?: readonly StepResult[];
}

export const jobOutcomes = ['succeeded', 'partly', 'failed', 'cancelled'] as const;
export type JobOutcome = (typeof jobOutcomes)[number];

export interface JobEnded {
  readonly type: 'jobEnded';
  readonly jobId: string;
  readonly attempt: number;
  readonly outcome: JobOutcome;
  /** Why it failed as a whole; its hint does not travel. */
  readonly error: Failure | undefined;
  /** Every target of the attempt. */
  readonly targets: readonly TargetResult[];
  /** Every step; absent: none. */
  readonly steps?: readonly StepResult[];
}

export interface CertificateRequested {
  readonly type: 'certificateRequested';
  /** PKCS#10 in DER. */
  readonly certificateRequest: Uint8Array;
}

/** What an order is for, as the controller was told it, or as its seal says it. */
export interface CredentialLabel {
  readonly name: string;
  readonly version: number;
  readonly isRemoval: boolean;
}

/** What became of a CredentialOrdered. */
export interface CredentialEnded {
  readonly type: 'credentialEnded';
  /** By the seal; absent: it did not open, or the agent is older. */
  readonly said?: CredentialLabel;
  readonly orderId: string;
  /** `undefined`: it is done, and on the agent's disk. */
  readonly error: Failure | undefined;
  /** Highest version of that name that the agent has seen; 0: the order was not understood so far. */
  readonly seenVersion: number;
}

/** All that the agent holds; told after the welcome and after each change. */
export interface CredentialsHeld {
  readonly type: 'credentialsHeld';
  readonly credentials: readonly HeldCredential[];
}

/** What an agent decided of a nominal time while it had no controller. */
export interface AloneFiringTold {
  readonly scheduleId: string;
  readonly nominalAt: number;
  readonly at: number;
  readonly state: 'fired' | 'skipped' | 'missed';
  readonly reason: string;
}

/** Right after the welcome, before the ends of jobs, by an agent that keeps schedules. */
export interface FiringsTold {
  readonly type: 'firingsTold';
  readonly firings: readonly AloneFiringTold[];
  /** Older ones that the agent could not keep. */
  readonly dropped: number;
  /** Of the copy that it holds; `none`. */
  readonly scheduleRevision: string;
}

/** What the agent knows of its sources, in short; the controller answers before any delta goes. */
export interface DigestsTold {
  readonly type: 'digestsTold';
  readonly sources: readonly SourceDigestTold[];
}

export interface SourceDigestTold {
  readonly source: RecordRef;
  readonly digest: SourceDigest;
}

/** From the agent. */
export type AgentMessage =
  | HostKeysTold
  | DigestsTold
  | Hello
  | Heartbeat
  | Delta
  | JobAccepted
  | JobRejected
  | JobProgressed
  | JobEnded
  | CertificateRequested
  | LogLevelTold
  | CredentialEnded
  | CredentialsHeld
  | FiringsTold;

export interface Welcome {
  readonly type: 'welcome';
  readonly controllerOrigin: string;
  readonly sessionNumber: number;
  readonly protocolVersion: number;
  readonly heartbeatMs: number;
  /** Unacknowledged delta bytes that the agent may have under way. */
  readonly deltaWindowBytes: number;
  readonly positions: readonly Position[];
  readonly time: number;
  readonly softwareVersion: string;
  /** Absent: a version before there were any; nothing below is said then. */
  readonly protocolMinor?: number;
  /** How much the agent's clock is ahead, by its hello. */
  readonly clockAheadMs?: number;
  /** Higher than of any session of this agent before it; absent: the controller is older. */
  readonly grantedNumber?: number;
}

/** The last delta of the agent that is on the controller's disk, for one site. */
export interface Position {
  readonly site: string;
  readonly epoch: number;
  readonly incarnation: string;
  /** `undefined`: nothing is held. */
  readonly outboxId: string | undefined;
  readonly seq: number;
}

/** Everything up to seq is on the controller's disk. */
export interface DeltaAcknowledged {
  readonly type: 'deltaAcknowledged';
  readonly outboxId: string;
  readonly seq: number;
  /** Begin a new outbox with a full snapshot. */
  readonly restart: boolean;
}

/** Done by agents; a trace is the controller's own. */
export type OfferedKind = Exclude<JobKind, 'trace'>;

export interface JobOffered {
  readonly type: 'jobOffered';
  readonly jobId: string;
  readonly attempt: number;
  readonly idempotencyKey: string;
  readonly leaseMs: number;
  readonly timeoutMs: number;
  /** `undefined`: a kind that this version does not know; to be rejected. */
  readonly kind: OfferedKind | undefined;
  readonly driver: string;
  readonly targets: readonly JobTarget[];
  /** For `lookup`. */
  readonly mac: Mac | undefined;
  /** Of `resolve` the IP address, of `port` the name of the port. */
  readonly subject?: string;
  /** Absent: `person`. */
  readonly rank?: JobRank;
  readonly noCache?: true;
  readonly transcript?: true;
  readonly epoch: number;
  /** For `apply`, in this order; absent: none. */
  readonly steps?: readonly JobStep[];
  /** That they are steps of a plan, and who approved it. */
  readonly evidence?: PlanEvidence;
}

export interface JobTarget {
  readonly source: RecordRef;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** `undefined`: find out. */
  readonly platform: string | undefined;
  readonly credential: string;
  /** The way there; absent: it is dialled at once. */
  readonly jump?: JumpHost;
}

export interface JobCancelled {
  readonly type: 'jobCancelled';
  readonly jobId: string;
  readonly attempt: number;
  readonly why: string;
  /** Only this attempt is to be left off, not the job: it ends with INTERRUPTED. Absent: the job is over. */
  readonly interrupt?: true;
}

export interface JobEndAcknowledged {
  readonly type: 'jobEndAcknowledged';
  readonly jobId: string;
  readonly attempt: number;
}

export interface CertificateIssued {
  readonly type: 'certificateIssued';
  /** DER, leaf first. */
  readonly certificateChain: readonly Uint8Array[];
  readonly expireTime: number;
}

/** The CAs to trust from now on. */
export interface TrustChanged {
  readonly type: 'trustChanged';
  /** DER; the last one issues. */
  readonly caCertificates: readonly Uint8Array[];
  /** Signed membership document, canonical JSON. */
  readonly membership: Uint8Array;
}

/** The controller ends the session on purpose and says when to come back. */
export interface GoAway {
  readonly type: 'goAway';
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryAfterMs: number;
  /** Of the newest session of this agent; absent: the controller is older. */
  readonly grantedNumber?: number;
}

/** A credential that was sealed to the agent, or the order to forget one. */
export interface CredentialOrdered {
  readonly type: 'credentialOrdered';
  /** Absent: the controller is older. */
  readonly told?: CredentialLabel;
  readonly orderId: string;
  readonly sealed: Uint8Array;
}

/** So many of the FiringsTold of this session are on the controller's disk. */
export interface FiringsAcknowledged {
  readonly type: 'firingsAcknowledged';
  readonly count: number;
}

/** The schedules that the agent fires by itself while it has no controller, in place of what it holds. */
export interface SchedulesCopied {
  readonly type: 'schedulesCopied';
  /** A hash of the document. */
  readonly revision: string;
  /** JSON, see `ScheduleCopy`. */
  readonly document: Uint8Array;
}

/** The answer to DigestsTold. */
export interface DigestsCompared {
  readonly type: 'digestsCompared';
  readonly sources: readonly SourceDifference[];
}

export interface SourceDifference {
  readonly source: RecordRef;
  /** Buckets that differ; `undefined`: not to be compared, so all is to be told. */
  readonly differing: readonly number[] | undefined;
}

/** From the controller. */
export type ControllerMessage =
  | HostKeysAsked
  | DigestsCompared
  | Welcome
  | Heartbeat
  | DeltaAcknowledged
  | JobOffered
  | JobCancelled
  | JobEndAcknowledged
  | CertificateIssued
  | TrustChanged
  | GoAway
  | LogLevelAsked
  | CredentialOrdered
  | FiringsAcknowledged
  | SchedulesCopied;
