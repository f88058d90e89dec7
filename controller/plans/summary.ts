/** What a plan comes to: how many things of each kind, and why some are not done. */
import {
  type KindCounts,
  NO_COUNTS,
  type PlanCounts,
  type PlanSummary,
  type ReasonCount,
  standings,
} from '../../shared/model/index.ts';
import type { Draft } from './draft.ts';
import type { OrderedStep } from './order.ts';

type Counts = { -readonly [key in keyof PlanCounts]: number };

export function summaryOf(steps: readonly OrderedStep[], unchanged: Draft['unchanged']): PlanSummary {
  const counts: Counts = { ...NO_COUNTS };
  const kinds = new Map<string, { store: string; kind: string; counts: Counts }>();
  const reasons = new Map<string, { -readonly [key in keyof ReasonCount]: ReasonCount[key] }>();
  const kindOf = (store: string, kind: string): Counts => {
    const key = JSON.stringify([store, kind]);
    const found = kinds.get(key) ?? { store, kind, counts: { ...NO_COUNTS } };
    kinds.set(key, found);
    return found.counts;
  };
  for (const { store, kind, action, standing, reason } of steps) {
    const column = standing === 'ready' ? action : standing;
    counts[column] += 1;
    kindOf(store, kind)[column] += 1;
    if (standing === 'ready') continue;
    const { code = '', override = '', message = '' } = reason ?? {};
    const key = JSON.stringify([standing, code, override]);
    const known = reasons.get(key);
    if (known) known.count += 1;
    else reasons.set(key, { standing, code, override, count: 1, message });
  }
  for (const { store, kind, count } of unchanged) {
    counts.unchanged += count;
    kindOf(store, kind).unchanged += count;
  }
  return { counts, kinds: [...kinds.values()].sort(byKind), reasons: [...reasons.values()].sort(byReason) };
}

function byKind(a: KindCounts, b: KindCounts): number {
  return compare(a.store, b.store) || compare(a.kind, b.kind);
}

function byReason(a: ReasonCount, b: ReasonCount): number {
  const order = standings.indexOf(a.standing) - standings.indexOf(b.standing);
  return order || compare(a.code, b.code) || compare(a.override, b.override);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
