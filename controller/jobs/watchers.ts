/** Who waits for a job to change. A waiter is woken once and asks again; nothing is queued for it. */
export class JobWatchers {
  private readonly waiting = new Map<string, Set<() => void>>();

  changed(id: string): void {
    const watchers = this.waiting.get(id);
    this.waiting.delete(id);
    for (const wake of watchers ?? []) wake();
  }

  /** Resolves at the next change of the job, or when the signal aborts. */
  next(id: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const watchers = this.waiting.get(id) ?? new Set();
      this.waiting.set(id, watchers);
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        watchers.delete(wake);
        resolve();
      };
      watchers.add(wake);
      if (signal.aborted) wake();
      else signal.addEventListener('abort', wake, { once: true });
    });
  }
}
