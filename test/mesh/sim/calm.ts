/** Nothing goes wrong any more, and nobody asks for anything: when everything that was under way has come to its end. */
import type { AgentProcess } from './agent.ts';
import type { Checker } from './checker.ts';
import type { ControllerProcess } from './controller.ts';
import type { VirtualTime } from './time.ts';
import type { Workload } from './workload.ts';

export interface CalmDeps {
  readonly time: Pick<VirtualTime, 'nowMs'>;
  readonly checker: Checker;
  readonly workload: Workload;
  readonly controller: () => ControllerProcess;
  readonly agents: () => readonly AgentProcess[];
}

/** With everybody there, a cancel has come through by then. */
const CANCEL_MAX_MS = 60_000;
/** An agent that has just come back has nothing to tell until it knows where the two sides differ. */
const QUIET_MS = 1000;

export class Calm {
  private readonly deps: CalmDeps;
  private wholeSinceMs: number | undefined;
  private quietSinceMs: number | undefined;

  constructor(deps: CalmDeps) {
    this.deps = deps;
  }

  /** Asked again and again. */
  hasCome(): boolean {
    const { time, checker, workload } = this.deps;
    const [controller, agents] = [this.deps.controller(), this.deps.agents()];
    if (controller.isAlive) workload.putAllBack();
    const isWhole = controller.isAlive && agents.every(({ isUp }) => isUp);
    this.wholeSinceMs = isWhole ? (this.wholeSinceMs ?? time.nowMs) : undefined;
    if (this.wholeSinceMs === undefined) return false;
    if (time.nowMs - this.wholeSinceMs > CANCEL_MAX_MS) {
      checker.cancelled(controller, workload.jobIds);
      this.wholeSinceMs = time.nowMs;
    }
    const { queued, running } = controller.rooms.jobs.counts();
    const isQuiet = queued + running === 0 && agents.every(({ isSettled }) => isSettled);
    this.quietSinceMs = isQuiet ? (this.quietSinceMs ?? time.nowMs) : undefined;
    return this.quietSinceMs !== undefined && time.nowMs - this.quietSinceMs >= QUIET_MS;
  }
}
