/**
 * Puts steps in the order in which they are done: what others need before them, deletes last. What waits for itself is
 * done in two halves (`order-circles.ts`). The same steps in whatever order give the same plan.
 */
import type { Json, JsonObject } from '../../shared/model/index.ts';
import type { DraftStep } from './draft.ts';
import { Circles } from './order-circles.ts';
import { graphOf, type StepNode } from './order-graph.ts';
import { StepQueue } from './order-queue.ts';
import { settle } from './order-standing.ts';
import type { OrderedStep } from './order-step.ts';

export type { OrderedStep };

export function orderSteps(steps: readonly DraftStep[]): readonly OrderedStep[] {
  const nodes = graphOf(steps);
  const queue = new StepQueue();
  let total = nodes.length;
  const circles = new Circles(nodes, {
    release: (node) => queue.add(node),
    born: () => {
      total += 1;
    },
  });
  for (const node of nodes) if (node.open === 0) queue.add(node);
  const placed: StepNode[] = [];
  while (placed.length < total) {
    const node = queue.take();
    if (!node) {
      circles.openOne();
      continue;
    }
    node.no = placed.push(node);
    for (const { to, gone } of node.followers) {
      if (gone) continue;
      to.open -= 1;
      if (to.open === 0) queue.add(to);
    }
  }
  return settle(placed.map(stepOf));
}

function stepOf(node: StepNode): OrderedStep {
  const { no, standing, reason, first } = node;
  const half = first ?? node.second;
  const step = first ? secondHalf(first) : node.later ? firstHalf(node) : node.step;
  const { id, action, store, kind, key, name, site, cause, before, after, token, absentSince } = step;
  const { refs, takes, frees, noUndo, objections, risk } = step;
  return {
    no,
    id,
    action,
    store,
    kind,
    key,
    name,
    site,
    cause,
    before,
    after,
    token,
    needs: needsOf(node),
    refs,
    takes,
    frees,
    noUndo,
    standing,
    ...(reason && { reason }),
    ...(absentSince !== undefined && { absentSince }),
    ...(half && { otherHalf: half.no }),
    ...(objections && { objections }),
    ...(risk && { risk }),
  };
}

function needsOf({ waits }: StepNode): readonly number[] {
  if (waits.length === 0) return [];
  const needs = new Set<number>();
  for (const { gone, from } of waits) if (!gone) needs.add(from.no);
  return [...needs].sort((a, b) => a - b);
}

function firstHalf({ step, later }: StepNode): DraftStep {
  return {
    ...step,
    after: afterFirst(step, later),
    refs: step.refs.filter(({ field }) => !later?.has(field)),
    takes: step.takes.filter(({ field }) => !later?.has(field)),
  };
}

function secondHalf({ step, later }: StepNode): DraftStep {
  const { absentSince: _, ...rest } = step;
  return {
    ...rest,
    id: `${step.id}~second`,
    action: 'update',
    before: afterFirst(step, later),
    // Nobody knows it before the first half is done.
    token: '',
    refs: step.refs.filter(({ field }) => later?.has(field)),
    takes: step.takes.filter(({ field }) => later?.has(field)),
    frees: [],
  };
}

function afterFirst({ after }: DraftStep, later: StepNode['later']): JsonObject {
  const fields: Record<string, Json | undefined> = { ...after };
  for (const [field, until] of later ?? []) {
    if (until === undefined) delete fields[field];
    else fields[field] = until;
  }
  return fields;
}
