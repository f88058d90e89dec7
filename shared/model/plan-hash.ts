/**
 * The id of a plan: a hash of its header and of all of its steps, such that a few steps can be shown to be of it without the
 * rest. The steps are the leaves of a binary tree of hashes; the id covers the root of the tree and the header, and the header
 * says how many steps there are, so that the shape of the tree is known to whoever checks.
 *
 *   leaf  SHA-256("wayside/plan-step/1\n" + canonical JSON of the step)
 *   node  SHA-256("wayside/plan-node/1\n" + left + right); the last one of a row without a neighbour moves up as it is
 *   id    SHA-256("wayside/plan-id/1\n" + root + "\n" + canonical JSON of the header), hexadecimal
 *
 * The first lines keep a step from passing for a node, and a node for a plan.
 */
import { hash } from 'node:crypto';
import { canonicalJson, type Json, type JsonObject } from './json.ts';
import type { PlanApproval, PlanHeader, PlanStep } from './plan.ts';

const STEP_LINE = 'wayside/plan-step/1\n';
const NODE_LINE = 'wayside/plan-node/1\n';
const ID_LINE = 'wayside/plan-id/1\n';
const HASH_BYTES = 32;
const LINE_BYTES = Buffer.byteLength(NODE_LINE);

/** A plan holds no more steps, so that a tree has 20 rows at most. */
export const PLAN_STEPS_MAX = 1_048_576;

/** Hashes of the tree laid end to end, row by row from below, each row from the left: those that do not follow from the steps. */
export type PlanProof = Uint8Array;

const stepFields: Readonly<Record<keyof PlanStep, true>> = {
  ...{ no: true, action: true, standing: true, store: true, kind: true, key: true, name: true, site: true },
  ...{ cause: true, before: true, after: true, token: true, needs: true, noUndo: true, risk: true },
  reason: true,
  otherHalf: true,
};
const headerFields: Readonly<Record<keyof PlanHeader, true>> = {
  ...{ format: true, origin: true, planner: true, title: true, why: true, madeBy: true, madeAt: true },
  ...{ expiresAt: true, basePos: true, nonce: true, overrides: true, steps: true, summary: true, of: true },
};

export const PLAN_STEP_FIELDS: readonly string[] = Object.keys(stepFields);
/** In the order of canonical JSON, with how the name is written there. */
const STEP_NAMES: readonly (readonly [field: string, name: string])[] = [...PLAN_STEP_FIELDS]
  .sort()
  .map((field) => [field, `${JSON.stringify(field)}:`]);
export const PLAN_HEADER_FIELDS: readonly string[] = Object.keys(headerFields);

/** The step as plain JSON: the fields of the interface and nothing else, however much more the object has. */
export function planStepJson(step: PlanStep): JsonObject {
  return picked(step, PLAN_STEP_FIELDS);
}

/** The header as plain JSON, of a view of a plan too. */
export function planHeaderJson(header: PlanHeader): JsonObject {
  return picked(header, PLAN_HEADER_FIELDS);
}

function picked(from: object, fields: readonly string[]): JsonObject {
  const values = from as Readonly<Record<string, Json | undefined>>;
  const found: Record<string, Json> = {};
  for (const field of fields) {
    const value = values[field];
    if (value !== undefined) found[field] = value;
  }
  return found;
}

/** 32 bytes. Error: INVALID_INPUT when its fields are nested too deeply, or hold a number that is not finite. */
export function planLeaf(step: PlanStep): Uint8Array {
  return planTextLeaf(planStepText(step));
}

/** The step in the very words that its hash covers. Error: INVALID_INPUT, as of `planLeaf`. */
export function planStepText(step: PlanStep): string {
  const values = step as unknown as JsonObject;
  // As `canonicalJson` of the whole, whose keys are the same each time: for a large plan this is most of the work.
  let text = '';
  for (const [field, name] of STEP_NAMES) {
    const value = values[field];
    if (value !== undefined) text += `${text === '' ? '' : ','}${name}${canonicalJson(value, 1)}`;
  }
  return `{${text}}`;
}

/** As `planLeaf`, of the words of a step. */
export function planTextLeaf(text: string): Uint8Array {
  return sha256(STEP_LINE + text);
}

/** 64 hexadecimal digits. `root`: of the tree of the steps. */
export function planId(header: PlanHeader, root: Uint8Array): string {
  const text = canonicalJson(planHeaderJson(header));
  return hash('sha256', `${ID_LINE}${Buffer.from(root).toString('hex')}\n${text}`, 'hex');
}

/** The id of a plan of which all steps are there, in their order; `undefined`: a step is missing, or out of its place. */
export function wholePlanId(header: PlanHeader, steps: Iterable<PlanStep>): string | undefined {
  const leaves: Uint8Array[] = [];
  for (const step of steps) {
    if (step.no !== leaves.length + 1 || leaves.length === PLAN_STEPS_MAX) return undefined;
    leaves.push(planLeaf(step));
  }
  return leaves.length === header.steps ? planId(header, PlanTree.of(leaves).root) : undefined;
}

/** All hashes of a plan: 64 bytes for each step. */
export class PlanTree {
  /** Row by row from the leaves; the last one is the root. */
  private readonly rows: readonly Buffer[];

  private constructor(rows: readonly Buffer[]) {
    this.rows = rows;
  }

