/**
 * Sends deltas from the outbox as far as the controller's window allows, each once in a session. What is not sent yet waits
 * on disk. Woken by appends and acknowledgements; one round at a time, and one frame at a time: what is spooled meanwhile
 * may go before what waited.
 */
import { WaysideError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { AgentLink } from '../../shared/transport/index.ts';
import type { NextEntry, Outbox } from '../store/index.ts';

/**
 * Of the window, what waited when the session began may have so much under way. All that lies on the way stands before
 * what is told next, so this is how long the work of now waits for the past: two seconds at 1 Mbit/s.
 */
export const BACKLOG_WINDOW_BYTES = 262_144;

export interface DeltaPumpDeps {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly link: AgentLink;
  /** Unacknowledged bytes that may be under way; a single larger frame may too. */
  readonly windowBytes: number;
}

interface Sent {
  readonly bytes: number;
  readonly isBacklog: boolean;
}

export class DeltaPump {
  private readonly deps: DeltaPumpDeps;
  /** What is sent and not acknowledged, by seq. */
  private readonly inFlight = new Map<number, Sent>();
  private underWayBytes = 0;
  private backlogBytes = 0;
  /** What waited when the session began. */
  private readonly backlogPlace: number;
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
    this.backlogPlace = deps.outbox.durableSeq;
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
    for (const [sent, { bytes, isBacklog }] of this.inFlight) {
      if (sent > seq) break;
      this.inFlight.delete(sent);
      this.underWayBytes -= bytes;
      if (isBacklog) this.backlogBytes -= bytes;
    }
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
    for (let entry = this.next(); entry; entry = this.next()) {
      const { seq, frame, spooledAtMs: spoolTime } = entry;
      const outboxId = outbox.id;
      await link.send({ type: 'delta', outboxId, seq, frame, spoolTime, sendTime: clock.now() });
    }
  }

  /** `undefined`: nothing waits, there is no room for it, or it is over. */
  private next(): NextEntry | undefined {
    const { outbox, link, windowBytes } = this.deps;
    if (link.isClosed || this.stopped || this.underWayBytes >= windowBytes) return undefined;
    const backlogToo = this.backlogBytes < Math.min(windowBytes, BACKLOG_WINDOW_BYTES);
    const { sentSeq: afterSeq, backlogPlace } = this;
    const entry = outbox.next({ afterSeq, backlogPlace, backlogToo });
    if (!entry) return undefined;
    const sent = { bytes: entry.frame.byteLength, isBacklog: entry.isBacklog };
    this.inFlight.set(entry.seq, sent);
    this.underWayBytes += sent.bytes;
    if (sent.isBacklog) this.backlogBytes += sent.bytes;
    this.sentSeq = entry.seq;
    return entry;
  }
}
