/** The half of the switch driver that changes something: steps of plans at ports and VLANs. */
import { networkInterfaces } from 'node:os';
import { WaysideError } from '../../../shared/errors.ts';
import { type Mac, parseMac, VLAN_KIND } from '../../../shared/model/index.ts';
import { LruMap } from '../../../shared/runtime/index.ts';
import type {
  ChangeOutcome,
  Driver,
  DriverContext,
  ReadBack,
  Step,
  StepFate,
  Target,
} from '../../jobs/driver.ts';
import { CONFIRM_MINUTES, OWN_MACS_MAX, SAVED_MAX } from '../limits.ts';
import type { Purpose } from '../pool/line.ts';
import type { Loan } from '../pool/loan.ts';
import type { TaskOptions } from '../read/collect.ts';
import { deviceOf } from '../where.ts';
import { knownAfter } from './known-after.ts';
import { PortReads } from './port-reads.ts';
import { batchOf, isAsPlanned, isAsWanted, stepOf } from './port-steps.ts';
import { changePorts } from './port-work.ts';
import { changeVlan, isVlanAsPlanned, isVlanAsWanted, vlanNow } from './vlan-work.ts';
import { inForceOnly, WriteDesk } from './write-desk.ts';

const MINUTE_MS = 60_000;

export interface Asked {
  readonly target: Target;
  readonly context: DriverContext;
  readonly purpose: Purpose;
  /** An idle session will not do. */
  readonly fresh: boolean;
  /** Dials also a device that was dead a moment ago. */
  readonly anyway: boolean;
}

export interface WritesDeps {
  /** Lends a session; the work may run twice until it says that it sends. */
  readonly lend: (asked: Asked, work: (loan: Loan, options: TaskOptions) => Promise<void>) => Promise<void>;
  /** What was read of the switch before counts no more. */
  readonly forget: (target: Target) => void;
  /** Addresses of this host; for tests. */
  readonly ownMacs?: () => readonly Mac[];
}

export type Writes = Required<Pick<Driver, 'batchOf' | 'change' | 'changeMany' | 'verify' | 'knownAfter'>>;

export function createWrites(deps: WritesDeps): Writes {
  const writes = new SwitchWrites(deps);
  return {
    batchOf,
    knownAfter,
    changeMany: (steps, target, context) => writes.changeMany(steps, target, context),
    change: (step, target, context) => writes.change(step, target, context),
    verify: (step, target, context) => writes.verify(step, target, context),
  };
}

class SwitchWrites {
  private readonly deps: WritesDeps;
  /** Switches on which nothing of ours waits to be saved, since this process looked. */
  private readonly saved = new LruMap<string, true>(SAVED_MAX);
  /** Until when a switch may take back by itself what was not confirmed, in milliseconds of the monotonic clock. */
  private readonly goingBack = new LruMap<string, number>(SAVED_MAX);

  constructor(deps: WritesDeps) {
    this.deps = deps;
  }

  async change(step: Step, target: Target, context: DriverContext): Promise<ChangeOutcome> {
    const [fate] = await this.changeMany([step], target, context);
    if (fate?.state === 'done') return fate.outcome;
    throw fate?.error ?? new WaysideError('INTERNAL', 'nothing is known of the step');
  }

  async changeMany(
    steps: readonly Step[],
    target: Target,
    context: DriverContext,
  ): Promise<readonly StepFate[]> {
    let fates: readonly StepFate[] = [];
    let isSent = false;
    const wait = this.waitingBack(target, context);
    if (wait) return steps.map(() => ({ state: 'not-done', error: wait }));
    const sending = (): void => {
      isSent = true;
      this.saved.delete(deviceOf(target));
    };
    const asked: Asked = { target, context, purpose: 'configure', fresh: false, anyway: true };
    try {
      await this.deps.lend(asked, async (loan, options) => {
        const prove = (): Promise<void> => this.prove(asked);
        const saved = (): void => void this.saved.set(deviceOf(target), true);
        const unconfirmed = (): void => this.unconfirmed(target, context);
        const isClean = (): boolean => this.saved.get(deviceOf(target)) === true;
        const told = { sending, saved, unconfirmed, isClean, wrote: wroteTo(context) };
        const work = { ...options, ownMacs: this.ownMacs(), prove, ...told };
        fates = await carryOut(loan, steps, work);
      });
    } catch (thrown) {
      const error = WaysideError.from(thrown);
      // The loan is over; what was told of the steps before stays true.
      if (fates.length === 0) fates = steps.map(() => ({ state: isSent ? 'ask' : 'not-done', error }));
    } finally {
      if (isSent) this.deps.forget(target);
    }
    return fates;
  }

