/**
 * Steps of plans at a source that is a store of things. What is there is read again; when it is not what the plan saw, nothing is
 * sent. Otherwise the change is sent once, and read back: what a store says alone is not believed.
 */
import { type ErrorCode, WaysideError } from '../../shared/errors.ts';
import {
  type ChangeAnswer,
  changeOf,
  type JsonObject,
  type ObjectKey,
  type PlanStep,
  planStepFrom,
  type StoredObject,
  standsAsPlanned,
  standsAsWanted,
} from '../../shared/model/index.ts';
import type {
  ChangeOutcome,
  Driver,
  DriverContext,
  OpenStore,
  ReadBack,
  Step,
  StoreDriver,
  Target,
} from './driver.ts';

/** The driver with `change` and `verify`. */
export function changingStores(driver: StoreDriver): Driver {
  return {
    ...{ name: driver.name, capabilities: driver.capabilities },
    run: (task, target, context) => driver.run(task, target, context),
    change: (step, target, context) =>
      opened(driver, { target, context }, (store) => change(store, step, context)),
    verify: (step, target, context) =>
      opened(driver, { target, context }, (store) => verify(store, step, context)),
    stop: () => driver.stop(),
  };
}

/** Errors: PLAN_STALE, when nothing was sent; after any other one the step is read back. */
async function change(store: OpenStore, { action }: Step, context: DriverContext): Promise<ChangeOutcome> {
  const step = stepOf(action);
  const can = store.capabilities(step.kind);
  if (!can) throw new WaysideError('NOT_FOUND', `${store.name} has no ${step.kind}`);
  // The key of what is made there is not known before.
  const isNew = step.action === 'create' && can.assignsKeys;
  for (let tried = 1; ; tried += 1) {
    const found = isNew ? undefined : await readOne(store, step, context);
    if (!standsAsPlanned(step, found)) throw stale(step, found);
    const token = can.conditional ? (found?.token ?? '') : '';
    const answer = await send(store, { step, token }, context);
    if (answer.state === 'done') return await proven(store, { ...step, key: answer.key }, context);
    // Somebody else wrote in between: of an update that may be another field, of all else what was planned on is gone.
    const { code, message, hint } = answer.error;
    if (!RACES.includes(code)) throw new WaysideError(code, message, hint === undefined ? {} : { hint });
    if (tried === RACES_MAX) throw stale(step, await readOne(store, step, context));
  }
}

/** Refusals that say that what was read a moment ago is no longer so. */
const RACES: readonly ErrorCode[] = ['STALE_ETAG', 'ALREADY_EXISTS', 'NOT_FOUND'];
/** Nothing was done yet, so it is looked at again so often in all. */
const RACES_MAX = 3;

async function send(
  store: OpenStore,
  { step, token }: { readonly step: PlanStep; readonly token: string },
  context: DriverContext,
): Promise<ChangeAnswer> {
  const wanted = changeOf(step, token);
  if (!wanted) throw new WaysideError('UNSUPPORTED', `${step.action} is no change of ${store.name}`);
  const [answer] = await store.write([wanted], context);
  if (!answer) throw new WaysideError('OUTCOME_UNKNOWN', `${store.name} gave no answer`);
  return answer;
}

/** What a store says alone is not believed. */
async function proven(store: OpenStore, step: PlanStep, context: DriverContext): Promise<ChangeOutcome> {
  const { kind, key } = step;
  const now = await readOne(store, step, context);
  if (!standsAsWanted(step, now))
    throw new WaysideError(
      'COMMAND_REJECTED',
      `${store.name} said yes, but ${kind} ${key} is not as it was asked for`,
    );
  return { data: { key, token: now?.token ?? '', verified: true }, timings: {} };
}

async function verify(store: OpenStore, { action }: Step, context: DriverContext): Promise<ReadBack> {
  const step = stepOf(action);
  if (step.action === 'create' && store.capabilities(step.kind)?.assignsKeys) return 'cannot-say';
  const found = await readOne(store, step, context);
  if (standsAsWanted(step, found)) return 'done';
  // Somebody else wrote since: what we sent may have been there before.
  return standsAsPlanned(step, found) ? 'not-done' : 'cannot-say';
}

async function readOne(
  store: OpenStore,
  { kind, key }: ObjectKey,
  context: DriverContext,
): Promise<StoredObject | undefined> {
  const [found] = await store.read([{ kind, key }], context);
  return found;
}

function stepOf(action: JsonObject): PlanStep {
  const step = planStepFrom(action);
  if (step) return step;
  throw new WaysideError('UNSUPPORTED', 'the agent does not know this step', {
    hint: 'Upgrade the agent to the version of its controller.',
  });
}

function stale(step: PlanStep, found: StoredObject | undefined): WaysideError {
  const { kind, key, name } = step;
  const what = `${kind} ${name === '' ? key : name}`;
  const isThere = found ? 'is not as it was when it was planned' : 'is not there any more';
  const words = step.action === 'create' ? 'is there already' : isThere;
  return new WaysideError('PLAN_STALE', `${what} ${words}`, {
    details: { found: JSON.stringify({ fields: found?.fields ?? null, token: found?.token ?? '' }) },
  });
}

async function opened<T>(
  driver: StoreDriver,
  { target, context }: { readonly target: Target; readonly context: DriverContext },
  work: (store: OpenStore) => Promise<T>,
): Promise<T> {
  const store = await driver.open(target, context);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}
