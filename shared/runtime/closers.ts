/** What was opened, to be closed in reverse: by a stop, and by a start that fails half way. */
export class Closers {
  private readonly list: (() => unknown)[] = [];

  add(close: () => unknown): void {
    this.list.push(close);
  }

  /** Closes all, even when one of them fails; the first failure is thrown at the end. A second call finds nothing to do. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let close = this.list.pop(); close; close = this.list.pop()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