  /**
   * A step is done when it is there and saved; what is there after a crash is saved now, as it would have been. Errors:
   * those of the way to the switch, and of the saving.
   */
  async verify(step: Step, target: Target, context: DriverContext): Promise<ReadBack> {
    let answer: ReadBack = 'cannot-say';
    const wait = this.waitingBack(target, context);
    if (wait) throw wait;
    const asked: Asked = { target, context, purpose: 'configure', fresh: false, anyway: false };
    await this.deps.lend(asked, async (loan, options) => {
      const desk = new WriteDesk(loan, { ...options, wrote: wroteTo(context) });
      const isClean = this.saved.get(deviceOf(target)) === true;
      answer = await standing(loan, step, options);
      if (isClean) return;
      if (answer !== 'done') return desk.dropLeftover();
      // It may have gone back just before it was confirmed.
      await desk.confirmLeftover();
      answer = await standing(loan, step, options);
      if (answer !== 'done') return;
      const trouble = await desk.save();
      if (trouble) throw inForceOnly(trouble);
      this.saved.set(deviceOf(target), true);
    });
    return answer;
  }

  private unconfirmed(target: Target, { clock }: DriverContext): void {
    this.goingBack.set(deviceOf(target), clock.monotonic() + CONFIRM_MINUTES * MINUTE_MS);
  }

  /** A change or a question now could confirm what was said to go back by itself. */
  private waitingBack(target: Target, { clock }: DriverContext): WaysideError | undefined {
    const leftMs = (this.goingBack.get(deviceOf(target)) ?? 0) - clock.monotonic();
    if (leftMs <= 0) return undefined;
    const minutes = Math.ceil(leftMs / MINUTE_MS);
    return new WaysideError(
      'UNAVAILABLE',
      `${target.name} takes back by itself what could not be confirmed, within ${minutes} min; nothing is changed there before`,
      { hint: 'Plan again then.' },
    );
  }

  private prove(asked: Asked): Promise<void> {
    return this.deps.lend({ ...asked, purpose: 'read', fresh: true }, async (loan, { ask }) => {
      await loan.session.check(ask.signal);
    });
  }

  private ownMacs(): readonly Mac[] {
    return (this.deps.ownMacs ?? macsOfHost)().slice(0, OWN_MACS_MAX);
  }
}

async function carryOut(
  loan: Loan,
  steps: readonly Step[],
  options: Parameters<typeof changePorts>[2],
): Promise<readonly StepFate[]> {
  const [first] = steps;
  if (first?.action['kind'] !== VLAN_KIND) return changePorts(loan, steps, options);
  return [await changeVlan(loan, stepOf(first), options)];
}

async function standing(loan: Loan, step: Step, options: TaskOptions): Promise<ReadBack> {
  const planned = stepOf(step);
  const reads = new PortReads(loan, options);
  if (planned.kind === VLAN_KIND) {
    const row = await vlanNow(reads, Number(planned.key));
    if (isVlanAsWanted(planned, row)) return 'done';
    return isVlanAsPlanned(planned, row) ? 'not-done' : 'cannot-say';
  }
  const { portName = (text: string) => text } = loan.session.platform;
  const port = portName(planned.key);
  const state = (await reads.states([port], { texts: true })).get(port);
  if (!state) return 'cannot-say';
  if (isAsWanted(planned, state.fields)) return 'done';
  return isAsPlanned(planned, state.fields) ? 'not-done' : 'cannot-say';
}

function wroteTo({ wrote = () => undefined }: DriverContext): (line: string) => void {
  return wrote;
}

function macsOfHost(): readonly Mac[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const macs = all.filter(({ internal }) => !internal).flatMap(({ mac }) => parseMac(mac) ?? []);
  return [...new Set(macs)].filter((mac) => mac !== '00:00:00:00:00:00');
}
