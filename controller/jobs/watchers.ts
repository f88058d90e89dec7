import { isTerminal, type JobView } from '../../shared/model/index.ts';

/** Who waits for a job to change. A waiter is woken once and asks again; nothing is queued for it. */
export class JobWatchers {
  private readonly waiting = new Map<string, Set<() => void>>();

  /** Jobs that somebody waits for. */
  get size(): number {
    return this.waiting.size;
  }

  /** The jobs that somebody waits for. */
  get watched(): Iterable<string> {
    return [...this.waiting.keys()];
  }

  changed(id: string): void {
    for (const wake of [...(this.waiting.get(id) ?? [])]) wake();
  }

  /** Resolves at the next change of the job, or when the signal aborts. */
  next(id: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const watchers = this.waiting.get(id) ?? new Set();
      this.waiting.set(id, watchers);
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        watchers.delete(wake);
        if (watchers.size === 0 && this.waiting.get(id) === watchers) this.waiting.delete(id);
        resolve();
      };
      watchers.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  /**
   * The job as it is, then at each change until it has ended; changes in between are merged for a slow reader.
   * The first view and the one of the end are whole. Those between have no targets, and only the results that came
   * and the steps that came further since the view before; after a new attempt began, all of that one.
   */
  async *follow(id: string, read: () => JobView, signal: AbortSignal): AsyncGenerator<JobView> {
    let view = read();
    let told: Told | undefined;
    while (!signal.aborted) {
      if (isTerminal(view.state)) {
        yield view;
        return;
      }
      const changed = this.next(id, signal);
      yield told ? newsOf(view, told) : view;
      told = { attempt: view.attempt, results: view.results.length, steps: view.steps };
      await changed;
      view = read();
    }
  }
}

/** How much of the job was told. */
interface Told {
  readonly attempt: number;
  readonly results: number;
  readonly steps: JobView['steps'];
}

function newsOf(view: JobView, told: Told): JobView {
  const results = view.attempt === told.attempt ? view.results.slice(told.results) : view.results;
  // A step that came further is another object.
  const steps = view.steps?.filter((step, no) => step !== told.steps?.[no]);
  return { ...view, results, targets: [], ...(steps && { steps }) };
}
