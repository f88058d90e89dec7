/** What agents are shown of the plan that their steps are of. */
import { type PlanEvidence, type PlanStep, PlanTree, planEvidence } from '../../../shared/model/index.ts';
import { LruMap } from '../../../shared/runtime/index.ts';
import type { RunContext } from '../executor.ts';
import type { PlanRepository } from '../repository.ts';

/** Plans whose hashes are kept at hand, 64 bytes for each step. */
const TREES_MAX = 4;

export class EvidenceBox {
  private readonly repository: Pick<PlanRepository, 'find' | 'leaves' | 'approvals'>;
  private readonly trees = new LruMap<string, PlanTree>(TREES_MAX);

  constructor(repository: EvidenceBox['repository']) {
    this.repository = repository;
  }

  /** `undefined`: the plan is not here any more. */
  of(plan: RunContext['plan'], steps: readonly Pick<PlanStep, 'no'>[]): PlanEvidence | undefined {
    const stored = this.repository.find(plan.id);
    if (!stored) return undefined;
    const tree = this.trees.get(plan.id) ?? PlanTree.of(this.repository.leaves(stored));
    this.trees.set(plan.id, tree);
    const approvals = this.repository.approvals(stored);
    return planEvidence(stored, tree, { nos: steps.map(({ no }) => no), approvals });
  }
}
