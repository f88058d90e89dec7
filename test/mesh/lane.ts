/** Tests that share a rig take turns, in the order of their declaration, while those of other rigs go on. */
import { type Rig, type RigOptions, startRig } from './harness.ts';

export class RigLane {
  private readonly options: RigOptions;
  private rig: Rig | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(options: RigOptions) {
    this.options = options;
  }

  /** The rig is started at the first turn, and anew after a turn that failed. */
  run(work: (rig: Rig) => Promise<void>): Promise<void> {
    const done = this.turn.then(async () => {
      this.rig ??= await startRig(this.options);
      await work(this.rig);
    });
    this.turn = done.catch(() => this.stop());
    return done;
  }

  async stop(): Promise<void> {
    const { rig } = this;
    this.rig = undefined;
    await rig?.stop();
  }
}
