/**
 * Steps on an object store in this process. Each thing is read just before it is changed, and again after: what is there decides
 * what became of a step, not what the store says.
 */
import { type ErrorCode, WaysideError } from '../../../shared/errors.ts';
import {
  type ChangeAnswer,
  changeOf,
  type Failure,
  type ObjectChange,
  type ObjectKey,
  type ObjectStore,
  type PlanStep,
  type StoredObject,
  standsAsPlanned,
  standsAsWanted,
} from '../../../shared/model/index.ts';
import { type Clock, withDeadline } from '../../../shared/runtime/index.ts';
import type { DraftStep } from '../draft.ts';
import type { Current, Executor, RunContext, StepOutcome } from '../executor.ts';

/** Steps that are handed over at once; a call to the store takes what its capabilities say. */
export const OBJECTS_BATCH_MAX = 1000;
/** For one call; then it is as if no answer came. */
const CALL_MAX_MS = 60_000;
/** The store saw that what is there is not what was meant. */
const MOVED: readonly ErrorCode[] = ['STALE_ETAG', 'ALREADY_EXISTS', 'NOT_FOUND'];

interface Sent {
  readonly step: PlanStep;
  readonly change: ObjectChange;
  /** Just before it was sent. */
  readonly before: StoredObject | undefined;
}

interface ReadyPart {
  readonly sent: readonly Sent[];
  /** What is not sent: it is stale, or could not be read. */
  readonly others: readonly StepOutcome[];
  readonly isUnread: boolean;
}

export class ObjectsExecutor implements Executor {
  readonly batchMax: number = OBJECTS_BATCH_MAX;
  private readonly store: ObjectStore;
  private readonly clock: Clock;

  constructor(store: ObjectStore, clock: Clock) {
    this.store = store;
    this.clock = clock;
  }

  serves(store: string): boolean {
    return store === this.store.name;
  }

  cannot(step: DraftStep): string | undefined {
    const can = this.store.capabilities(step.kind);
    if (!can) return `${this.store.name} has no ${step.kind}`;
    const change = changeOf(step, '');
    return change && can[change.op]
      ? undefined
      : `${this.store.name} knows no ${step.action} of ${step.kind}`;
  }

  async apply(steps: readonly PlanStep[], context: RunContext): Promise<void> {
    const open = new Set(steps.map(({ no }) => no));
    const { journal, signal } = context;
    // What is known of a part and not written down: it is, with what is sent next.
    let told: readonly StepOutcome[] = [];
    try {
      for (const part of this.parts(steps)) {
        if (signal.aborted) return;
        const able = part.filter(({ needs }) => !needs.some((no) => open.has(no)));
        const ready = await this.toSend(able);
        if (ready.sent.length > 0) {
          const nos = ready.sent.map(({ step }) => step.no);
          journal.sent(nos, '', told);
          told = [];
          context.progress(ready.sent[0]?.step.name ?? '', `changing ${nos.length} in ${this.store.name}`);
        }
        told = [...told, ...ready.others];
        const outcomes = await this.send(ready.sent);
        told = [...told, ...outcomes];
        for (const { no, state } of outcomes) if (isDone(state)) open.delete(no);
        // Whoever waits for a failure hears of it at once.
        if (told.some(({ state }) => !isDone(state))) {
          journal.settle(told);
          told = [];
        }
        // It does not answer, so the rest is not tried on it.
        if (ready.isUnread) return;
      }
    } finally {
      if (told.length > 0) journal.settle(told);
    }
  }

  /** What is as it was before was not done, and may be sent again. */
  async recover(steps: readonly (PlanStep & { readonly by: string })[], context: RunContext): Promise<void> {
    const now = await this.read(steps);
    context.journal.settle(steps.map((step, i) => this.judgeSent(step, now[i])));
  }

  async current(steps: readonly Pick<PlanStep, 'kind' | 'key'>[]): Promise<readonly Current[]> {
    const now = await this.read(steps);
    return steps.map((_, i) => currentOf(now[i]));
  }

