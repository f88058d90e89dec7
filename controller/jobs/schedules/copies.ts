/** The copies that agents hold: made from what is known now, sent when an agent holds another one. */
import { createHash } from 'node:crypto';
import {
  type CopiedSchedule,
  canonicalJson,
  type Json,
  type ScheduleCopy,
} from '../../../shared/model/index.ts';
import type { Log } from '../../../shared/runtime/index.ts';
import type { AgentHub } from '../../agents/index.ts';
import type { Inventory } from '../../inventory/index.ts';
import { resolveTargets } from '../targets.ts';
import type { Schedule, ScheduleBook } from './book.ts';

export interface CopiesDeps {
  readonly book: ScheduleBook;
  readonly inventory: Inventory;
  readonly hub: Pick<AgentHub, 'send' | 'siteOf'>;
  readonly log: Log;
}

/** A copy that is larger is not sent; the schedules of that agent then wait for it as if it kept none. */
export const COPY_BYTES_MAX = 8_388_608;
const SYSTEM = { type: 'system', name: 'schedules' } as const;
/** Of an agent that holds none. */
export const NO_COPY = 'none';

export class ScheduleCopies {
  private readonly deps: CopiesDeps;
  /** By agent that keeps schedules and is online: the revision that it holds or is being sent. */
  private readonly held = new Map<string, string>();

  constructor(deps: CopiesDeps) {
    this.deps = deps;
  }

  /** The agent said what it holds. */
  told(agentId: string, revision: string): void {
    this.held.set(agentId, revision);
    this.refresh(agentId);
  }

  away(agentId: string): void {
    this.held.delete(agentId);
  }

  refreshAll(): void {
    for (const agentId of this.held.keys()) this.refresh(agentId);
  }

  /** Sends it when it is another one than the agent holds. */
  refresh(agentId: string): void {
    const { hub, log } = this.deps;
    const site = hub.siteOf(agentId);
    const held = this.held.get(agentId);
    if (site === undefined || held === undefined) return;
    const copy = this.make(agentId, site);
    if (copy.schedules.length === 0 && held === NO_COPY) return;
    const document = Buffer.from(canonicalJson(JSON.parse(JSON.stringify(copy)) as Json));
    const revision = createHash('sha256').update(document).digest('hex').slice(0, 32);
    if (revision === held) return;
    if (document.length > COPY_BYTES_MAX) {
      log.error('schedules.copy-too-large', { agent: agentId, bytes: document.length });
      return;
    }
    this.held.set(agentId, revision);
    hub.send(agentId, { type: 'schedulesCopied', revision, document }).catch((error: unknown) => {
      // The session is gone: at the next one the agent says again what it holds.
      log.debug('schedules.copy-not-sent', { agent: agentId, error });
    });
  }

  private make(agentId: string, site: string): ScheduleCopy {
    const mine = this.deps.book.of(agentId).filter(({ pausedWhy }) => pausedWhy === '');
    return { site, schedules: mine.flatMap((schedule) => this.copy(schedule) ?? []) };
  }

  private copy({ id, name, site, spec, changedAt }: Schedule): CopiedSchedule | undefined {
    const { kind, mac, overlap, catchUpMs, pauseAfter, timeoutMs, targets: asked } = spec;
    const { cron, timeZone, everyMs, phaseMs, jitterMs } = spec;
    try {
      const { resolved } = resolveTargets(this.deps.inventory, { targets: asked, site }, SYSTEM);
      if (!resolved) return undefined;
      const { driver, targets } = resolved;
      const what = { kind, driver, mac, overlap, catchUpMs, pauseAfter, timeoutMs, targets };
      return { id, name, ...what, cron, timeZone, everyMs, phaseMs, jitterMs, since: changedAt };
    } catch (error) {
      // Nothing to do at that site; when it fires here, its history says so.
      this.deps.log.debug('schedule.not-copied', { schedule: id, error });
      return undefined;
    }
  }
}
