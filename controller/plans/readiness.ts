/**
 * Whether agents could carry out a plan as it stands, asked before anything of it is sent: what would be refused at each of
 * them must not use the plan up. Part of the sites being away is no reason to hold back the others.
 */
import { WaysideError } from '../../shared/errors.ts';
import { type KindCounts, type PlanSummary, planActions } from '../../shared/model/index.ts';
import type { Writers } from '../jobs/index.ts';
import type { Executor } from './executor.ts';

type Summed = { readonly summary: Pick<PlanSummary, 'kinds'> };

/** Ids of agents that would take its steps only with the signature of an operator key. */
export function wantKey({ summary }: Summed, executors: readonly Executor[]): readonly string[] {
  const found = askWriters(summary, executors);
  return [...new Set(found.flatMap((one) => (one instanceof WaysideError ? [] : one.wantKey)))];
}

/** Error: NO_CAPABLE_AGENT when no step at all could be carried out. */
export function requireWriters({ summary }: Summed, executors: readonly Executor[]): void {
  const isOwn = ({ store }: { readonly store: string }): boolean => writerOf(store, executors) === undefined;
  if (summary.kinds.some(isOwn)) return;
  const found = askWriters(summary, executors);
  const [first] = found;
  if (first instanceof WaysideError && found.every((one) => one instanceof WaysideError)) throw first;
}

function askWriters(
  { kinds }: Pick<PlanSummary, 'kinds'>,
  executors: readonly Executor[],
): readonly (Writers | WaysideError)[] {
  const has = ({ counts }: KindCounts): boolean => planActions.some((action) => counts[action] > 0);
  const stores = [...new Set(kinds.filter(has).map(({ store }) => store))];
  return stores.flatMap((store): readonly (Writers | WaysideError)[] => {
    try {
      const writers = writerOf(store, executors)?.writers?.(store);
      return writers ? [writers] : [];
    } catch (error) {
      return [WaysideError.from(error)];
    }
  });
}

function writerOf(store: string, executors: readonly Executor[]): Executor | undefined {
  return executors.find((one) => one.writers !== undefined && one.serves(store));
}
