/** A promise of the end of something, resolved from outside, once: with the error that ended it, or `undefined`. */
import type { WaysideError } from '../errors.ts';

export class Over {
  readonly promise: Promise<WaysideError | undefined>;
  private settle: (error: WaysideError | undefined) => void = () => undefined;
  private resolved = false;

  constructor() {
    this.promise = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  get isOver(): boolean {
    return this.resolved;
  }

  /** Later calls change nothing. */
  resolve(error: WaysideError | undefined): void {
    this.resolved = true;
    this.settle(error);
  }
}
