/** A driver in memory: each call waits for the test, or is answered by a function. */
import type { Driver, DriverContext, Target, TargetOutcome, Task } from '../driver.ts';

export interface FakeCall {
  readonly task: Task;
  readonly target: Target;
  readonly context: DriverContext;
  readonly outcome: Promise<TargetOutcome>;
  resolve(outcome: TargetOutcome): void;
  reject(error: unknown): void;
}

export class FakeDriver implements Driver {
  readonly name = 'switch';
  readonly capabilities: readonly string[] = ['switch.collect', 'switch.lookup', 'switch.probe'];
  readonly calls: FakeCall[] = [];
  active = 0;
  activeMax = 0;
  isStopped = false;
  /** Instead of waiting. */
  answer: ((call: FakeCall) => Promise<TargetOutcome>) | undefined;
  private readonly waiting: { name: string; found: (call: FakeCall) => void }[] = [];

  async run(task: Task, target: Target, context: DriverContext): Promise<TargetOutcome> {
    const call = createCall(task, target, context);
    this.calls.push(call);
    for (const one of this.waiting.splice(0)) this.tell(one.name, one.found);
    this.active += 1;
    this.activeMax = Math.max(this.activeMax, this.active);
    try {
      return await (this.answer ? this.answer(call) : call.outcome);
    } finally {
      this.active -= 1;
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
  }

  /** The call for the target of that name, once it comes. */
  call(name: string): Promise<FakeCall> {
    return new Promise((found) => this.tell(name, found));
  }

  private tell(name: string, found: (call: FakeCall) => void): void {
    const call = this.calls.findLast(({ target }) => target.name === name);
    if (call) found(call);
    else this.waiting.push({ name, found });
  }
}

/** Lets go of its target as soon as it is told to: what a driver must do. */
export async function untilAborted({ context: { signal } }: FakeCall): Promise<never> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  throw signal.reason;
}

function createCall(task: Task, target: Target, context: DriverContext): FakeCall {
  let resolve: FakeCall['resolve'] = () => undefined;
  let reject: FakeCall['reject'] = () => undefined;
  const outcome = new Promise<TargetOutcome>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  // Calls that a test never waits for must not end it.
  outcome.catch(() => undefined);
  return { task, target, context, outcome, resolve, reject };
}
