/** What people do with schedules while things go wrong: there are some from the beginning, and they are run, paused and changed. */
import { overlaps, type ScheduleSpec, type ScheduleView } from '../../../shared/model/index.ts';
import { type Random, randomInt } from '../../../shared/runtime/index.ts';
import { ADMIN } from '../../contract/support/controller.ts';
import { between } from './agent.ts';
import type { Checker } from './checker.ts';
import type { ControllerProcess } from './controller.ts';
import { SITES } from './stage.ts';

const PERIOD_MIN_MS = 60_000;
const PERIOD_MORE_MS = 120_000;
const JITTER_MAX_MS = 20_000;
const CATCH_UP_MS = 30_000;
const PAUSE_AFTER = 3;
const TIMEOUT_MS = 600_000;

export interface SchedulerDeps {
  readonly random: Random;
  readonly checker: Checker;
  readonly controller: () => ControllerProcess;
}

export class Scheduler {
  private readonly deps: SchedulerDeps;
  private made = 0;

  constructor(deps: SchedulerDeps) {
    this.deps = deps;
  }

  /** Makes the one that is missing, or does something with one that is there. */
  act(): void {
    const there = this.desk.list('');
    const site = [...SITES.keys()].find((id) => there.every((schedule) => schedule.site !== id));
    const one = there[randomInt(this.deps.random, there.length)];
    if (site !== undefined) this.create(site);
    else if (one) this.change(one);
  }

  create(site: string, more: Partial<ScheduleSpec> = {}): ScheduleView {
    const { random } = this.deps;
    this.made += 1;
    const everyMs = between(random, PERIOD_MIN_MS / 1000, PERIOD_MORE_MS / 1000) * 1000;
    const spec: ScheduleSpec = {
      ...{ name: `s${this.made}`, site, targets: [], mac: '', cron: '', timeZone: 'UTC', everyMs },
      phaseMs: randomInt(random, everyMs / 1000) * 1000,
      kind: random.float() < 0.5 ? 'probe' : 'collect',
      jitterMs: random.float() < 0.5 ? 0 : randomInt(random, JITTER_MAX_MS),
      overlap: overlaps[randomInt(random, overlaps.length)] ?? 'skip',
      catchUpMs: random.float() < 0.5 ? 0 : CATCH_UP_MS,
      pauseAfter: random.float() < 0.5 ? 0 : PAUSE_AFTER,
      ...{ timeoutMs: TIMEOUT_MS, why: 'test', ...more },
    };
    return this.desk.create(spec, false);
  }

  private get desk(): ReturnType<ControllerProcess['schedules']['as']> {
    return this.deps.controller().schedules.as(ADMIN);
  }

  private change(one: ScheduleView): void {
    const { random } = this.deps;
    const { id, pausedWhy } = one;
    const name = { id, site: '' };
    const luck = random.float();
    if (pausedWhy !== '') {
      this.interrupt(one);
      this.desk.resume(name);
    } else if (luck < 0.6) this.desk.run(name);
    else if (luck < 0.8) this.desk.pause(name, 'moving house');
    else {
      this.interrupt(one);
      this.desk.update(id, changed(one, random), { ifEtag: '', validateOnly: false });
    }
  }

  /** Its times up to now are over, from the pause on. A time that its jitter kept back until then goes with them. */
  private interrupt({ id, pausedAt, jitterMs }: ScheduleView): void {
    const { checker, controller } = this.deps;
    const toMs = controller().clock.now();
    // The clock may have been set back since.
    const fromMs = Math.min(pausedAt ?? toMs, toMs) - jitterMs;
    checker.firings.wasInterrupted(id, { fromMs, toMs });
  }
}

function changed(one: ScheduleView, random: Random): ScheduleSpec {
  const { name, site, targets, kind, mac, overlap, catchUpMs, pauseAfter, why } = one;
  const { cron, timeZone, everyMs, phaseMs, jitterMs } = one;
  const timing = { cron, timeZone, everyMs, phaseMs, jitterMs };
  const timeoutMs = TIMEOUT_MS + randomInt(random, 1000);
  return { name, site, targets, kind, mac, overlap, catchUpMs, pauseAfter, why, timeoutMs, ...timing };
}
