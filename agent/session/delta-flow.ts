/** The deltas of one session: where the outbox goes on, when it begins anew, and what acknowledgements do. */
import { WaysideError } from '../../shared/errors.ts';
import type { Clock, Log } from '../../shared/runtime/index.ts';
import type { AgentLink } from '../../shared/transport/index.ts';
import type {
  AgentMessage,
  DeltaAcknowledged,
  DigestsCompared,
  Position,
  Welcome,
} from '../../shared/wire/index.ts';
import type { AgentMeta, Outbox, Snapshots } from '../store/index.ts';
import { DeltaPump } from './delta-pump.ts';
import { FreshStart } from './fresh-start.ts';
import { requireEpoch, restartReason } from './hello-rules.ts';

export interface DeltaFlowDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly link: AgentLink;
  readonly outbox: Outbox;
  readonly snapshots: Snapshots;
  readonly meta: AgentMeta;
  send(message: AgentMessage): void;
}

export class DeltaFlow {
  private readonly deps: DeltaFlowDeps;
  private readonly windowBytes: number;
  private readonly freshStart: FreshStart;
  private pump: DeltaPump | undefined;
  private started = false;

  constructor(deps: DeltaFlowDeps, welcome: Welcome) {
    this.deps = deps;
    this.windowBytes = welcome.deltaWindowBytes;
    const { clock, log, snapshots, send, link } = deps;
    const fail = (error: unknown): void => link.close(WaysideError.from(error));
    this.freshStart = new FreshStart({ clock, log, snapshots, send, fail }, welcome);
  }

  /** The hello rules. Errors: STALE_EPOCH, DISK_FULL. */
  reconcile(position: Position): void {
    const { meta, outbox } = this.deps;
    const { incarnation, epoch } = position;
    const known = meta.controller();
    requireEpoch(position, known);
    const why = restartReason(position, known, outbox);
    if (why) {
      // Last: after a crash before this the same reason is found again.
      this.beginAnew(epoch, why, () => meta.setController({ incarnation, epoch }));
      return;
    }
    if (position.outboxId === outbox.id) this.release(position.seq);
    meta.setController({ incarnation, epoch });
  }

  /** Sends from now on; while digests are compared, from the answer on. */
  start(): void {
    this.started = true;
    if (!this.freshStart.isPending) this.startPump();
  }

  stop(): void {
    this.started = false;
    this.pump?.stop();
    this.freshStart.stop();
  }

  acknowledged(message: DeltaAcknowledged): void {
    const { outbox, meta } = this.deps;
    if (message.outboxId !== outbox.id) return;
    if (message.restart) {
      this.beginAnew(meta.controller()?.epoch ?? 0, 'the controller does not know this outbox');
    } else {
      this.release(message.seq);
      this.pump?.acknowledged(message.seq);
    }
  }

  compared(message: DigestsCompared): void {
    this.freshStart.compared(message);
  }

  /** To be called now and then, not at once: what follows may not fit either, and time is needed to send much of it. */
  makeUpForDrops(): void {
    const { meta, outbox, link } = this.deps;
    if (outbox.dropped.length === 0) return;
    try {
      this.beginAnew(meta.controller()?.epoch ?? 0, 'deltas were dropped');
    } catch (error) {
      link.close(WaysideError.from(error));
    }
  }

  /** A new outbox. Nothing is sent until it is there. */
  private beginAnew(epoch: number, why: string, then: () => void = () => undefined): void {
    if (this.freshStart.isPending) return;
    this.pump?.stop();
    this.freshStart.begin(epoch, why, () => {
      then();
      if (this.started) this.startPump();
    });
  }

  private startPump(): void {
    const { clock, outbox, link } = this.deps;
    this.pump = new DeltaPump({ clock, outbox, link, windowBytes: this.windowBytes });
    this.pump.start();
  }

  private release(seq: number): void {
    const { outbox, log } = this.deps;
    try {
      outbox.acknowledge(outbox.id, seq);
    } catch (error) {
      // The disk is full: the deltas stay where they are, and the next acknowledgement counts for them too.
      log.warn('outbox.not-released', { seq, error });
    }
  }
}
