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
  private readonly tallies = new Map<string, Tally>();

  constructor(deps: FanOutDeps) {
    this.deps = deps;
  }

  /** After each move of the child and each report of it. */
  moved(child: Job): void {
    const parent = child.parentId === undefined ? undefined : this.deps.live.get(child.parentId);
    if (!parent || !isParent(parent)) return;
    const tally = this.of(parent);
    tally.add(child);
    keepResults(parent, [...child.results.values()]);
    // They are on disk with the children.
    parent.savedResults = parent.results.size;
    show(parent, tally, child.progress);
    this.deps.changed(parent.id);
    this.conclude(parent);
  }

  /** At start: where its children are by now. */
  restored(parent: Job): void {
    show(parent, this.of(parent), { target: '', status: parent.state });
    this.conclude(parent);
  }

  /** Ends the parent when all of its children have ended. */
  conclude(parent: Job): void {
    const tally = this.of(parent);
    if (tally.open > 0) return;
    this.tallies.delete(parent.id);
    const error = tally.children.find((child) => child.error)?.error;
    this.deps.finish(parent, endOf(tally.children.map(({ state }) => state)), error);
  }

  private of({ id }: Job): Tally {
    const known = this.tallies.get(id);
    if (known) return known;
    const tally = new Tally();
    for (const child of this.deps.childrenOf(id)) tally.add(this.deps.live.get(child.id) ?? child);
    this.tallies.set(id, tally);
    return tally;
  }
}

/** The children of a parent as they are or were, and their sums: a move costs the same with ten sites and with a thousand. */
class Tally {
  /** Targets that are done. */
  current = 0;
  /** Children that have not ended. */
  open = 0;
  private readonly byId = new Map<
    string,
    { readonly job: Job; readonly current: number; readonly open: number }
  >();

  get children(): readonly Job[] {
    return [...this.byId.values()].map(({ job }) => job);
  }

  add(job: Job): void {
    const before = this.byId.get(job.id);
    const now = { job, current: job.progress.current, open: isTerminal(job.state) ? 0 : 1 };
    this.byId.set(job.id, now);
    this.current += now.current - (before?.current ?? 0);
    this.open += now.open - (before?.open ?? 0);
  }
}

function show(
  parent: Job,
  { current }: Tally,
  { target, status }: Pick<JobProgress, 'target' | 'status'>,
): void {
  parent.progress = { current, total: parent.targets.length, target, status };
}

function endOf(states: readonly JobState[]): 'succeed' | 'partly' | 'fail' | 'cancelled' {
  if (states.every((state) => state === 'succeeded')) return 'succeed';
  if (states.some((state) => state === 'succeeded' || state === 'partly')) return 'partly';
  return states.includes('cancelled') ? 'cancelled' : 'fail';
}
