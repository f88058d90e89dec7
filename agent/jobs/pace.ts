import type { Clock, Timer } from '../../shared/runtime/index.ts';

export interface PaceOptions {
  readonly clock: Clock;
  readonly everyMs: number;
  readonly tell: () => void;
}

/** Tells of changes, but not at each of them: of the first at once, of those that follow soon after together. */
export class Pace {
  private readonly options: PaceOptions;
  private timer: Timer | undefined;
  private untold = false;

  constructor(options: PaceOptions) {
    this.options = options;
  }

  changed(): void {
    this.untold = true;
    if (!this.timer) this.flush();
  }

  /** Now, if there is anything to tell. */
  flush(): void {
    if (!this.untold) return;
    this.untold = false;
    this.stop();
    this.timer = this.options.clock.after(this.options.everyMs, () => {
      this.timer = undefined;
      this.flush();
    });
    this.options.tell();
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }
}
