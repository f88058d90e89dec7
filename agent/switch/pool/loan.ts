/** A session lent to one piece of work, which may have it replaced when it dies in use, and lets others go first. */
import { WaysideError } from '../../../shared/errors.ts';
import type { Timer } from '../../../shared/runtime/index.ts';
import type { Session } from '../ssh/session.ts';
import type { Turn } from './line.ts';

/** A session on loan. After `renew`, and after `giveWay`, it may be another one. */
export interface Loan {
  readonly session: Session;
  readonly reused: boolean;
  /** Replaces a session that died in use. */
  renew(): Promise<Session>;
  /**
   * Before each whole table: lets those go first who have the better claim, and waits while the switch is too busy for
   * it. When it throws (DEVICE_BUSY, the signal's reason, what opening threw) there is no session any more.
   */
  giveWay(): Promise<void>;
}

/** A session that is open, with what the pool knows of it. */
export interface Member {
  readonly session: Session;
  readonly identity: string;
  readonly openedMs: number;
  idleSinceMs: number;
  timer: Timer | undefined;
}

/** What the pool does for a loan; all for one device and one request. */
export interface LoanDesk {
  takeTurn(): Promise<Turn>;
  /** Takes a session out of the pool, or opens one. */
  checkOut(fresh: boolean): Promise<{ readonly member: Member; readonly reused: boolean }>;
  /** The turn is over once the session is warm again, or gone. */
  giveBack(member: Member | undefined, turn: Turn): void;
  /** Asks the switch how busy it is, when that is due. */
  askLoad(member: Member): Promise<void>;
  /** The zone of the switch forbids the work now. */
  mustWait(turn: Turn): boolean;
  shouldGiveWay(turn: Turn): boolean;
}

interface RunOptions {
  readonly fresh: boolean;
  readonly signal: AbortSignal;
  /** The work only reads: it is done again when a warm session turns out to be dead. */
  readonly mayRepeat: boolean;
}

export class PoolLoan implements Loan {
  reused = false;
  private readonly desk: LoanDesk;
  private member: Member | undefined;
  private turn: Turn | undefined;

  constructor(desk: LoanDesk) {
    this.desk = desk;
  }

  get session(): Session {
    if (!this.member) throw new WaysideError('INTERNAL', 'the loan holds no session');
    return this.member.session;
  }

  async renew(): Promise<Session> {
    // The dead session holds the device's line until it is closed.
    await this.member?.session.gone;
    await this.checkOut(true);
    return this.session;
  }

  async giveWay(): Promise<void> {
    if (!this.turn || !this.member) return;
    this.turn.claim.weight = 'table';
    await this.desk.askLoad(this.member);
    if (this.desk.shouldGiveWay(this.turn)) await this.stepAside();
    while (this.mustWait) await this.waitForCalm();
  }

  /** Waits for its turn and for a session, and works. */
  async run<T>(work: (loan: Loan) => Promise<T>, { fresh, signal, mayRepeat }: RunOptions): Promise<T> {
    this.turn = await this.desk.takeTurn();
    await this.checkOut(fresh);
    // Opening takes seconds, and others may have learned meanwhile how busy the switch is.
    while (this.mustWait) await this.waitForCalm();
    try {
      return await work(this);
    } catch (error) {
      const lost = error instanceof WaysideError && error.code === 'CONNECTION_LOST';
      if (!mayRepeat || !lost || !this.reused || signal.aborted || this.member?.session.alive !== false)
        throw error;
      await this.renew();
      return work(this);
    }
  }

  end(): void {
    const { member, turn } = this;
    this.member = undefined;
    this.turn = undefined;
    if (turn) this.desk.giveBack(member, turn);
  }

  private async checkOut(fresh: boolean): Promise<void> {
    this.member = undefined;
    const { member, reused } = await this.desk.checkOut(fresh);
    this.member = member;
    this.reused = reused;
  }

  private get mustWait(): boolean {
    return this.turn !== undefined && this.desk.mustWait(this.turn);
  }

  /** Asks how busy the switch is now, when it is time; stands in line again when that changes nothing. */
  private async waitForCalm(): Promise<void> {
    if (this.member) await this.desk.askLoad(this.member);
    if (this.mustWait) await this.stepAside();
  }

  private async stepAside(): Promise<void> {
    this.end();
    this.turn = await this.desk.takeTurn();
    await this.checkOut(false);
  }
}
