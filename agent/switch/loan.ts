/** A session lent to one piece of work, which may have it replaced when it dies in use. */
import { WaysideError } from '../../shared/errors.ts';
import type { Timer } from '../../shared/runtime/index.ts';
import type { Session } from './session.ts';

/** A session on loan. After `renew` it is another one. */
export interface Loan {
  readonly session: Session;
  readonly reused: boolean;
  /** Replaces a session that died in use. */
  renew(): Promise<Session>;
}

/** A session that is open, with what the pool knows of it. */
export interface Member {
  readonly session: Session;
  readonly identity: string;
  readonly openedMs: number;
  idleSinceMs: number;
  timer: Timer | undefined;
}

/** Takes a session out of the pool, or opens one. */
export type CheckOut = (fresh: boolean) => Promise<{ readonly member: Member; readonly reused: boolean }>;

export class PoolLoan implements Loan {
  member: Member | undefined;
  reused = false;
  private readonly checkOut: CheckOut;

  constructor(checkOut: CheckOut) {
    this.checkOut = checkOut;
  }

  get session(): Session {
    if (!this.member) throw new WaysideError('INTERNAL', 'the loan holds no session');
    return this.member.session;
  }

  async begin(fresh: boolean): Promise<void> {
    const { member, reused } = await this.checkOut(fresh);
    this.member = member;
    this.reused = reused;
  }

  async renew(): Promise<Session> {
    // The dead session holds the device's line until it is closed.
    await this.member?.session.gone;
    this.member = undefined;
    await this.begin(true);
    return this.session;
  }

  async run<T>(work: (loan: Loan) => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await work(this);
    } catch (error) {
      const lost = error instanceof WaysideError && error.code === 'CONNECTION_LOST';
      if (!lost || !this.reused || signal.aborted) throw error;
      await this.renew();
      return work(this);
    }
  }
}
