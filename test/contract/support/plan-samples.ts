/** Plans for tests of hashes, approvals and evidence: made of a few numbers, the same each time. */
import {
  NO_COUNTS,
  type PlanEvidence,
  type PlanHeader,
  type PlanStep,
  PlanTree,
  planEvidence,
  planId,
  planLeaf,
} from '../../../shared/model/index.ts';
import { seededRandom } from '../../../shared/runtime/index.ts';
import {
  createIdentityKeys,
  type IdentityKeys,
  type OperatorKey,
  signApproval,
} from '../../../shared/seal/index.ts';

export const PLANNED_AT = 1_800_000_000_000;
export const PLAN_LIFE_MS = 3_600_000;
export const PLAN_ORIGIN = 'fingerprint.1';

/** Updates of things `t1`, `t2` and so on at the source `sw1` of ams1. */
export function sampleStep(no: number, more: Partial<PlanStep> = {}): PlanStep {
  return {
    ...{ no, action: 'update', standing: 'ready', store: 'ams1/source/sw1', kind: 'port', key: `t${no}` },
    ...{ name: `thing ${no}`, site: 'ams1', cause: { type: 'person', text: 'user:ada' } },
    ...{ before: { vlan: no, tags: ['a'] }, after: { vlan: no + 1, tags: ['a', 'b'] }, token: `v${no}` },
    ...{ needs: no > 1 ? [no - 1] : [], noUndo: '', risk: 'low' },
    ...more,
  };
}

export function sampleHeader(steps: number, more: Partial<PlanHeader> = {}): PlanHeader {
  return {
    ...{ format: 1, origin: PLAN_ORIGIN, planner: 'import', title: 'import of ports.csv', why: 'cabling' },
    ...{
      madeBy: 'user:ada',
      madeAt: PLANNED_AT,
      expiresAt: PLANNED_AT + PLAN_LIFE_MS,
      basePos: 7,
      nonce: 'n1',
    },
    overrides: [{ override: 'max-updates:ams1/source/sw1', by: 'user:ada' }],
    steps,
    summary: { counts: { ...NO_COUNTS, update: steps }, kinds: [], reasons: [] },
    of: '',
    ...more,
  };
}

export interface SamplePlan {
  readonly id: string;
  readonly header: PlanHeader;
  readonly steps: readonly PlanStep[];
  readonly tree: PlanTree;
}

export function samplePlan(steps: readonly PlanStep[], more: Partial<PlanHeader> = {}): SamplePlan {
  const tree = PlanTree.of(steps.map(planLeaf));
  const header = sampleHeader(steps.length, more);
  return { id: planId(header, tree.root), header, steps, tree };
}

export function plannedSteps(count: number): PlanStep[] {
  return Array.from({ length: count }, (_, at) => sampleStep(at + 1));
}

/** `ready()` first. */
export function operator(seed: number): IdentityKeys {
  return createIdentityKeys(seededRandom(seed));
}

export function listed(keys: IdentityKeys, name = 'ada'): OperatorKey {
  return { name, publicKey: keys.publicKey };
}

/** Of these steps, with the approval of that operator. */
export function evidenceOf(
  { id, header, tree }: SamplePlan,
  nos: readonly number[],
  ...by: readonly IdentityKeys[]
): PlanEvidence {
  const approvals = by.map((keys) =>
    signApproval(keys, { plan: id, approvedAt: PLANNED_AT, expiresAt: PLANNED_AT + PLAN_LIFE_MS }),
  );
  return planEvidence({ ...header, id }, tree, { nos, approvals });
}
