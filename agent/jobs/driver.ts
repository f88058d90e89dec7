/**
 * The port between the runner and the code for one kind of source. Drivers import this file (types) and
 * shared rooms, nothing else: they know neither the session nor the store. What they need of the agent
 * (credentials, pinned host keys) they get as the small ports below.
 */
import type { ErrorCode, WaysideError } from '../../shared/errors.ts';
import type {
  JobRank,
  Json,
  JsonObject,
  JumpHost,
  Kind,
  Mac,
  ObjectStore,
  RecordRef,
} from '../../shared/model/index.ts';
import type { Clock, Log } from '../../shared/runtime/index.ts';

export type DriverName = 'switch' | 'sql';

/** One system to read, as the job names it. The secret is not in here: only the credential's name. */
export interface Target {
  readonly source: RecordRef;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** A platform id such as `cisco_ios`, or undefined: find out. */
  readonly platform: string | undefined;
  readonly credential: string;
  /** The host that dials it for us; absent: we dial it. */
  readonly jump?: JumpHost;
}

/** What a job asks of a driver, for each of its targets. */
export type Task =
  | { readonly kind: 'collect'; readonly driver: DriverName }
  | { readonly kind: 'lookup'; readonly driver: DriverName; readonly mac: Mac }
  /** One IP address in the ARP table or the IPv6 neighbour cache of a switch that routes. */
  | {
      readonly kind: 'resolve';
      readonly driver: DriverName;
      readonly address: string;
      readonly noCache?: true;
    }
  /** All of one port, read now: `port` in any spelling. */
  | { readonly kind: 'port'; readonly driver: DriverName; readonly port: string; readonly noCache?: true }
  | { readonly kind: 'probe'; readonly driver: DriverName };

/** One thing seen at the source. `nativeKey` is unique per kind within the source; '' for the source's own record. */
export interface Observation {
  readonly kind: Kind;
  readonly nativeKey: string;
  /** Section name -> fields. Only observed sections of the kind. */
  readonly sections: Readonly<Record<string, JsonObject>>;
}

export type Completeness =
  | { readonly state: 'complete' }
  | { readonly state: 'partial'; readonly code: ErrorCode; readonly reason: string }
  | { readonly state: 'failed'; readonly code: ErrorCode; readonly reason: string };

/** One reading of a source. Absence counts only for kinds in `coverage`, each of which was read to its end. */
export interface Scan {
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly completeness: Completeness;
  readonly coverage: readonly Kind[];
  readonly observations: readonly Observation[];
}

/** Where the time went, milliseconds by phase: connect, login, command, parse. */
export type Timings = Readonly<Record<string, number>>;

export interface TargetOutcome {
  /** Present for `collect`; the runner diffs it and puts it into the outbox. */
  readonly scan?: Scan;
  /** The answer for the caller: rows of a lookup, facts of a probe, counts of a collect. */
  readonly data: Json;
  readonly timings: Timings;
}

/** A secret on its way to a device: use it, never log it, never keep it. */
export interface Credential {
  readonly username: string;
  readonly password: string;
  readonly enablePassword: string | undefined;
  readonly privateKey: string | undefined;
}

export interface CredentialPort {
  /** Throws CREDENTIAL_MISSING or CREDENTIAL_TARGET. Opens the sealed vault for this one use. */
  open(name: string, target: Target): Credential;
}

export type HostKeyVerdict = 'known' | 'pinned-now' | 'mismatch' | 'not-listed';

export interface HostKeyPort {
  /** Of this agent, where its commands do not find it by themselves: what a person is to type names it. */
  readonly configFile?: string | undefined;
  /** Compares with the pin for address:port and key type; pins on first use where policy allows. `key` is the raw SSH blob. */
  check(target: Target, keyType: string, key: Uint8Array): HostKeyVerdict;
}

