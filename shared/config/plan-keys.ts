/** The keys `plans.*` and `conflicts.*` of `controller.yaml`, and the guards and rules that they say. */
import {
  type ConflictRule,
  conflictRuleNames,
  fieldSpec,
  type GuardSettings,
  isKind,
  kindNames,
  kindSpec,
  RECORDS_STORE,
} from '../model/index.ts';
import type { ConfigOf, GroupProblem } from './key-spec.ts';
import { nearestName } from './nearest.ts';
import { checkOperatorKeys, operatorKeyKeys } from './operator-keys.ts';

const ANY = '*';

export const guardKeys = {
  store: {
    type: 'text',
    default: '*',
    doc: 'Whose things: records, the reference of a source (site/source/id), or * for every store.',
  },
  kind: { type: 'text', default: '*', doc: 'Kind of the things within the store, or * for all.' },
  maxCreates: {
    type: 'count',
    absent: 'no limit',
    min: 0,
    max: 1_000_000_000,
    doc: 'Things that one plan may create.',
  },
  maxUpdates: {
    type: 'count',
    absent: 'no limit',
    min: 0,
    max: 1_000_000_000,
    doc: 'Things that one plan may change.',
  },
  maxDeletes: {
    type: 'count',
    absent: 'no limit',
    min: 0,
    max: 1_000_000_000,
    doc: 'Things that one plan may delete.',
  },
  maxCreatesShare: {
    type: 'count',
    absent: 'no limit',
    min: 0,
    max: 1_000_000,
    doc: 'Things that one plan may create, in percent of those that are there.',
  },
  maxUpdatesShare: {
    type: 'count',
    absent: '30',
    min: 0,
    max: 100,
    doc: 'Things that one plan may change, in percent of those that are there.',
  },
  maxDeletesShare: {
    type: 'count',
    absent: '30, and never all of two or more',
    min: 0,
    max: 100,
    doc: 'Things that one plan may delete, in percent of those that are there; 100: all of them, too.',
  },
  minBase: {
    type: 'count',
    absent: '10',
    min: 0,
    max: 1_000_000_000,
    doc: 'Below so many things the shares do not count.',
  },
  minSourceShare: {
    type: 'count',
    absent: '50',
    min: 0,
    max: 100,
    doc: 'Nothing is deleted when a source has less than so many percent of what it had at its last complete reading.',
  },
  grace: {
    type: 'duration',
    absent: '1d',
    min: '0s',
    max: '365d',
    doc: 'What is absent from its source is not deleted before it was absent for so long.',
  },
} as const;

export type GuardKeys = ConfigOf<typeof guardKeys>;

export const conflictRuleKeys = {
  kind: { type: 'text', default: '*', doc: 'Kind of the records, or * for all.' },
  field: { type: 'text', absent: 'every field', doc: 'One field of the kind.' },
  rule: {
    type: 'choice',
    choices: conflictRuleNames as typeof conflictRuleNames,
    doc: 'Newest write, an origin that is always right, all items of the lists, or by hand.',
  },
  origins: {
    type: 'texts',
    default: [],
    doc: 'For authority, the first one first: names of controllers, or beginnings of their fingerprints.',
  },
} as const;

export type ConflictRuleKeys = ConfigOf<typeof conflictRuleKeys>;

export const planKeys = {
  expireAfter: {
    type: 'duration',
    default: '1d',
    min: '1m',
    max: '30d',
    doc: 'How long a plan may be applied, unless it is made with another time.',
  },
  keep: {
    type: 'duration',
    default: '90d',
    min: '1h',
    max: '10000d',
    doc: 'How long plans that were applied are kept, and change sets with what they changed.',
  },
  approval: {
    type: 'choice',
    choices: ['unsigned', 'signed'],
    default: 'unsigned',
    doc: 'Whether plans that change records of this controller need the signature of an operator key.',
  },
  fourEyes: {
    type: 'boolean',
    default: false,
    doc: 'Another person than its maker must approve a plan before it may be applied.',
  },
  operatorKeys: {
    type: 'groups',
    items: operatorKeyKeys as typeof operatorKeyKeys,
    check: checkOperatorKeys as typeof checkOperatorKeys,
    default: [],
    doc: 'Operator keys whose approvals count here; an agent has a list of its own.',
  },
  guards: {
    type: 'groups',
    items: guardKeys as typeof guardKeys,
    check: checkGuards as typeof checkGuards,
    default: [],
    doc: 'Limits of one plan by store and kind; of several rows each key is taken from the most specific one that says it.',
  },
} as const;

