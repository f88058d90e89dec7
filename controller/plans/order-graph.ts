/** Which step must wait for which, and why. Everything is in one fixed order, so that the order of the draft does not matter. */
import { WaysideError } from '../../shared/errors.ts';
import type { Standing, StepReason } from '../../shared/model/index.ts';
import type { DraftStep } from './draft.ts';

/** `half`: a second half waits for the first one. The others are those of DraftStep. */
export type WaitKind = 'needs' | 'ref' | 'take' | 'half';

export interface Wait {
  readonly kind: WaitKind;
  readonly from: StepNode;
  readonly to: StepNode;
  /** Of `ref` and `take`. */
  readonly field: string;
  /** It was done without. */
  gone: boolean;
}

export interface StepNode {
  readonly step: DraftStep;
  readonly rank: number;
  /** Among those that may be done now, the lowest comes first. */
  place: number;
  readonly waits: Wait[];
  readonly followers: Wait[];
  /** Waits whose step is not placed yet. */
  open: number;
  /** 0: not placed yet. */
  no: number;
  standing: Standing;
  reason: StepReason | undefined;
  /** Fields that the second half sets, with what stands there until then; `undefined`: nothing. */
  later: Map<string, string | undefined> | undefined;
  second: StepNode | undefined;
  readonly first: StepNode | undefined;
}

/** Errors: INTERNAL for a draft with two steps of one id, or a step that names one which is not there. */
export function graphOf(steps: readonly DraftStep[]): readonly StepNode[] {
  const nodes = [...steps]
    .map((step) => ({ step, text: sortText(step) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ step }, rank) => nodeOf(step, rank, undefined));
  const byId = new Map(nodes.map((node) => [node.step.id, node]));
  if (byId.size < nodes.length) throw new WaysideError('INTERNAL', 'two steps of a draft have one id');
  const named = (id: string): StepNode => {
    const node = byId.get(id);
    if (!node)
      throw new WaysideError('INTERNAL', `a step of a draft names "${id}", which is none of its steps`);
    return node;
  };
  for (const node of nodes) {
    for (const id of node.step.needs) connect('needs', named(id), node);
    for (const { field, id } of node.step.refs) connect('ref', named(id), node, field);
  }
  connectValues(nodes);
  placeNodes(nodes);
  return nodes;
}

export function nodeOf(step: DraftStep, rank: number, first: StepNode | undefined): StepNode {
  const { standing, reason } = step;
  // Written out: there are a hundred thousand of them, and a spread takes several times as long.
  return {
    step,
    rank,
    place: 0,
    waits: [],
    followers: [],
    open: 0,
    no: 0,
    standing,
    reason,
    later: undefined,
    second: undefined,
    first,
  };
}

export function connect(kind: WaitKind, from: StepNode, to: StepNode, field = ''): void {
  const wait = { kind, from, to, field, gone: false };
  from.followers.push(wait);
  to.waits.push(wait);
  if (from.no === 0) to.open += 1;
}

/** As people read it: by store, kind and name. The id alone makes it certain. */
function sortText({ store, kind, site, name, place, key, id }: DraftStep): string {
  return `${store}\0${kind}\0${site}\0${place ?? name}\0${key}\0${id}`;
}

function connectValues(nodes: readonly StepNode[]): void {
  const takers = new Map<string, StepNode[]>();
  for (const node of nodes)
    for (const { text } of node.step.takes) {
      const all = takers.get(text);
      if (all) all.push(node);
      else takers.set(text, [node]);
    }
  for (const node of nodes)
    for (const { field, text } of node.step.takes) refuseRivals(node, field, takers.get(text) ?? []);
  for (const node of nodes)
    for (const { text } of node.step.frees)
      for (const taker of takers.get(text) ?? []) {
        const take = taker.step.takes.find((one) => one.text === text);
        if (taker !== node && take) connect('take', node, taker, take.field);
      }
}

/** Two things cannot have the value in the end: a person has to say which. */
function refuseRivals(node: StepNode, field: string, takers: readonly StepNode[]): void {
  const rival = takers.length === 1 ? undefined : takers.find((one) => isRival(one, node));
  if (!rival || node.step.standing !== 'ready') return;
  const value = JSON.stringify(node.step.after?.[field]) ?? '';
  const message = `${describeStep(rival.step)} takes the ${field} ${value}, too`;
  node.standing = 'conflict';
  node.reason = { code: 'taken-twice', message, override: '' };
}

function isRival(one: StepNode, node: StepNode): boolean {
  const [a, b] = [one.step, node.step];
  return a.standing === 'ready' && (a.key !== b.key || a.kind !== b.kind || a.store !== b.store);
}

/** Deletes come last, but for those that something else waits for. */
function placeNodes(nodes: readonly StepNode[]): void {
  const isDelete = (node: StepNode): boolean => node.step.action === 'delete';
  const early = new Set(nodes.filter((node) => !isDelete(node)));
  // A set grows while it is walked: all that is before what is early is early.
  for (const node of early) for (const { from } of node.waits) early.add(from);
  const round = 2 * nodes.length;
  for (const node of nodes) {
    const turn = isDelete(node) ? (early.has(node) ? 1 : 2) : 0;
    node.place = turn * round + node.rank * 2;
  }
}

export function describeStep({
  action,
  kind,
  name,
  key,
}: Pick<DraftStep, 'action' | 'kind' | 'name' | 'key'>): string {
  return `${action} ${kind} ${name === '' ? key : name}`;
}
