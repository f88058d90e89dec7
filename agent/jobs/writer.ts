/** Takes offers of jobs that write, for drivers that can; answers from the journal what was done before. */
import { WaysideError } from '../../shared/errors.ts';
import { formatRef } from '../../shared/model/index.ts';
import type { JobEnded, JobOffered } from '../../shared/wire/index.ts';
import { UNSIGNED_CAPABILITY, type WriteGuard } from './approval.ts';
import type { Driver } from './driver.ts';
import type { WriteOffer } from './journal.ts';
import { type WriteDeps, WriteRun } from './write.ts';
import type { WritingDriver } from './write-step.ts';

export interface WriterDeps extends Omit<WriteDeps, 'driver' | 'permit'> {
  readonly drivers: readonly Driver[];
  readonly guard: WriteGuard;
}

export class Writer {
  private readonly deps: WriterDeps;

  constructor(deps: WriterDeps) {
    this.deps = deps;
  }

  /** None while the host does not let it write. */
  get capabilities(): readonly string[] {
    const { guard, drivers } = this.deps;
    if (!guard.isOn) return [];
    const able = drivers.filter(canWrite).map(({ name }) => `${name}.apply`);
    return guard.isUnsigned && able.length > 0 ? [...able, UNSIGNED_CAPABILITY] : able;
  }

  /** The attempt in the journal, to be run. Errors: NO_CAPABLE_AGENT, INVALID_INPUT, OUTCOME_UNKNOWN, of the guard, of the store. */
  begin(offer: JobOffered): WriteRun {
    const driver = this.driverOf(offer);
    if (!driver) {
      throw new WaysideError('NO_CAPABLE_AGENT', `this agent cannot do ${offer.driver}.apply`);
    }
    const checked = withSteps(offer);
    const permit = this.deps.guard.permit(checked);
    this.deps.journal.begin(checked);
    return new WriteRun(checked, { ...this.deps, driver, permit });
  }

  /** At start, of an attempt that ran in a process that is gone. `undefined`: it is none that writes. */
  resume(job: string, attempt: number): WriteRun | undefined {
    const offer = this.deps.journal.offer(job, attempt);
    return offer && new WriteRun(offer, { ...this.deps, driver: this.driverOf(offer) ?? gone(offer) });
  }

  /** An attempt that was made here and whose end was taken: a controller that asks again was restored from a backup. */
  knownEnd(offer: JobOffered): JobEnded | undefined {
    const { journal } = this.deps;
    if (offer.kind !== 'apply' || !journal.hasMade(offer.jobId, offer.attempt)) return undefined;
    const checked = withSteps(offer);
    return new WriteRun(checked, { ...this.deps, driver: this.driverOf(offer) ?? gone(offer) }).end();
  }

  /** The controller has the end. */
  forget(job: string, attempt: number): void {
    this.deps.journal.forget(job, attempt);
  }

  private driverOf(offer: JobOffered): WritingDriver | undefined {
    return this.deps.drivers.filter(canWrite).find(({ name }) => name === offer.driver);
  }
}

function canWrite(driver: Driver): driver is WritingDriver {
  return driver.change !== undefined && driver.verify !== undefined;
}

function withSteps(offer: JobOffered): WriteOffer {
  const { steps = [], targets } = offer;
  const places = new Set(targets.map(({ source }) => formatRef(source)));
  const isWhole = steps.every(({ source }) => places.has(formatRef(source)));
  const ids = new Set(steps.map(({ id }) => id));
  if (steps.length === 0 || !isWhole || ids.size < steps.length)
    throw new WaysideError('INVALID_INPUT', 'the steps of the job are not each of one of its targets, once');
  return { ...offer, steps };
}

/** In the place of a driver that this agent had when it sent something, and has no more. */
function gone({ driver }: JobOffered): WritingDriver {
  const refuse = (): Promise<never> =>
    Promise.reject(new WaysideError('NO_CAPABLE_AGENT', `this agent has no driver ${driver} any more`));
  return {
    ...{ name: 'switch', capabilities: [], run: refuse, change: refuse, verify: refuse },
    stop: () => Promise.resolve(),
  };
}