export interface DriverContext {
  readonly clock: Clock;
  readonly log: Log;
  /**
   * Aborted on cancel, on a lost lease and on a deadline; the driver must close its channel at once. While something is
   * changed: on a deadline, and when the agent stops.
   */
  readonly signal: AbortSignal;
  readonly credentials: CredentialPort;
  readonly hostKeys: HostKeyPort;
  /** Who waits for it; absent: a person, who goes first where there is a line. */
  readonly rank?: JobRank;
  /** One line of what was said to and by the source, secrets taken out; absent: nobody asked for it. */
  readonly transcript?: (line: string) => void;
  /** One line that was typed to change something, or what came back, secrets taken out: for the audit, and always kept. */
  readonly wrote?: (line: string) => void;
  /** One line of progress for people: `reading MAC table`. */
  progress(status: string): void;
}

/** One change of one target. `action` is for the driver alone: it refuses what it does not know. */
export interface Step {
  readonly id: string;
  readonly action: JsonObject;
}

export interface ChangeOutcome {
  /** What the source answered, for the caller. */
  readonly data: Json;
  readonly timings: Timings;
}

/** How one step of a batch came out, by the word of the driver. */
export type StepFate =
  | { readonly state: 'done'; readonly outcome: ChangeOutcome }
  /** Nothing of it was sent, or all of it was put back and read back. */
  | { readonly state: 'not-done'; readonly error: WaysideError }
  /** It was sent, and is to be read back. */
  | { readonly state: 'ask'; readonly error: WaysideError }
  /** Reading back would not tell either. */
  | { readonly state: 'unknown'; readonly error: WaysideError };

/** A section of one record, as it was told last; `undefined`: it is not known. */
export type Known = (kind: Kind, nativeKey: string, section: string) => JsonObject | undefined;

/** What is so now of the records of a source. */
export interface Learned {
  /** Sections as they are now, each whole. */
  readonly seen: readonly Observation[];
  readonly gone: readonly { readonly kind: Kind; readonly nativeKey: string }[];
}

/** `cannot-say` is final: what was sent is then never sent again by itself. */
export type ReadBack = 'done' | 'not-done' | 'cannot-say';

export interface Driver {
  readonly name: DriverName;
  /**
   * What it can do, announced at hello: `switch.collect`, `switch.lookup`, `switch.probe`. A driver with `change` and
   * `verify` is announced for `switch.apply` too.
   */
  readonly capabilities: readonly string[];
  /** Reads one target. Throws WaysideError when the target gave nothing at all. */
  run(task: Task, target: Target, context: DriverContext): Promise<TargetOutcome>;
  /**
   * Makes one change, sending it once: it tries nothing again. Resolves when the source has acknowledged it. When it throws,
   * the step is read back, whatever it threw; but PLAN_STALE says that nothing was sent, for something else is there than
   * was planned on, and of that one what is there stands in its details: `found`, as JSON.
   */
  change?(step: Step, target: Target, context: DriverContext): Promise<ChangeOutcome>;
  /** How many of these steps of one target, from the first on, one call of `changeMany` takes. */
  batchOf?(steps: readonly Step[]): number;
  /** As `change`, of several steps at once; in their order. When it throws, each is read back. */
  changeMany?(steps: readonly Step[], target: Target, context: DriverContext): Promise<readonly StepFate[]>;
  /**
   * Reads at the source whether the step is done; changes nothing but that it finishes what is done and not yet kept, as a
   * running configuration that was not saved. Throws when the source does not answer. Must not say
   * `not-done` while what was sent may still be on its way.
   */
  verify?(step: Step, target: Target, context: DriverContext): Promise<ReadBack>;
  /** What records of the source say once that step was done and read back. Pure; of what it does not know it says nothing. */
  knownAfter?(step: Step, source: RecordRef, known: Known): Learned;
  /** Closes every session. */
  stop(): Promise<void>;
}

/** A store at a source, open for one piece of work. */
export interface OpenStore extends ObjectStore {
  close(): void;
}

/** A driver whose sources are stores of things: what a step of a plan means there is the same for all of them. */
export interface StoreDriver extends Omit<Driver, 'change' | 'verify'> {
  /** Errors: those of the way to the source; nothing was changed then. */
  open(target: Target, context: DriverContext): Promise<OpenStore>;
}