export const conflictKeys = {
  rules: {
    type: 'groups',
    items: conflictRuleKeys as typeof conflictRuleKeys,
    check: checkConflictRules as typeof checkConflictRules,
    default: [],
    doc: 'How conflicts are resolved without a person; a rule for a field comes before one for its kind, that before one for all.',
  },
} as const;

export function declaredGuards(groups: readonly GuardKeys[]): readonly GuardSettings[] {
  return groups.map(said) as readonly GuardSettings[];
}

export function declaredConflictRules(groups: readonly ConflictRuleKeys[]): readonly ConflictRule[] {
  return groups.map(said) as readonly ConflictRule[];
}

/** Without the keys that nobody gave. */
function said(group: object): object {
  return Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined));
}

/** Rows that limit nothing, two for the same things, and kinds that are none. */
export function checkGuards(groups: readonly object[]): readonly GroupProblem[] {
  const first = new Map<string, number>();
  return (groups as readonly GuardKeys[]).flatMap(({ store, kind, ...limits }, at) => {
    const problems: GroupProblem[] = [];
    const tell = (key: string, message: string): void =>
      void problems.push({ path: `[${at}]${key}`, message });
    if (Object.keys(limits).length === 0) tell('', 'says no limit, such as maxDeletes');
    if (store !== ANY && store !== RECORDS_STORE && !/^[^/]+\/source\/[^/]+$/.test(store))
      tell('.store', `must be ${RECORDS_STORE}, the reference of a source (site/source/id), or ${ANY}`);
    if (store === RECORDS_STORE && kind !== ANY && !isKind(kind)) tell('.kind', unknownKind(kind));
    const same = first.get(`${store} ${kind}`);
    if (same !== undefined) tell('', `is for the same things as [${same}]`);
    first.set(`${store} ${kind}`, same ?? at);
    return problems;
  });
}

/** Rules for what is no kind or field, those that lack or do not need origins, and two for the same fields. */
export function checkConflictRules(groups: readonly object[]): readonly GroupProblem[] {
  const first = new Map<string, number>();
  return (groups as readonly ConflictRuleKeys[]).flatMap((group, at) => {
    const { kind, field, rule, origins } = group;
    const problems: GroupProblem[] = [];
    const tell = (key: string, message: string): void =>
      void problems.push({ path: `[${at}]${key}`, message });
    if (kind !== ANY && !isKind(kind)) tell('.kind', unknownKind(kind));
    else if (field !== undefined) for (const message of fieldProblems(group, field)) tell('.field', message);
    if (rule === 'authority' && origins.length === 0)
      tell('.origins', 'must name at least one controller, for the rule authority');
    if (rule !== 'authority' && origins.length > 0) tell('.origins', 'is for the rule authority alone');
    const same = first.get(`${kind} ${field}`);
    if (same !== undefined) tell('', `is for the same fields as [${same}]`);
    first.set(`${kind} ${field}`, same ?? at);
    return problems;
  });
}

function fieldProblems({ kind, rule }: ConflictRuleKeys, field: string): readonly string[] {
  if (!isKind(kind)) return ['needs a kind: fields of different kinds have nothing but their name in common'];
  const spec = fieldSpec(kind, field);
  if (spec?.class !== 'managed') {
    const known = Object.entries(kindSpec(kind).fields).flatMap(([name, one]) =>
      one.class === 'managed' ? [name] : [],
    );
    const near = nearestName(field, known);
    return [
      `is no field of ${kind} that people write${near ? `; did you mean ${near}?` : `: ${known.join(', ')}`}`,
    ];
  }
  if (rule === 'union' && spec.type !== 'strings') return ['must be a list for the rule union'];
  return [];
}

function unknownKind(kind: string): string {
  const near = nearestName(kind, kindNames);
  return `is no kind of record${near ? `; did you mean ${near}?` : `: ${kindNames.join(', ')}, or ${ANY}`}`;
}
