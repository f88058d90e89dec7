/**
 * Beginning the outbox anew. With a controller that compares digests, what both sides have is not sent again; with any
 * other, and when a comparison came to nothing before in this session, all that is known goes. Nothing is sent while the
 * answer is out; what is scanned meanwhile differs from what was told, and goes too.
 */
import { formatRef } from '../../shared/model/index.ts';
import type { Clock, Log, Timer } from '../../shared/runtime/index.ts';
import {
  type AgentMessage,
  DIGEST_SOURCES_MAX,
  type DigestsCompared,
  type Welcome,
} from '../../shared/wire/index.ts';
import type { Compared, Snapshots } from '../store/index.ts';

/** Protocol minor from which on a controller compares digests. */
const DIGESTS_MINOR = 1;
/** For the answer; then all is sent. */
export const COMPARE_MAX_MS = 60_000;

export interface FreshStartDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly snapshots: Pick<Snapshots, 'isEmpty' | 'digests' | 'resendAll'>;
  send(message: AgentMessage): void;
  /** The new outbox could not be written; the next session finds the same reason. */
  fail(error: unknown): void;
}

interface Comparison {
  readonly epoch: number;
  readonly done: () => void;
  readonly timer: Timer;
  /** `undefined`: it is still being digested. */
  told?: Pick<Compared, 'told' | 'marks'>;
}

export class FreshStart {
  private readonly deps: FreshStartDeps;
  private canCompare: boolean;
  private comparison: Comparison | undefined;

  constructor(deps: FreshStartDeps, welcome: Welcome) {
    this.deps = deps;
    this.canCompare = (welcome.protocolMinor ?? 0) >= DIGESTS_MINOR;
  }

  /** The sources are compared, and the outbox is still the old one. */
  get isPending(): boolean {
    return this.comparison !== undefined;
  }

  /** Calls `done` when the new outbox is on disk. Error: DISK_FULL. */
  begin(epoch: number, why: string, done: () => void): void {
    const { clock, snapshots } = this.deps;
    const mayCompare = this.canCompare && !snapshots.isEmpty;
    // Should the two sides differ even after a comparison, the next one is not to end like it.
    this.canCompare = false;
    if (!mayCompare) {
      this.resend(epoch, why, done);
      return;
    }
    const timer = clock.after(COMPARE_MAX_MS, () => {
      this.comparison = undefined;
      try {
        this.resend(epoch, 'the controller did not compare', done);
      } catch (error) {
        this.deps.fail(error);
      }
    });
    this.comparison = { epoch, done, timer };
    void this.tell(this.comparison, why).catch((error: unknown) => this.deps.fail(error));
  }

  private async tell(comparison: Comparison, why: string): Promise<void> {
    const { log, snapshots, send } = this.deps;
    const sources = await snapshots.digests(DIGEST_SOURCES_MAX);
    // Too late: all is sent already, or the session is over.
    if (this.comparison !== comparison) return;
    log.info('outbox.compared', { why, sources: sources.length });
    comparison.told = {
      told: new Map(sources.map(({ source, digest }) => [formatRef(source), digest])),
      marks: new Map(sources.map(({ source, mark }) => [formatRef(source), mark])),
    };
    send({ type: 'digestsTold', sources: sources.map(({ source, digest }) => ({ source, digest })) });
  }

  /** The answer came; one that nobody waits for is dropped. */
  compared({ sources }: DigestsCompared): void {
    const { comparison } = this;
    if (!comparison?.told) return;
    this.stop();
    const { epoch, told, done } = comparison;
    const differing = new Map<string, readonly number[]>();
    for (const one of sources) if (one.differing) differing.set(formatRef(one.source), one.differing);
    this.deps.snapshots.resendAll(() => epoch, { ...told, differing });
    this.deps.log.info('outbox.restarted', { why: 'only what differs is sent' });
    done();
  }

  stop(): void {
    this.comparison?.timer.cancel();
    this.comparison = undefined;
  }

  private resend(epoch: number, why: string, done: () => void): void {
    this.deps.log.info('outbox.restarted', { why });
    this.deps.snapshots.resendAll(() => epoch);
    done();
  }
}
