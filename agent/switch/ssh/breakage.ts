/** What a connection broke of. */
import type { WaysideError } from '../../../shared/errors.ts';

/** Remembers the first thing that broke the connection; what follows from it is not told. */
export class Breakage {
  readonly promise: Promise<never>;
  private reject: (error: WaysideError) => void = () => undefined;

  constructor() {
    this.promise = new Promise((_resolve, reject) => {
      this.reject = reject;
    });
    // Whoever waits hears of it; when nobody does, it is no fault of the process.
    this.promise.catch(() => undefined);
  }

  report(error: WaysideError): void {
    this.reject(error);
  }
}