  /** Leaves in the order of the steps. */
  static of(leaves: Iterable<Uint8Array>): PlanTree {
    const rows = [Buffer.concat([...leaves])];
    for (;;) {
      const below = rows[rows.length - 1];
      if (!below || below.length <= HASH_BYTES) return new PlanTree(rows);
      const row = Buffer.allocUnsafe(Math.ceil(below.length / HASH_BYTES / 2) * HASH_BYTES);
      for (let at = 0; at < row.length; at += HASH_BYTES) {
        const pair = below.subarray(at * 2, at * 2 + 2 * HASH_BYTES);
        row.set(pair.length > HASH_BYTES ? nodeOf(pair) : pair, at);
      }
      rows.push(row);
    }
  }

  /** 32 bytes; of no steps the hash of nothing but the line of a node. */
  get root(): Uint8Array {
    const top = this.rows[this.rows.length - 1];
    return top && top.length > 0 ? new Uint8Array(top) : nodeOf(Buffer.alloc(0));
  }

  /** Of steps by their numbers, each of the plan, in any order. */
  proof(nos: readonly number[]): PlanProof {
    const shown: Buffer[] = [];
    let known = places(nos);
    for (const row of this.rows.slice(0, -1)) {
      const above: number[] = [];
      for (let next = 0; next < known.length; next += 1) {
        const at = known[next] ?? 0;
        above.push(at >> 1);
        if (known[next + 1] === (at ^ 1)) next += 1;
        else shown.push(row.subarray((at ^ 1) * HASH_BYTES, ((at ^ 1) + 1) * HASH_BYTES));
      }
      known = above;
    }
    return new Uint8Array(Buffer.concat(shown));
  }
}

/**
 * Whether the steps, in any order, are what they say in the plan of that id, and the header is its header. Without steps
 * nothing is proven but a plan that has none. Never throws.
 */
export function stepsProven(claim: {
  readonly id: string;
  readonly header: PlanHeader;
  readonly steps: readonly PlanStep[];
  readonly proof: PlanProof;
}): boolean {
  const { id, header, steps, proof } = claim;
  try {
    const root = rootOf(steps, header.steps, Buffer.from(proof));
    return root !== undefined && planId(header, root) === id;
  } catch {
    // What cannot be put into canonical JSON was never hashed.
    return false;
  }
}

function rootOf(steps: readonly PlanStep[], count: number, proof: Buffer): Uint8Array | undefined {
  if (!Number.isSafeInteger(count) || count < 0 || count > PLAN_STEPS_MAX) return undefined;
  if (count === 0) return steps.length + proof.length === 0 ? nodeOf(proof) : undefined;
  const sorted = [...steps].sort((a, b) => a.no - b.no);
  const isOfPlan = sorted.every(
    ({ no }, at) => Number.isSafeInteger(no) && no >= 1 && no <= count && no !== sorted[at - 1]?.no,
  );
  if (!isOfPlan || sorted.length === 0) return undefined;
  let known = sorted.map((step) => ({ at: step.no - 1, hash: planLeaf(step) }));
  let used = 0;
  for (let width = count; width > 1; width = Math.ceil(width / 2)) {
    const above: typeof known = [];
    for (let next = 0; next < known.length; next += 1) {
      const one = known[next];
      if (!one) return undefined;
      const other = one.at ^ 1;
      const beside = known[next + 1];
      let found = one.hash;
      if (beside?.at === other) {
        found = nodeOf(Buffer.concat([one.hash, beside.hash]));
        next += 1;
      } else if (other < width) {
        const shown = proof.subarray(used, used + HASH_BYTES);
        if (shown.length < HASH_BYTES) return undefined;
        used += HASH_BYTES;
        found = nodeOf(Buffer.concat(other < one.at ? [shown, one.hash] : [one.hash, shown]));
      }
      above.push({ at: one.at >> 1, hash: found });
    }
    known = above;
  }
  return used === proof.length ? known[0]?.hash : undefined;
}

function places(nos: readonly number[]): readonly number[] {
  return [...new Set(nos)].map((no) => no - 1).sort((a, b) => a - b);
}

function nodeOf(pair: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(LINE_BYTES + pair.length);
  bytes.write(NODE_LINE, 'latin1');
  bytes.set(pair, LINE_BYTES);
  return sha256(bytes);
}

function sha256(data: string | Uint8Array): Uint8Array {
  return Buffer.from(hash('sha256', data, 'binary'), 'binary');
}

/** Of one job: a thousand steps that lie far apart in the largest plan, its header, and room. */
export const EVIDENCE_BYTES_MAX = 1_048_576;
/** Of one plan. */
export const APPROVALS_MAX = 100;

/** What shows that some steps are of a plan, and who approved it: it travels with them to whoever carries them out. Plain JSON. */
export interface PlanEvidence {
  /** The whole id. */
  readonly plan: string;
  readonly header: PlanHeader;
  readonly approvals: readonly PlanApproval[];
  /** A `PlanProof`, base64url. */
  readonly proof: string;
}

export function planEvidence(
  plan: PlanHeader & { readonly id: string },
  tree: PlanTree,
  about: { readonly nos: readonly number[]; readonly approvals: readonly PlanApproval[] },
): PlanEvidence {
  return {
    plan: plan.id,
    header: planHeaderJson(plan) as unknown as PlanHeader,
    approvals: about.approvals,
    proof: Buffer.from(tree.proof(about.nos)).toString('base64url'),
  };
}

/** As much as it takes, in bytes. */
export function evidenceBytes(evidence: PlanEvidence): number {
  return Buffer.byteLength(JSON.stringify(evidence));
}
