import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeObserved } from '../../shared/delta/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { parseMac } from '../../shared/model/index.ts';
import { ManualClock, seededRandom, silentLog } from '../../shared/runtime/index.ts';
import type { AgentMessage, JobEnded, JobOffered, JobProgressed, JobTarget } from '../../shared/wire/index.ts';
import { Attempts, type Db, Outbox, openAgentDatabase, Snapshots } from '../store/index.ts';
import { SETTLE_MAX_MS, UNWIND_MAX_MS } from './attempt.ts';
import type { Driver, DriverContext, Target, TargetOutcome, Task } from './driver.ts';
import { RESULTS_BYTES_MAX } from './results.ts';
import { Runner, type RunnerDeps } from './runner.ts';

/** A driver whose every call waits until the test answers it. */
class FakeDriver implements Driver {
  readonly name = 'switch';
  readonly capabilities = ['switch.collect', 'switch.lookup', 'switch.probe'];
  readonly calls: Call[] = [];
  active = 0;
  activeMax = 0;
  stopped = false;
  /** When set, calls are answered by it at once. */
  answer: ((call: Call) => Promise<TargetOutcome>) | undefined;

  async run(task: Task, target: Target, context: DriverContext): Promise<TargetOutcome> {
    this.active += 1;
    this.activeMax = Math.max(this.activeMax, this.active);
    try {
      const call = new Call(task, target, context);
      this.calls.push(call);
      return await (this.answer ? this.answer(call) : call.outcome);
    } finally {
      this.active -= 1;
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
  }

  call(name: string): Call {
    const found = this.calls.find(({ target }) => target.name === name);
    if (!found) throw new Error(`${name} was not asked`);
    return found;
  }
}

class Call {
  readonly outcome: Promise<TargetOutcome>;
  resolve: (outcome: TargetOutcome) => void = () => undefined;
  reject: (error: unknown) => void = () => undefined;

  constructor(
    readonly task: Task,
    readonly target: Target,
    readonly context: DriverContext,
  ) {
    this.outcome = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}
