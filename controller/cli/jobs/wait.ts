/**
 * Waiting for a job. The job is the controller's: leaving does not end it. So the first Ctrl-C says how to cancel and
 * leaves after a moment; a second one within that moment cancels the job and stays until the agent has stopped.
 */
import { WaysideError } from '../../../shared/errors.ts';
import { isTerminal, type JobView } from '../../../shared/model/index.ts';
import type { Timer } from '../../../shared/runtime/index.ts';
import { type ApiMethods, jobFromWire } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { Progress } from '../output/progress.ts';
import { followStream } from '../reconnect.ts';
import type { Shell } from '../shell.ts';

export type JobMessage = NonNullable<ApiMethods['JobService.GetJob']['response']['job']>;

/** Time for the second Ctrl-C. */
export const DETACH_GRACE_MS = 2000;

export interface HeldJob {
  readonly view: JobView;
  readonly message: JobMessage;
}

export function heldJob(message: JobMessage | null): HeldJob {
  if (!message) throw new WaysideError('INTERNAL', 'the controller answered without the job');
  return { view: jobFromWire(message), message };
}

/** Of the job that was named: where it is not known, it says where the ids are. */
export async function ofJob<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    const error = WaysideError.from(thrown);
    if (error.code !== 'NOT_FOUND' || error.hint !== undefined) throw error;
    throw new WaysideError(error.code, error.message, { hint: '`wayside job ls` lists them', cause: error });
  }
}

/** `line`: one that rewrites itself where that can be; `lines`: each step of progress has its own; `nothing`: for what takes a moment. */
export type Telling = 'line' | 'lines' | 'nothing';

export interface EndedJob extends HeldJob {
  /** It ended because the user wanted it to. */
  readonly interrupted: boolean;
}

/** The job as it ended. Errors: CANCELLED when the user left, TIMEOUT when `--timeout` is over; the job goes on then. */
export async function waitForJob(shell: Shell, job: HeldJob, telling: Telling = 'line'): Promise<EndedJob> {
  const { id } = job.view;
  const wait = new JobWait(shell, id, telling);
  await wait.begin();
  let last = job;
  try {
    await followStream(shell, {
      open: () => shell.stream('JobService.WatchJob', { id }),
      onEvent: async ({ job: message }) => {
        last = heldJob(message);
        wait.show(last.view);
        return isTerminal(last.view.state) ? 'enough' : 'more';
      },
    });
    return { ...last, interrupted: wait.cancelled };
  } catch (error) {
    throw leaving(WaysideError.from(error), id);
  } finally {
    wait.end();
  }
}

function leaving(error: WaysideError, id: string): WaysideError {
  if (error.code !== 'CANCELLED' && error.code !== 'TIMEOUT') return error;
  return new WaysideError(error.code, `${error.message}; job ${id} goes on`, {
    hint: `wayside job watch ${id} waits for it again, wayside job cancel ${id} ends it`,
    cause: error,
  });
}

class JobWait {
  private readonly shell: Shell;
  private readonly id: string;
  private readonly progress: Progress;
  private readonly telling: Telling;
  private told = '';
  private readonly beforeExit: (() => void)[] = [];
  private interrupts = 0;
  private grace: Timer | undefined;

  constructor(shell: Shell, id: string, telling: Telling) {
    this.shell = shell;
    this.id = id;
    this.telling = telling;
    this.progress = new Progress(shell);
  }

  async begin(): Promise<void> {
    const { clock } = await this.shell.tools();
    const leave = (): void => this.shell.abort(new WaysideError('CANCELLED', 'no longer waiting'));
    const release = this.shell.host.onInterrupt(() => {
      this.interrupts += 1;
      this.progress.end();
      if (this.interrupts === 1) {
        this.shell.note(`leaving job ${this.id} to itself; Ctrl-C again now cancels it`);
        this.grace = clock.after(DETACH_GRACE_MS, leave);
      } else if (this.interrupts === 2) {
        this.grace?.cancel();
        void this.cancel();
      } else leave();
    });
    this.beforeExit.push(release);
  }

  /** A second Ctrl-C asked for the end. */
  get cancelled(): boolean {
    return this.interrupts > 1;
  }

  show({ kind, state, progress, queuePosition }: JobView): void {
    // How it ended is told by what is printed then.
    if (isTerminal(state) || this.telling === 'nothing') return;
    const { current, total, target, status } = progress;
    const waiting = queuePosition > 0 ? `${queuePosition} before it` : '';
    const count = total > 0 ? `${current}/${total}` : '';
    const details = [count, waiting, target, status].filter((part) => part !== '').join('  ');
    if (this.telling === 'line') return this.progress.show(`${kind} ${this.id} ${state}`, details);
    const line = `${kind} ${this.id} ${state}  ${details}`.trimEnd();
    if (line !== this.told) this.shell.note(line);
    this.told = line;
  }

  end(): void {
    this.progress.end();
    this.grace?.cancel();
    for (const release of this.beforeExit) release();
  }

  /** The watch goes on and sees the end; a refusal is told, for the job may have ended in between. */
  private async cancel(): Promise<void> {
    this.shell.note(`cancelling job ${this.id}; a third Ctrl-C leaves without waiting for its end`);
    try {
      await this.shell.call('JobService.CancelJob', { id: this.id, why: 'Ctrl-C' });
    } catch (error) {
      this.shell.note(WaysideError.from(error).message);
    }
  }
}

/** 0 all succeeded, 5 some targets failed, 6 it did not succeed, 130 the user ended it. */
export function exitCodeOfJob({ view: { state }, interrupted }: EndedJob): ExitCode {
  if (state === 'succeeded') return exitCodes.done;
  if (interrupted && state === 'cancelled') return exitCodes.interrupted;
  return state === 'partly' ? exitCodes.partly : exitCodes.jobFailed;
}
