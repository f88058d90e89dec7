/** What the steps of a plan mean at a port: what is to be typed, whether the port is as it was planned, and who goes together. Pure. */
import { createHash } from 'node:crypto';
import { WaysideError } from '../../../shared/errors.ts';
import {
  fieldDifferences,
  isVlanNumber,
  type Json,
  type JsonObject,
  type PlanStep,
  PORT_BATCH_MAX,
  PORT_KIND,
  planStepFrom,
  portNow,
  portPlanFields,
  switchKeyProblem,
  VLAN_KIND,
} from '../../../shared/model/index.ts';
import type { Step } from '../../jobs/driver.ts';
import type { PortChange, PortConfigRow, PortRow, WriteRecipes } from '../platform.ts';

/** One port as it is now. */
export interface PortState {
  readonly name: string;
  /** As a step of a plan names them; what is not known, and no description, are not there. */
  readonly fields: JsonObject;
  readonly lag: string | undefined;
  /** As the table of states says: `err-disabled`. */
  readonly state: string | undefined;
  readonly config: PortConfigRow;
  readonly token: string;
}

/** UNSUPPORTED: one of a later version, or of another kind of source. INVALID_INPUT: its key. */
export function stepOf({ action }: Step): PlanStep {
  const step = planStepFrom(action);
  if (!step)
    throw new WaysideError('UNSUPPORTED', 'the agent does not know this step', {
      hint: 'Upgrade the agent to the version of its controller.',
    });
  const problem = switchKeyProblem(step.kind, step.key);
  if (problem) throw new WaysideError('INVALID_INPUT', `"${step.key.slice(0, 64)}" ${problem}`);
  return { ...step, before: plain(step.before), after: plain(step.after) };
}

/** Steps at different ports that follow each other, none of which needs another of them. */
export function batchOf(steps: readonly Step[]): number {
  const seen = new Set<string>();
  const numbers = new Set<number>();
  for (const { action } of steps) {
    const step = planStepFrom(action);
    const joins =
      step?.kind === PORT_KIND &&
      !seen.has(step.key) &&
      !step.needs.some((need) => numbers.has(need)) &&
      seen.size < PORT_BATCH_MAX;
    if (!joins) break;
    seen.add(step.key);
    numbers.add(step.no);
  }
  return Math.max(1, seen.size);
}

/** What is to be typed for it. INVALID_INPUT or UNSUPPORTED: it is not to be done by this platform, or at all. */
export function wishOf(step: PlanStep, { textProblem }: Pick<WriteRecipes, 'textProblem'>): PortChange {
  if (step.kind !== PORT_KIND || step.action !== 'update')
    throw new WaysideError('UNSUPPORTED', `${step.action} is no change of a ${step.kind}`);
  const names = fieldDifferences(step).map(({ field }) => field);
  const strange = names.find((name) => !portPlanFields.some((field) => field === name));
  if (strange !== undefined) throw invalid(`${strange.slice(0, 40)} of a port is not changed`);
  if (names.length === 0) throw invalid('the step changes nothing');
  const { mode, accessVlan } = step.after ?? {};
  if (names.includes('mode') && (mode !== 'access' || !isVlanNumber(accessVlan)))
    throw invalid('a port is put into mode access and a VLAN, and into no other mode');
  const setsVlan = names.includes('mode') || names.includes('accessVlan');
  const change = changeOf(step.after ?? {}, [
    ...names.filter((name) => name !== 'mode' && name !== 'accessVlan'),
    ...(setsVlan ? ['accessVlan'] : []),
  ]);
  const problem = change.description ? textProblem(change.description) : undefined;
  if (problem) throw invalid(`the description ${problem}`);
  return change;
}

/** The values of those fields. INVALID_INPUT for one of another type. */
export function changeOf(fields: JsonObject, names: readonly string[]): PortChange {
  const { accessVlan, description = '', adminUp } = plain(fields) ?? {};
  if (names.includes('accessVlan') && !isVlanNumber(accessVlan)) throw invalid('accessVlan is not a VLAN');
  if (names.includes('adminUp') && typeof adminUp !== 'boolean')
    throw invalid('adminUp is neither true nor false');
  if (typeof description !== 'string') throw invalid('the description is not a text');
  return {
    ...(names.includes('accessVlan') && { accessVlan: Number(accessVlan) }),
    ...(names.includes('description') && { description }),
    ...(names.includes('adminUp') && { adminUp: adminUp === true }),
  };
}

export function portStateOf(row: PortRow | undefined, config: PortConfigRow): PortState {
  const { mode, accessVlan, description, adminUp } = portNow(row, config);
  const fields = plain({
    ...(mode !== undefined && { mode }),
    ...(accessVlan !== undefined && { accessVlan }),
    ...(description !== undefined && { description }),
    ...(adminUp !== undefined && { adminUp }),
  });
  const told = JSON.stringify([config.name, fields, config.lines]);
  const token = createHash('sha256').update(told).digest('base64url').slice(0, TOKEN_CHARS);
  const [lag, state] = [config.lag ?? row?.lag, row?.state];
  return { name: config.name, fields: fields ?? {}, lag, state, config, token };
}

const TOKEN_CHARS = 22;

/** Each field that it changes is as it was, or was not known then and is as it is wanted. */
export function isAsPlanned(step: PlanStep, fields: JsonObject): boolean {
  return (
    !isAsWanted(step, fields) &&
    fieldDifferences(step).every(({ field, before, after }) => {
      const now = fields[field];
      return same(now, before) || (isNone(before) && same(now, after)) || isUntold(field, now);
    })
  );
}

export function isAsWanted(step: PlanStep, fields: JsonObject): boolean {
  return fieldDifferences(step).every(({ field, after }) => same(fields[field], after));
}

/** Ports that want the same, in pieces that the platform takes in one go. */
export function groupsOf<T extends { readonly port: string; readonly change: PortChange }>(
  wishes: readonly T[],
  portsMax: number,
): readonly { readonly ports: readonly string[]; readonly change: PortChange }[] {
  const byChange = new Map<string, T[]>();
  for (const wish of wishes) {
    const { accessVlan, description, adminUp } = wish.change;
    const key = JSON.stringify([accessVlan, description, adminUp]);
    byChange.set(key, [...(byChange.get(key) ?? []), wish]);
  }
  return [...byChange.values()].flatMap((group) => {
    const [{ change }] = group as [T];
    const ports = group.map(({ port }) => port);
    const pieces = Math.ceil(ports.length / portsMax);
    return Array.from({ length: pieces }, (_, at) => ({
      ports: ports.slice(at * portsMax, (at + 1) * portsMax),
      change,
    }));
  });
}

/** Empty texts and `null` are nothing; so two spellings of nothing are one. */
export function plain(fields: JsonObject | null): JsonObject | null {
  if (!fields) return null;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== null));
}

export function staleOf(
  step: PlanStep,
  found: { readonly fields: JsonObject; readonly token: string },
): WaysideError {
  const what = step.kind === VLAN_KIND ? `VLAN ${step.key}` : `port ${step.key}`;
  return new WaysideError('PLAN_STALE', `${what} is not as it was when it was planned`, {
    details: {
      found: JSON.stringify({ fields: found.token === '' ? null : found.fields, token: found.token }),
    },
  });
}

/** A device may leave out what is usual; but no description is none. */
function isUntold(field: string, now: Json | undefined): boolean {
  return field !== 'description' && isNone(now);
}

function isNone(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '';
}

function same(one: Json | undefined, other: Json | undefined): boolean {
  return one === other || (isNone(one) && isNone(other));
}

function invalid(message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', message);
}
