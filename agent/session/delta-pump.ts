/**
 * Sends deltas from the outbox as far as the controller's window allows, in order, each once in a session. What is not
 * sent yet waits on disk. Woken by appends and acknowledgements; one round at a time.
 */
import { WaysideError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { AgentLink } from '../../shared/transport/index.ts';
import type { Outbox } from '../store/index.ts';

export interface DeltaPumpDeps {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly link: AgentLink;
  /** Unacknowledged bytes that may be under way; a single larger frame may too. */
  readonly windowBytes: number;
}

export class DeltaPump {
  private readonly deps: DeltaPumpDeps;
  /** Bytes of what is sent and not acknowledged, by seq. */
  private readonly inFlight = new Map<number, number>();
  private sentSeq: number;
  private pumping = false;
  private stopped = false;
  /** Asked for while a round was under way. */
  private again = false;
  private readonly wake = (): void => this.pump();

  /** Begins behind what the controller acknowledged. */
  constructor(deps: DeltaPumpDeps) {
    this.deps = deps;
    this.sentSeq = deps.outbox.acknowledgedSeq;
  }

  start(): void {
    this.deps.outbox.events.on('appended', this.wake);
    this.pump();
  }

  /** For good: what is not sent yet belongs to whoever comes next. */
  stop(): void {
    this.stopped = true;
    this.deps.outbox.events.off('appended', this.wake);
  }

  /** Everything up to the seq is on the controller's disk. */
  acknowledged(seq: number): void {
    for (const sent of this.inFlight.keys()) if (sent <= seq) this.inFlight.delete(sent);
    this.pump();
  }

  private pump(): void {
    this.again = this.pumping;
    if (this.pumping) return;
    this.pumping = true;
    this.round()
      .catch((error: unknown) => this.deps.link.close(WaysideError.from(error)))
      .finally(() => {
        this.pumping = false;
        if (this.again) this.pump();
      });
  }

  private async round(): Promise<void> {
    const { outbox, link, clock } = this.deps;
    while (this.roomBytes > 0) {
      const entries = outbox.after(this.sentSeq, this.roomBytes);
      if (entries.length === 0) return;
      const outboxId = outbox.id;
      for (const { seq, frame, spooledAtMs: spoolTime } of entries) {
        this.inFlight.set(seq, frame.byteLength);
        this.sentSeq = seq;
        outbox.sending(seq);
        await link.send({ type: 'delta', outboxId, seq, frame, spoolTime, sendTime: clock.now() });
        // What is left of these entries belongs to an outbox that is given up.
        if (this.stopped) return;
      }
    }
  }

  /** 0 when it is over. */
  private get roomBytes(): number {
    const { link, windowBytes } = this.deps;
    let underWay = 0;
    for (const size of this.inFlight.values()) underWay += size;
    return link.isClosed || this.stopped ? 0 : windowBytes - underWay;
  }
}
