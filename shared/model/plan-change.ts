/**
 * What a step of a plan means to the store that it is carried out on: the one change that is sent, what must be there for it,
 * and how it is seen that it is done. Pure; agents and controller judge alike.
 */
import { canonicalJson, type Json, type JsonObject } from './json.ts';
import type { ObjectChange, StoredObject } from './object-store.ts';
import { fieldDifferences, type PlanStep, planActions, risks, standings } from './plan.ts';

type Aim = Pick<PlanStep, 'action' | 'kind' | 'key' | 'before' | 'after'>;
type Found = Pick<StoredObject, 'fields' | 'token'> | undefined;

/** `undefined`: not of the actions that a store knows. `ifToken`: of what was found just now, where the store compares it. */
export function changeOf(step: Aim, ifToken: string): ObjectChange | undefined {
  const { action, kind, key, after } = step;
  switch (action) {
    case 'create':
      return { op: 'create', kind, key, fields: after ?? {} };
    case 'update': {
      const changes = fieldDifferences(step).map((one) => [one.field, one.after ?? null] as const);
      return { op: 'update', kind, key, fields: Object.fromEntries(changes), ifToken };
    }
    case 'delete':
      return { op: 'delete', kind, key, ifToken };
    default:
      return undefined;
  }
}

/**
 * What is there is what the step was planned on. Create: nothing. Update: the fields that it changes; others may have moved.
 * Delete: the whole, by its token or by all fields.
 */
export function standsAsPlanned(step: Aim & Pick<PlanStep, 'token'>, found: Found): boolean {
  switch (step.action) {
    case 'create':
      return found === undefined;
    case 'update':
      return (
        found !== undefined &&
        fieldDifferences(step).every((one) => isSame(found.fields[one.field], one.before))
      );
    case 'delete':
      if (found === undefined) return false;
      if (step.token !== '' && step.token === found.token) return true;
      return fieldDifferences({ before: step.before, after: found.fields }).every((one) =>
        isSame(one.before, one.after),
      );
    default:
      return false;
  }
}

/** What is there is what the step leads to; fields that it does not name may be anything. */
export function standsAsWanted(step: Aim, found: Found): boolean {
  switch (step.action) {
    case 'create':
      return (
        found !== undefined &&
        Object.entries(step.after ?? {}).every(([name, value]) => isSame(found.fields[name], value))
      );
    case 'update':
      return (
        found !== undefined &&
        fieldDifferences(step).every((one) => isSame(found.fields[one.field], one.after))
      );
    case 'delete':
      return found === undefined;
    default:
      return false;
  }
}

/** Not set and `null` are one. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return one === other || canonicalJson(one) === canonicalJson(other);
}

/** A step as it stands in a job; `undefined`: it is none, or one of a later version. */
export function planStepFrom(json: JsonObject): PlanStep | undefined {
  const { no, action, standing, cause, before, after, needs, risk, reason, otherHalf } = json;
  const texts = [
    json['store'],
    json['kind'],
    json['key'],
    json['name'],
    json['site'],
    json['token'],
    json['noUndo'],
  ];
  const isStep =
    Number.isSafeInteger(no) &&
    isOneOf(planActions, action) &&
    isOneOf(standings, standing) &&
    isOneOf(risks, risk) &&
    texts.every((text) => typeof text === 'string') &&
    isObject(cause) &&
    [before, after].every((one) => one === null || isObject(one)) &&
    Array.isArray(needs) &&
    needs.every(Number.isSafeInteger) &&
    (otherHalf === undefined || Number.isSafeInteger(otherHalf)) &&
    (reason === undefined || isObject(reason));
  return isStep ? (json as unknown as PlanStep) : undefined;
}

function isOneOf(words: readonly string[], value: Json | undefined): boolean {
  return typeof value === 'string' && words.includes(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
