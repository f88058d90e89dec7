/**
 * One job over several sites: a parent that nobody is offered, and a child for each site. The parent shows what its
 * children have so far, and ends once they have all ended, by how they did.
 */
import { type Failure, isTerminal, type JobProgress, type JobState } from '../../shared/model/index.ts';
import type { JobEvent } from './machine.ts';
import { isParent, type Job, keepResults } from './repository.ts';

export interface FanOutDeps {
  /** Every job that has not ended, by id. */
  readonly live: ReadonlyMap<string, Job>;
  /** All children of the job, those that ended included. */
  readonly childrenOf: (id: string) => readonly Job[];
  readonly changed: (id: string) => void;
  readonly finish: (job: Job, event: JobEvent, error: Failure | undefined) => void;
}

export class FanOut {
  private readonly deps: FanOutDeps;
  /** By parent: its children as they are or were. */
  private readonly children = new Map<string, Map<string, Job>>();

  constructor(deps: FanOutDeps) {
    this.deps = deps;
  }

  /** After each move of the child and each report of it. */
  moved(child: Job): void {
    const parent = child.parentId === undefined ? undefined : this.deps.live.get(child.parentId);
    if (!parent || !isParent(parent)) return;
    const children = this.of(parent);
    children.set(child.id, child);
    keepResults(parent, [...child.results.values()]);
    // They are on disk with the children.
    parent.savedResults = parent.results.size;
    this.count(parent, child.progress);
    this.deps.changed(parent.id);
    this.conclude(parent);
  }

  /** At start: where its children are by now. */
  restored(parent: Job): void {
    this.count(parent, { target: '', status: parent.state });
    this.conclude(parent);
  }

  private count(parent: Job, { target, status }: Pick<JobProgress, 'target' | 'status'>): void {
    const current = [...this.of(parent).values()].reduce((sum, { progress }) => sum + progress.current, 0);
    parent.progress = { current, total: parent.targets.length, target, status };
  }

  /** Ends the parent when all of its children have ended. */
  conclude(parent: Job): void {
    const children = [...this.of(parent).values()];
    if (!children.every(({ state }) => isTerminal(state))) return;
    this.children.delete(parent.id);
    const error = children.find((child) => child.error)?.error;
    this.deps.finish(parent, endOf(children.map(({ state }) => state)), error);
  }

  private of({ id }: Job): Map<string, Job> {
    const known = this.children.get(id);
    if (known) return known;
    const found = new Map(
      this.deps.childrenOf(id).map((child) => [child.id, this.deps.live.get(child.id) ?? child]),
    );
    this.children.set(id, found);
    return found;
  }
}

function endOf(states: readonly JobState[]): 'succeed' | 'partly' | 'fail' | 'cancelled' {
  if (states.every((state) => state === 'succeeded')) return 'succeed';
  if (states.some((state) => state === 'succeeded' || state === 'partly')) return 'partly';
  return states.includes('cancelled') ? 'cancelled' : 'fail';
}
