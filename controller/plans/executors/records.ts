/**
 * Steps on the records that people write. They lie in the controller's own store, so the change and what the journal says of it are
 * one commit: there is no moment in which nobody knows whether a step was done.
 */
import { type ErrorCode, WaysideError } from '../../../shared/errors.ts';
import {
  changeOf,
  type Json,
  type JsonObject,
  managedKinds,
  type PlanStep,
  parseRef,
  RECORDS_STORE,
  type RecordRef,
  standsAsPlanned,
  standsAsWanted,
} from '../../../shared/model/index.ts';
import { nextTurn } from '../../../shared/runtime/index.ts';
import type { Inventory, ManagedImage, WriteOperation } from '../../inventory/index.ts';
import type { DraftStep } from '../draft.ts';
import type { Current, Executor, RunContext, StepOutcome } from '../executor.ts';

export interface RecordsExecutorDeps {
  readonly inventory: Pick<Inventory, 'planned'>;
  /** A part of a transaction that goes back alone when it fails. */
  readonly part: <T>(work: () => T) => T;
}

/** One transaction holds the event loop for so many records: about 50 ms. */
const BATCH_MAX = 200;
/** Token of a step that settles conflicts, followed by their ids: what is written must still be the answer to each. */
export const CONFLICT_TOKEN = 'conflict:';
/** Failures of the store itself: the whole batch goes back, and the run stops. */
const STORE_CODES: readonly ErrorCode[] = ['DISK_FULL', 'STORE_LOCKED', 'STORE_CORRUPT'];

export class RecordsExecutor implements Executor {
  readonly batchMax: number = BATCH_MAX;
  private readonly deps: RecordsExecutorDeps;

  constructor(deps: RecordsExecutorDeps) {
    this.deps = deps;
  }

  serves(store: string): boolean {
    return store === RECORDS_STORE;
  }

  cannot({ action, kind, key }: DraftStep): string | undefined {
    if (!changes.includes(action)) return `records are not changed by ${action}`;
    const ref = parseRef(key);
    if (ref.kind !== kind) return `${key} is not a ${kind}`;
    if (action !== 'update' && !managedKinds.includes(ref.kind))
      return `${kind} records are not made or deleted by people`;
    return undefined;
  }

  async apply(steps: readonly PlanStep[], context: RunContext): Promise<void> {
    context.journal.together(() => this.outcomes(steps, context));
    this.deps.inventory.planned.moved();
    // All of it was synchronous: without a turn for everybody else a long run would hold the event loop from its first batch to its last.
    await nextTurn();
  }

  /** What stands as `sent` was never sent: change and journal are one commit. */
  async recover(): Promise<void> {}

  async current(steps: readonly Pick<PlanStep, 'key'>[]): Promise<readonly Current[]> {
    return this.deps.inventory.planned.now(steps.map(({ key }) => parseRef(key))).map(currentOf);
  }

  private outcomes(steps: readonly PlanStep[], context: RunContext): readonly StepOutcome[] {
    const nos = new Set(steps.map(({ no }) => no));
    const done = new Set<number>();
    return steps.flatMap((step) => {
      if (step.needs.some((no) => nos.has(no) && !done.has(no))) return [];
      const outcome = this.one(step, context);
      if (outcome.state === 'verified') done.add(step.no);
      context.progress(step.name, outcome.state);
      return [outcome];
    });
  }

  private one(step: PlanStep, context: RunContext): StepOutcome {
    const ref = parseRef(step.key);
    const before = this.now(ref);
    if (!isPlannedOn(step, before)) return stale(step, before);
    try {
      return this.deps.part(() => this.write(step, ref, context));
    } catch (error) {
      const failure = WaysideError.from(error);
      if (STORE_CODES.includes(failure.code)) throw error;
      if (failure.code === 'STALE_ETAG') return stale(step, this.now(ref));
      const { code, hint } = failure;
      return { no: step.no, state: 'failed', token: '', error: { code, message: wordsOf(failure), hint } };
    }
  }

  private write(step: PlanStep, ref: RecordRef, context: RunContext): StepOutcome {
    const { plan, changeSet, principal } = context;
    const why = plan.why || plan.title;
    const token = this.deps.inventory.planned.write([operationOf(step, ref)], { principal, why, changeSet });
    if (!standsAsWanted(step, asFound(step, this.now(ref))))
      throw new WaysideError('INTERNAL', `${step.name} is not as the step says after its write`);
    return { no: step.no, state: 'verified', token, error: undefined };
  }

  private now(ref: RecordRef): ManagedImage | undefined {
    return this.deps.inventory.planned.now([ref])[0];
  }
}

const changes: readonly string[] = ['create', 'update', 'delete'];

function isPlannedOn(step: PlanStep, image: ManagedImage | undefined): boolean {
  // That the conflict is still the same is seen by the write itself.
  if (step.token.startsWith(CONFLICT_TOKEN)) return image !== undefined;
  return standsAsPlanned(step, asFound(step, image));
}

function operationOf(step: PlanStep, ref: RecordRef): WriteOperation {
  const change = changeOf(step, '');
  const resolves = step.token.startsWith(CONFLICT_TOKEN)
    ? step.token.slice(CONFLICT_TOKEN.length).split(',')
    : [];
  switch (change?.op) {
    case 'create': {
      const { site, kind, id } = ref;
      return { type: 'create', site: kind === 'site' ? '' : site, kind, id, fields: change.fields };
    }
    case 'update':
      return { type: 'update', ref, fields: change.fields, ifEtag: '', resolves };
    case 'delete':
      return { type: 'delete', ref, ifEtag: '', resolves };
    default:
      throw new WaysideError('INTERNAL', `step ${step.no} is not for records`);
  }
}

function asFound({ kind, key }: PlanStep, image: ManagedImage | undefined) {
  return image && { kind, key, fields: image.fields, token: image.etag };
}

function stale(step: PlanStep, image: ManagedImage | undefined): StepOutcome {
  const found = currentOf(image);
  const message = image
    ? `${step.name} is not as it was when the plan was made: ${differences(step, image.fields)}`
    : `${step.name} is not there any more`;
  const hint = 'Nothing of it was done; a new plan shows what would be done now.';
  return { no: step.no, state: 'stale', token: '', error: { code: 'PLAN_STALE', message, hint }, found };
}

function currentOf(image: ManagedImage | undefined): Current {
  return { fields: image?.fields ?? null, token: image?.etag ?? '' };
}

/** Fields named in one message. */
const FIELDS_SHOWN_MAX = 3;

/** `name was "sw1", is "sw2"`: what the plan saw, and what is there. */
function differences({ action, before, after }: PlanStep, now: JsonObject): string {
  if (action === 'create') return 'it is there already';
  const names = Object.keys({ ...before, ...now }).filter(
    (name) =>
      JSON.stringify(before?.[name]) !== JSON.stringify(now[name]) &&
      (action === 'delete' || JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name])),
  );
  const told = names
    .sort()
    .slice(0, FIELDS_SHOWN_MAX)
    .map((name) => `${name} was ${textOf(before?.[name])}, is ${textOf(now[name])}`);
  return told.length > 0 ? told.join('; ') : 'somebody wrote it meanwhile';
}

function textOf(value: Json | undefined): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}

/** The violations say what the message only counts. */
function wordsOf({ message, violations }: WaysideError): string {
  const [first] = violations;
  return first ? `${first.field.replace(/^operations\[0\]\./, '')}: ${first.message}` : message;
}
