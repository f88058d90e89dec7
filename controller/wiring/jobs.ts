/** The jobs room: work that is asked for, and work that comes round by schedule. */
import { declaredSchedules } from '../../shared/config/index.ts';
import type { AgentHub } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import { type DeclaredChange, Jobs, Schedules } from '../jobs/index.ts';
import type { Base } from './base.ts';
import type { Ground } from './ground.ts';

const LOST_AFTER_MS = 600_000;

export function openJobs(
  base: Base,
  { store, audit }: Ground,
  { inventory, hub }: { readonly inventory: Inventory; readonly hub: AgentHub },
): { readonly jobs: Jobs; readonly schedules: Schedules } {
  const { config, log, clock, random, closers } = base;
  const jobs = new Jobs({
    ...{ store, inventory, hub, clock, random, log },
    settings: {
      ...{ leaseMs: config.jobs.leaseMs, queueMax: config.jobs.queueMax, lostAfterMs: LOST_AFTER_MS },
      collectMs: config.jobs.timeoutMs,
      limits: {
        perAgent: config.jobs.workers,
        perSite: config.jobs.perSite,
        perSource: config.jobs.perSource,
      },
    },
    onAttemptEnded: (job, results) => audit.attemptEnded(job, results),
  });
  closers.add(() => jobs.stop());
  const declared = {
    schedules: declaredSchedules(config.schedules),
    where: base.configFile ?? 'the configuration of the controller',
    onDone: ({ what, id, name, site }: DeclaredChange) => {
      log.info(`schedule.${what}`, { schedule: id, name, site });
      const fact = { method: `schedule.${what}`, who: 'system:configuration', sites: [site] };
      audit.trail.event({ ...fact, targets: [`schedule:${id}`], detail: { name } });
    },
  };
  const schedules = new Schedules({ store, inventory, hub, jobs, clock, random, log, declared });
  closers.add(() => schedules.stop());
  return { jobs, schedules };
}
