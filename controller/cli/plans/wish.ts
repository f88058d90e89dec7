/** What of a plan is to be done, and how: the flags of every command that applies one. */
import { WaysideError } from '../../../shared/errors.ts';
import { type PlanAction, type PlanStep, type PlanView, planActions } from '../../../shared/model/index.ts';
import type { Telling } from '../jobs/wait.ts';
import { type FlagSpec, type Flags, numberFlag } from '../spec.ts';

/** Steps that `--only` may name one by one. */
export const ONLY_STEPS_MAX = 10_000;
const COUNT_MAX = 100_000_000;

export interface Only {
  readonly actions: readonly PlanAction[];
  readonly kinds: readonly string[];
  readonly steps: readonly number[];
}

export interface ApplyWish {
  readonly only: Only;
  readonly failFast: boolean;
  /** Nobody is asked. */
  readonly yes: boolean;
  /** The number of deletions, typed: for plans that delete much. */
  readonly confirm: number | undefined;
  readonly detach: boolean;
  /** How its progress is told. */
  readonly telling: Telling;
  readonly dryRun: boolean;
  /** The plan was made just now, by the same command: where the answer is no, it is told that the plan stays. */
  readonly isNew: boolean;
}

export const EVERYTHING: Only = { actions: [], kinds: [], steps: [] };

export function isAskedFor(
  { action, kind, no }: Pick<PlanStep, 'action' | 'kind' | 'no'>,
  { actions, kinds, steps }: Only,
): boolean {
  const has = <T>(list: readonly T[], one: T): boolean => list.length === 0 || list.includes(one);
  return has(actions, action) && has(kinds, kind) && has(steps, no);
}

export const yesFlag: FlagSpec = { name: 'yes', short: 'y', doc: 'do not ask' };
export const confirmFlag: FlagSpec = {
  name: 'confirm',
  value: 'COUNT',
  doc: 'number of deletions of a plan that deletes much; --yes is not enough for it',
};
export const allowFlag: FlagSpec = {
  name: 'allow',
  value: 'GUARD',
  doc: 'lift this guard for this plan, such as max-updates:records/switch',
  many: true,
};
export const detailedFlag: FlagSpec = {
  name: 'detailed-exitcode',
  doc: 'exit code 0: nothing to do, 1: an error, 2: there are changes',
};
export const onlyFlag: FlagSpec = {
  name: 'only',
  value: 'STEPS',
  doc: 'only kind=switch, action=create, or steps by number: 3,7-12',
  many: true,
};
export const failFastFlag: FlagSpec = {
  name: 'fail-fast',
  doc: 'end at the first step that fails or is stale',
};

/** Errors: INVALID_INPUT that names the flag. */
export function applyWish(
  flags: Flags,
  { watch, isNew }: { readonly watch: boolean; readonly isNew: boolean },
): ApplyWish {
  return {
    only: onlyOf(flags.all('only')),
    failFast: flags.on('fail-fast'),
    yes: flags.on('yes'),
    confirm: numberFlag(flags, 'confirm', { min: 0, max: COUNT_MAX }),
    detach: flags.on('detach'),
    telling: watch ? 'lines' : 'line',
    dryRun: flags.on('dry-run'),
    isNew,
  };
}

/** Words that people use for the actions. */
const SYNONYMS: Readonly<Record<string, PlanAction>> = { add: 'create', change: 'update', remove: 'delete' };

/** `undefined`: it names no action. No kind of things is called as one is. */
export function actionNamed(text: string | undefined): PlanAction | undefined {
  return planActions.find((one) => one === text) ?? SYNONYMS[text ?? ''];
}

/** Error: INVALID_INPUT. */
export function actionOf(text: string, flag: string): PlanAction {
  const action = actionNamed(text);
  if (action) return action;
  throw new WaysideError('INVALID_INPUT', `--${flag} does not know the action "${text}"`, {
    hint: `Actions: ${planActions.join(', ')}`,
  });
}

/** `kind=switch`, `action=create` (which `kind=add` means, too), `3,7-12`. Error: INVALID_INPUT. */
export function onlyOf(texts: readonly string[]): Only {
  const actions: PlanAction[] = [];
  const kinds: string[] = [];
  const steps = new Set<number>();
  for (const part of texts.flatMap((text) => text.split(',')).map((one) => one.trim())) {
    const [, key, value = ''] = /^(kind|action)=(.+)$/.exec(part) ?? [];
    const action = key === 'kind' ? actionNamed(value) : undefined;
    if (action) actions.push(action);
    else if (key === 'kind') kinds.push(value);
    else if (key === 'action') actions.push(actionOf(value, 'only'));
    else addSteps(steps, part);
  }
  return { actions, kinds, steps: [...steps].sort((a, b) => a - b) };
}

function addSteps(steps: Set<number>, part: string): void {
  const [, from = '', to = from] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (from === '' || first < 1 || last < first) {
    throw new WaysideError('INVALID_INPUT', `--only does not know "${part}"`, {
      hint: 'It takes kind=KIND, action=ACTION and numbers of steps: --only kind=switch, --only 3,7-12',
    });
  }
  if (last - first + steps.size >= ONLY_STEPS_MAX) {
    throw new WaysideError('INVALID_INPUT', `--only names more than ${ONLY_STEPS_MAX} steps one by one`, {
      hint: 'Name their kind or action instead',
    });
  }
  for (let no = first; no <= last; no += 1) steps.add(no);
}

/** Deletions that may be done without their number being typed. */
export const DELETES_UNASKED_MAX = 100;

/** How many deletions the wish asks for, at most. */
export function deletesOf({ summary }: PlanView, { actions, kinds, steps }: Only): number {
  if (actions.length > 0 && !actions.includes('delete')) return 0;
  const deletes = summary.kinds
    .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
    .reduce((sum, { counts }) => sum + counts.delete, 0);
  return steps.length > 0 ? Math.min(deletes, steps.length) : deletes;
}

/** Its number must be typed: many deletions, or deletions that a guard had blocked. */
export function deletesMuch(plan: PlanView, only: Only): boolean {
  const deletes = deletesOf(plan, only);
  const lifted = plan.overrides.some(({ override }) => /delete|empty|shrunk/.test(override));
  return deletes > DELETES_UNASKED_MAX || (deletes > 0 && lifted);
}