  /**
   * Of one kind each, as many as one call takes: first the steps that need none of the others, then those that need these, and so
   * on. Deletes that nothing waits for come last.
   */
  private parts(steps: readonly PlanStep[]): readonly (readonly PlanStep[])[] {
    const turns = turnsOf(steps);
    const kinds = [...new Set(steps.map(({ kind }) => kind))];
    const rankOf = ({ no, kind }: PlanStep): number =>
      (turns.get(no) ?? 0) * kinds.length + kinds.indexOf(kind);
    const parts: PlanStep[][] = [];
    let rank = -1;
    for (const step of steps.toSorted((a, b) => rankOf(a) - rankOf(b) || a.no - b.no)) {
      const last = parts.at(-1);
      const max = this.store.capabilities(step.kind)?.batchMax ?? 1;
      if (last && rankOf(step) === rank && last.length < max) last.push(step);
      else parts.push([step]);
      rank = rankOf(step);
    }
    return parts;
  }

  /** What is there decides which of them are sent. */
  private async toSend(steps: readonly PlanStep[]): Promise<ReadyPart> {
    if (steps.length === 0) return { sent: [], others: [], isUnread: false };
    const read = await this.read(steps).catch((error: unknown) => WaysideError.from(error));
    if (read instanceof WaysideError) {
      const error = unread(read);
      const others = steps.map(({ no }): StepOutcome => ({ no, state: 'failed', error, token: '' }));
      return { sent: [], others, isUnread: error.code === 'UNREACHABLE' };
    }
    const isPlanned = (step: PlanStep, i: number): boolean => standsAsPlanned(step, read[i]);
    return {
      sent: steps.flatMap((step, i) => (isPlanned(step, i) ? this.sentOf(step, read[i]) : [])),
      others: steps.flatMap((step, i) => (isPlanned(step, i) ? [] : [staleBy(step, read[i])])),
      isUnread: false,
    };
  }

  /** Where a batch is done whole or not at all, those that others kept back are sent without them. */
  private async send(sent: readonly Sent[]): Promise<readonly StepOutcome[]> {
    const outcomes: StepOutcome[] = [];
    for (let open = sent; open.length > 0; ) {
      const answers = await this.write(open);
      const held = open.filter(({ step }, i) => this.isHeld(step, answers[i]));
      const told = held.length < open.length ? open.filter((one) => !held.includes(one)) : open;
      const toldAnswers = open.flatMap((one, i) => (told.includes(one) ? [answers[i]] : []));
      outcomes.push(...(await this.verify(told, toldAnswers)));
      open = told === open ? [] : held;
    }
    return outcomes;
  }

  private isHeld({ kind }: PlanStep, answer: ChangeAnswer | undefined): boolean {
    const isAtomic = this.store.capabilities(kind)?.atomicBatch ?? false;
    return isAtomic && answer?.state === 'refused' && answer.error.code === 'NOTHING_SENT';
  }

  private sentOf(step: PlanStep, before: StoredObject | undefined): readonly Sent[] {
    const isConditional = this.store.capabilities(step.kind)?.conditional ?? false;
    const change = changeOf(step, isConditional ? (before?.token ?? '') : '');
    return change ? [{ step, change, before }] : [];
  }

  private async write(sent: readonly Sent[]): Promise<readonly ChangeAnswer[]> {
    const { name } = this.store;
    const bound = { ms: CALL_MAX_MS, what: `a write to ${name}` };
    const changes = sent.map(({ change }) => change);
    const answers = await withDeadline(this.clock, bound, (signal) => this.store.write(changes, { signal }));
    if (answers.length === changes.length) return answers;
    throw new WaysideError(
      'CONNECTION_LOST',
      `${name} answered ${answers.length} of ${changes.length} changes`,
    );
  }

  /** Where it cannot be read back, the word of the store stands. */
  private async verify(
    sent: readonly Sent[],
    answers: readonly (ChangeAnswer | undefined)[],
  ): Promise<readonly StepOutcome[]> {
    const keys = sent.map(({ step: { kind, key } }, i) => {
      const answer = answers[i];
      return { kind, key: answer?.state === 'done' ? answer.key : key };
    });
    const now = await this.read(keys).catch(() => undefined);
    return sent.map((one, i) => judgeAnswer(one, answers[i], now && { object: now[i] }));
  }

