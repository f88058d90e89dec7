/**
 * A store in memory that does what the port says, and goes wrong on demand. Faults are asked for once for each change, by its
 * number, so that a test can let exactly one of them fail.
 */
import { type ErrorCode, WaysideError } from '../../../shared/errors.ts';
import type {
  ChangeAnswer,
  JsonObject,
  ObjectChange,
  ObjectKey,
  ObjectStore,
  StoreCapabilities,
  StoreContext,
  StoredObject,
} from '../../../shared/model/index.ts';

/** What happens to one change on its way. */
export type Fault =
  | 'none'
  /** The store says no. */
  | 'refuse'
  /** It says no now, and may say yes later. */
  | 'transient'
  /** It is done, and so is the rest of its batch, and no answer comes. */
  | 'lose-answer'
  /** The line breaks before it: nothing from here on is done, and no answer comes. */
  | 'lose-request'
  /** The store says yes, and keeps nothing. */
  | 'lie';

export interface MemoryStoreOptions {
  readonly name?: string;
  readonly kinds: readonly string[];
  readonly can?: Partial<StoreCapabilities>;
}

const CAN: StoreCapabilities = {
  ...{ create: true, update: true, delete: true, conditional: true, atomicBatch: false, assignsKeys: false },
  batchMax: 1000,
};

interface Kept {
  readonly fields: JsonObject;
  readonly token: string;
}

export class MemoryStore implements ObjectStore {
  readonly name: string;
  /** Changes that reached the store, done or not. */
  received = 0;
  /** How often each thing was written, by `kind/key`; filled once `counting` is on. */
  readonly writes: Map<string, number> = new Map();
  counting = false;
  faultOf: ((change: ObjectChange, no: number) => Fault) | undefined;
  /** Called before a batch is looked at: what it does is somebody else's doing. */
  meanwhile: (() => void) | undefined;
  private readonly can: StoreCapabilities;
  private readonly things: Map<string, Map<string, Kept>>;
  private held: Promise<void> | undefined;
  private readonly sorted = new Map<string, readonly string[]>();
  private written = 0;
  private made = 0;

  constructor(options: MemoryStoreOptions) {
    this.name = options.name ?? 'memory';
    this.can = { ...CAN, ...options.can };
    this.things = new Map(options.kinds.map((kind) => [kind, new Map()]));
  }

  /** Every write waits from now on, until the function is called. */
  hold(): () => void {
    let release = (): void => undefined;
    this.held = new Promise((resolve) => {
      release = resolve;
    });
    return () => {
      this.held = undefined;
      release();
    };
  }

  /** As if somebody else wrote it: no faults, no counts. `null`: it is gone. */
  put(kind: string, key: string, fields: JsonObject | null): void {
    this.set(kind, key, fields ? { fields: merged(undefined, fields), token: this.newToken() } : undefined);
  }

  /** By key. */
  all(kind: string): Readonly<Record<string, JsonObject>> {
    return Object.fromEntries([...this.thingsOf(kind)].map(([key, { fields }]) => [key, fields]));
  }

  size(kind: string): number {
    return this.thingsOf(kind).size;
  }

  capabilities(kind: string): StoreCapabilities | undefined {
    return this.things.has(kind) ? this.can : undefined;
  }

  async read(
    keys: readonly ObjectKey[],
    { signal }: StoreContext,
  ): Promise<readonly (StoredObject | undefined)[]> {
    signal.throwIfAborted();
    return keys.map(({ kind, key }) => {
      const kept = this.things.get(kind)?.get(key);
      return kept && { kind, key, ...kept };
    });
  }

  async list(
    { kind, afterKey, limit }: { readonly kind: string; readonly afterKey: string; readonly limit: number },
    { signal }: StoreContext,
  ): Promise<readonly StoredObject[]> {
    signal.throwIfAborted();
    const things = this.thingsOf(kind);
    const keys = this.sortedKeys(kind, things);
    const from = keys.findIndex((key) => key > afterKey);
    return keys
      .slice(from < 0 ? keys.length : from)
      .slice(0, limit)
      .flatMap((key) => {
        const kept = things.get(key);
        return kept ? [{ kind, key, ...kept }] : [];
      });
  }

