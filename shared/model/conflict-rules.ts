/**
 * Rules that settle conflicts without a person, and what each would take. Pure: all who hold the same versions and rules
 * come to the same value. A rule that cannot say with certainty leaves it to a person, and says why.
 */
import { HLC_SKEW_MAX_MS } from './hlc.ts';
import { canonicalJson, type Json } from './json.ts';
import type { ConflictValue, ConflictView } from './record.ts';
import { DELETED_FIELD } from './version.ts';

export const conflictRuleNames = ['newest', 'authority', 'union', 'manual'] as const;
export type ConflictRuleName = (typeof conflictRuleNames)[number];

/** One line of `conflicts.rules`. */
export interface ConflictRule {
  /** `*`: every kind. */
  readonly kind: string;
  /** Absent: every field of the kind. */
  readonly field?: string;
  readonly rule: ConflictRuleName;
  /** Of `authority`, the first one first: names of controllers, or beginnings of their fingerprints. */
  readonly origins: readonly string[];
}

export const MANUAL_RULE: ConflictRule = { kind: '*', rule: 'manual', origins: [] };

/** The most specific rule: one for the field before one for the kind before one for all. Of equals the first. */
export function ruleFor(rules: readonly ConflictRule[], kind: string, field: string): ConflictRule {
  let best = MANUAL_RULE;
  let bestRank = -1;
  for (const rule of rules) {
    if (rule.kind !== '*' && rule.kind !== kind) continue;
    if (rule.field !== undefined && rule.field !== field) continue;
    const rank = (rule.field === undefined ? 0 : 2) + (rule.kind === '*' ? 0 : 1);
    if (rank <= bestRank) continue;
    best = rule;
    bestRank = rank;
  }
  return best;
}

export type Decision =
  | {
      readonly decided: true;
      /** `undefined`: the field is taken away; of a contested delete, the record lives. */
      readonly value: Json | undefined;
      /** What it was decided by. */
      readonly reason: string;
    }
  | {
      readonly decided: false;
      /** Why a person has to. */
      readonly reason: string;
    };

export interface DecisionFacts {
  readonly nowMs: number;
  /** Name of the controller of an origin, where it is known. */
  readonly nameOf?: (origin: string) => string | undefined;
  /** The value that all who wrote had seen; absent: not known. */
  readonly ancestor?: { readonly value: Json | undefined } | undefined;
}

export function decide(conflict: ConflictView, rule: ConflictRule, facts: DecisionFacts): Decision {
  switch (rule.rule) {
    case 'newest':
      return newest(conflict, facts);
    case 'authority':
      return authority(conflict, rule, facts);
    case 'union':
      return union(conflict, facts);
    case 'manual':
      return left('the rule is manual');
  }
}

/** Whether the origin is meant by that word: the name of its controller, or the beginning of its fingerprint. */
export function isOriginNamed(word: string, origin: string, name: string | undefined): boolean {
  return word !== '' && (word === name || origin.startsWith(word));
}

function newest({ field, values }: ConflictView, { nowMs }: DecisionFacts): Decision {
  if (field === DELETED_FIELD) return left('one deleted it and another wrote to it: no clock decides that');
  const [top] = values;
  if (!top) return left('there is no value');
  const ahead = values.find(({ at }) => at > nowMs + HLC_SKEW_MAX_MS);
  if (ahead) return left(`the clock of ${ahead.origin} was more than 5 minutes ahead`);
  return { decided: true, value: top.value, reason: `newest, by ${byOf(top)}` };
}

function authority({ values }: ConflictView, { origins }: ConflictRule, facts: DecisionFacts): Decision {
  for (const word of origins) {
    const theirs = values.filter(({ origin }) => isOriginNamed(word, origin, facts.nameOf?.(origin)));
    const [first] = theirs;
    if (!first) continue;
    const texts = new Set(theirs.map(({ value }) => canonicalJson(value)));
    if (texts.size > 1) return left(`several origins are meant by ${word}, and their values differ`);
    return { decided: true, value: first.value, reason: `authority of ${word}` };
  }
  return left('none of the values is by an origin that the rule names');
}

function union({ values }: ConflictView, { ancestor }: DecisionFacts): Decision {
  const lists = values.map(({ value }) => itemsOf(value));
  const known = ancestor && itemsOf(ancestor.value);
  const base = known ?? new Map<string, Json>();
  const all = new Map(base);
  for (const list of lists) {
    if (!list) return left('the rule union is for lists, and a value is none');
    for (const [text, item] of list) all.set(text, item);
  }
  const kept = [...all].filter(([text]) =>
    base.has(text) ? lists.every((list) => list?.has(text)) : lists.some((list) => list?.has(text)),
  );
  const value = kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
  const how = known ? 'all that was added, without what was taken away' : 'all of all lists';
  return { decided: true, value, reason: `union: ${how}` };
}

/** Canonical text -> item; a list that was taken away is an empty one. */
function itemsOf(value: Json | undefined): Map<string, Json> | undefined {
  if (value === undefined || value === null) return new Map();
  if (!Array.isArray(value)) return undefined;
  return new Map((value as readonly Json[]).map((item) => [canonicalJson(item), item]));
}

function byOf({ by, origin }: ConflictValue): string {
  return by === '' ? origin : `${by} at ${origin}`;
}

function left(reason: string): Decision {
  return { decided: false, reason };
}
