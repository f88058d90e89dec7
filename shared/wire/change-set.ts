/** Change sets and what they changed. */
import type { ChangeItem__Output } from '../../proto/gen/wayside/v1/ChangeItem.ts';
import type { ChangeSet__Output } from '../../proto/gen/wayside/v1/ChangeSet.ts';
import type { ChangeSetCounts__Output } from '../../proto/gen/wayside/v1/ChangeSetCounts.ts';
import {
  type ChangeItem,
  type ChangeSetCounts,
  type ChangeSetView,
  changeSetStates,
  fieldDifferences,
} from '../model/index.ts';
import { unsupported } from './plan.ts';
import { planAction, runStepState } from './plan-enums.ts';
import { fieldToWire } from './plan-step.ts';
import { timeFromWire, timestampFromWire, timestampToWire } from './scalar.ts';
import { structFromWire, structToWire } from './struct.ts';

export function changeSetToWire(set: ChangeSetView): ChangeSet__Output {
  return {
    id: set.id,
    time: timestampToWire(set.at),
    endTime: timestampToWire(set.endedAt),
    by: set.by,
    why: set.why,
    origin: set.origin,
    planId: set.plan,
    title: set.title,
    state: set.state,
    counts: { ...set.counts },
    sites: [...set.sites],
    undoes: set.undoes,
    undoneBy: [...set.undoneBy],
  };
}

/** Error: UNSUPPORTED for a state that this version does not know. */
export function changeSetFromWire(set: ChangeSet__Output): ChangeSetView {
  const state = changeSetStates.find((one) => one === set.state);
  if (!state) throw unsupported(`change set ${set.id} is in a state`);
  return {
    id: set.id,
    at: timeFromWire(set.time),
    endedAt: timestampFromWire(set.endTime),
    by: set.by,
    why: set.why,
    origin: set.origin === 'plan' ? 'plan' : 'write',
    plan: set.planId,
    title: set.title,
    state,
    counts: countsFromWire(set.counts),
    sites: set.sites,
    undoes: set.undoes,
    undoneBy: set.undoneBy,
  };
}

function countsFromWire(counts: ChangeSetCounts__Output | null): ChangeSetCounts {
  return {
    create: counts?.create ?? 0,
    update: counts?.update ?? 0,
    delete: counts?.delete ?? 0,
    link: counts?.link ?? 0,
    unlink: counts?.unlink ?? 0,
    adopt: counts?.adopt ?? 0,
    failed: counts?.failed ?? 0,
    stale: counts?.stale ?? 0,
    unknown: counts?.unknown ?? 0,
    skipped: counts?.skipped ?? 0,
  };
}

/** The token stays here: it is for undo alone. */
export function changeItemToWire(item: ChangeItem): ChangeItem__Output {
  return {
    number: item.no,
    action: planAction.toWire(item.action),
    store: item.store,
    kind: item.kind,
    key: item.key,
    name: item.name,
    site: item.site,
    before: item.before ? structToWire(item.before) : null,
    after: item.after ? structToWire(item.after) : null,
    fields: fieldDifferences(item).map(fieldToWire),
    state: runStepState.toWire(item.state),
    noUndo: item.noUndo,
  };
}

/** Error: UNSUPPORTED for what this version does not know. */
export function changeItemFromWire(item: ChangeItem__Output): ChangeItem {
  const action = planAction.fromWire(item.action);
  const state = runStepState.fromWire(item.state);
  if (!action || !state) throw unsupported(`item ${item.number} of the change set has an action or state`);
  return {
    no: item.number,
    action,
    store: item.store,
    kind: item.kind,
    key: item.key,
    name: item.name,
    site: item.site,
    before: item.before ? structFromWire(item.before) : null,
    after: item.after ? structFromWire(item.after) : null,
    token: '',
    state,
    noUndo: item.noUndo,
  };
}