  private judgeSent(step: PlanStep, now: StoredObject | undefined): StepOutcome {
    const { no, action, kind, name } = step;
    const isElsewhere = action === 'create' && this.store.capabilities(kind)?.assignsKeys === true;
    if (!isElsewhere && standsAsWanted(step, now))
      return { no, state: 'verified', error: undefined, token: now?.token ?? '' };
    const message = `no answer came, and ${name} is as it was before`;
    const lost: Failure = { code: 'CONNECTION_LOST', message, hint: undefined };
    if (!isElsewhere && standsAsPlanned(step, now)) return { no, state: 'failed', error: lost, token: '' };
    const why = isElsewhere ? 'its key is not known' : 'it is neither as before nor as wanted';
    const error: Failure = {
      code: 'OUTCOME_UNKNOWN',
      message: `no answer came, and reading ${name} back does not tell: ${why}`,
      hint: 'Look at it before it is sent again.',
    };
    return { no, state: 'unknown', error, token: '' };
  }

  private read(keys: readonly ObjectKey[]): Promise<readonly (StoredObject | undefined)[]> {
    const bound = { ms: CALL_MAX_MS, what: `reading ${this.store.name}` };
    const plain = keys.map(({ kind, key }) => ({ kind, key }));
    return withDeadline(this.clock, bound, (signal) => this.store.read(plain, { signal }));
  }
}

/** By number: after how many others of the same batch, each needing the one before, a step can be done. */
function turnsOf(steps: readonly PlanStep[]): ReadonlyMap<number, number> {
  const turns = new Map<number, number>();
  const needed = new Set(steps.flatMap(({ needs }) => needs));
  let last = 0;
  for (const { no, needs } of steps) {
    const turn = needs.reduce((most, need) => Math.max(most, (turns.get(need) ?? -1) + 1), 0);
    turns.set(no, turn);
    last = Math.max(last, turn);
  }
  for (const { no, action } of steps)
    if (action === 'delete' && !needed.has(no)) turns.set(no, (turns.get(no) ?? 0) + last + 1);
  return turns;
}

function isDone(state: StepOutcome['state']): boolean {
  return state === 'verified' || state === 'acknowledged';
}

/** `now`: as it was read back; absent: it could not be. */
function judgeAnswer(
  { step, before }: Sent,
  answer: ChangeAnswer | undefined,
  now: { readonly object: StoredObject | undefined } | undefined,
): StepOutcome {
  const { no, name } = step;
  if (answer?.state !== 'done') {
    const error = answer?.error;
    if (!error || !MOVED.includes(error.code) || !now) return { no, state: 'failed', error, token: '' };
    if (!standsAsPlanned(step, now.object)) return staleBy(step, now.object);
    // What the step does not touch was written in the same moment.
    return { no, state: 'failed', error: { ...error, code: 'NOTHING_SENT' }, token: '' };
  }
  const { token } = answer;
  if (!now) return { no, state: 'acknowledged', error: undefined, token };
  if (standsAsWanted(step, now.object))
    return { no, state: 'verified', error: undefined, token: now.object?.token ?? token };
  // Somebody else wrote it since the answer came.
  const moved = now.object && now.object.token !== '' && ![token, before?.token].includes(now.object.token);
  if (moved) return { no, state: 'acknowledged', error: undefined, token };
  const error: Failure = {
    code: 'COMMAND_REJECTED',
    message: `the store said yes and did not keep it: ${name} is not as the step says when it is read back`,
    hint: 'Look at the rules of the store; what it does not keep is not sent again.',
  };
  return { no, state: 'failed', error, token: '' };
}

function staleBy(step: PlanStep, now: StoredObject | undefined): StepOutcome {
  const was =
    step.action === 'create' ? 'it is there already' : now ? 'it was changed' : 'it is not there any more';
  const error: Failure = {
    code: 'PLAN_STALE',
    message: `${step.name} is not as it was when the plan was made: ${was}`,
    hint: 'Nothing of it was done; a new plan shows what would be done now.',
  };
  return { no: step.no, state: 'stale', error, token: '', found: currentOf(now) };
}

/** Nothing was sent, so it may be tried again, unless it is refused by name. */
function unread({ code, message, hint }: WaysideError): Failure {
  const isOurs = code === 'INTERNAL' || new WaysideError(code, '').retryable;
  return { code: isOurs ? 'UNREACHABLE' : code, message: `it cannot be read: ${message}`, hint };
}

function currentOf(object: StoredObject | undefined): Current {
  return { fields: object?.fields ?? null, token: object?.token ?? '' };
}