  async write(changes: readonly ObjectChange[], { signal }: StoreContext): Promise<readonly ChangeAnswer[]> {
    signal.throwIfAborted();
    if (this.held) await untilReleased(this.held, signal);
    this.meanwhile?.();
    const { batchMax, atomicBatch } = this.can;
    if (changes.length > batchMax)
      return changes.map(() => refused('INVALID_INPUT', `a call takes at most ${batchMax} changes`));
    const before = atomicBatch
      ? changes.map(({ kind, key }) => [kind, key, this.things.get(kind)?.get(key)] as const)
      : [];
    const { answers, ends } = this.oneByOne(changes);
    const bad = answers.findIndex(({ state }) => state === 'refused');
    if (atomicBatch && (bad >= 0 || ends === 'undone')) {
      for (const [kind, key, kept] of before.reverse()) if (this.things.has(kind)) this.set(kind, key, kept);
    }
    if (ends !== 'answered') throw new WaysideError('CONNECTION_LOST', 'the line broke');
    if (!atomicBatch || bad < 0) return answers;
    return answers.map((answer) =>
      answer.state === 'refused'
        ? answer
        : refused('NOTHING_SENT', `change ${bad + 1} of the batch was refused`),
    );
  }

  private oneByOne(changes: readonly ObjectChange[]): {
    readonly answers: readonly ChangeAnswer[];
    readonly ends: 'answered' | 'unanswered' | 'undone';
  } {
    const answers: ChangeAnswer[] = [];
    let ends: 'answered' | 'unanswered' = 'answered';
    for (const change of changes) {
      this.received += 1;
      const fault = this.faultOf?.(change, this.received) ?? 'none';
      if (fault === 'lose-request') return { answers, ends: 'undone' };
      answers.push(this.answer(change, fault));
      if (fault === 'lose-answer') ends = 'unanswered';
    }
    return { answers, ends };
  }

  private answer(change: ObjectChange, fault: Fault): ChangeAnswer {
    if (fault === 'refuse') return refused('COMMAND_REJECTED', 'the store says no');
    if (fault === 'transient') return refused('UNAVAILABLE', 'the store has no time');
    const { kind, op } = change;
    const things = this.things.get(kind);
    if (!things) return refused('NOT_FOUND', `there is no kind ${kind}`);
    if (!this.can[op]) return refused('UNSUPPORTED', `${kind}: ${op} is not possible here`);
    const key = op === 'create' && this.can.assignsKeys ? this.newKey() : change.key;
    const kept = things.get(key);
    const problem = this.problemOf(change, kept);
    if (problem) return problem;
    const token = op === 'delete' ? '' : this.newToken();
    if (fault === 'lie') return { state: 'done', key, token };
    if (op === 'delete') this.set(kind, key, undefined);
    else
      this.set(kind, key, {
        fields: merged(op === 'update' ? kept?.fields : undefined, change.fields),
        token,
      });
    const place = `${kind}/${key}`;
    if (this.counting) this.writes.set(place, (this.writes.get(place) ?? 0) + 1);
    return { state: 'done', key, token };
  }

  private problemOf(change: ObjectChange, kept: Kept | undefined): ChangeAnswer | undefined {
    const { op, kind, key } = change;
    if (op === 'create') return kept && refused('ALREADY_EXISTS', `${kind} ${key} is there already`);
    if (!kept) return refused('NOT_FOUND', `${kind} ${key} is not there`);
    if (change.ifToken === '') return undefined;
    if (!this.can.conditional) return refused('UNSUPPORTED', `${kind}: the store compares no tokens`);
    return change.ifToken === kept.token ? undefined : refused('STALE_ETAG', `${kind} ${key} has changed`);
  }

  private set(kind: string, key: string, kept: Kept | undefined): void {
    const things = this.thingsOf(kind);
    if (things.has(key) !== (kept !== undefined)) this.sorted.delete(kind);
    if (kept) things.set(key, kept);
    else things.delete(key);
  }

  private thingsOf(kind: string): Map<string, Kept> {
    const things = this.things.get(kind);
    if (things) return things;
    throw new WaysideError('NOT_FOUND', `there is no kind ${kind}`);
  }

  /** Sorted once for as long as no thing comes or goes. */
  private sortedKeys(kind: string, things: Map<string, Kept>): readonly string[] {
    const sorted = this.sorted.get(kind) ?? [...things.keys()].sort();
    this.sorted.set(kind, sorted);
    return sorted;
  }

  private newToken(): string {
    this.written += 1;
    return String(this.written);
  }

  private newKey(): string {
    this.made += 1;
    return `made-${this.made}`;
  }
}

function refused(code: ErrorCode, message: string): ChangeAnswer {
  return { state: 'refused', error: { code, message, hint: undefined } };
}

function merged(before: JsonObject | undefined, fields: JsonObject): JsonObject {
  const all = Object.entries({ ...before, ...fields });
  return Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined));
}

async function untilReleased(released: Promise<void>, signal: AbortSignal): Promise<void> {
  let stop = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([released, aborted]);
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
}
