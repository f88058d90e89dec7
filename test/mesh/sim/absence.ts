/**
 * With nothing else going wrong: the agent of a new schedule is cut off for several periods, its process may end and
 * start again meanwhile with a clock that is wrong, and the controller too. Then it comes back, and every time must have
 * been decided once, and fired once where somebody could.
 */
import { type FiringView, firingId, type ScheduleView } from '../../../shared/model/index.ts';
import { nominalsBetween, type Random, randomInt } from '../../../shared/runtime/index.ts';
import { ADMIN } from '../../contract/support/controller.ts';
import { type AgentProcess, between } from './agent.ts';
import type { Checker } from './checker.ts';
import type { ControllerProcess } from './controller.ts';
import type { Scheduler } from './schedules.ts';
import { SITES } from './stage.ts';
import type { VirtualTime } from './time.ts';

/** More than an agent waits before it fires alone. */
const PERIOD_MS = 150_000;
const PERIODS_AWAY_MIN = 2;
const COPIED_MAX_MS = 10_000;
const JITTER_MAX_MS = 10_000;
/** Without a controller for so long an agent fires: that, and the time until it looks. */
const ALONE_MS = 120_000 + 15_000 + 1_000;
/** So long after the way is free it has told all, and the controller has made up for what was missed. */
const BACK_MS = 90_000;
const SKEW_MAX_MS = 3_600_000;
/** By then the agent has noted on its disk how wrong its clock is. */
const NOTED_MS = 70_000;
/** What fired by a clock that was ahead is told when its time has come, and its job has been given up by then. */
const TOLD_MAX_MS = 1_500_000;

export interface AbsenceDeps {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly checker: Checker;
  readonly scheduler: Scheduler;
  readonly controller: () => ControllerProcess;
  readonly agent: (id: string) => AgentProcess;
  readonly block: (agentId: string, ms: number) => void;
  readonly killAgent: (
    agent: AgentProcess,
    next: { readonly awayMs: number; readonly skewMs: number },
  ) => void;
  readonly killController: (controller: ControllerProcess) => void;
  /** False when it is not done in that time. */
  readonly during: (ms: number, isDone: () => boolean) => Promise<boolean>;
}

/** While the agent was up and had no controller, by the time of the world. */
interface Alone {
  readonly fromMs: number;
  toMs: number;
}

export class Absence {
  private readonly deps: AbsenceDeps;
  private readonly alone: Alone[] = [];
  private current: AgentProcess | undefined;
  private wasKilled = false;
  /** It started without a controller and with a clock that had been set meanwhile: it cannot know the time. */
  private isTimeLost = false;

  constructor(deps: AbsenceDeps) {
    this.deps = deps;
  }

  async run(): Promise<void> {
    const { random, checker, time, scheduler, during } = this.deps;
    const sites = [...SITES.keys()];
    const site = sites[randomInt(random, sites.length)] ?? '';
    const jitterMs = random.float() < 0.5 ? 0 : randomInt(random, JITTER_MAX_MS);
    const schedule = scheduler.create(site, {
      ...{ everyMs: PERIOD_MS, phaseMs: randomInt(random, PERIOD_MS / 1000) * 1000, jitterMs },
      ...{ overlap: 'allow', pauseAfter: 0, catchUpMs: 0 },
    });
    const agent = (): AgentProcess => this.deps.agent(schedule.agentId);
    const isCopied = (): boolean =>
      agent().kept.copy?.schedules.some(({ id }) => id === schedule.id) === true;
    if (!(await during(COPIED_MAX_MS, isCopied)))
      return checker.problem(`agent ${schedule.agentId} got no copy of its schedules`);
    agent().clock.skewMs = randomSkew(random);
    await during(between(random, NOTED_MS, PERIOD_MS), () => false);
    await this.goAway(schedule.agentId);
    const backMs = time.nowMs;
    const isOver = (): boolean =>
      time.nowMs > backMs + BACK_MS + PERIOD_MS && agent().isSettled && this.isToldAll(schedule);
    if (await during(TOLD_MAX_MS, isOver)) this.check(schedule, backMs);
    else checker.problem(`after its absence agent ${schedule.agentId} does not tell what it did`);
  }

  private async goAway(agentId: string): Promise<void> {
    const { time, random, agent, controller } = this.deps;
    const awayMs = between(random, PERIODS_AWAY_MIN * PERIOD_MS, 1.5 * PERIOD_MS);
    this.deps.block(agentId, awayMs);
    if (random.float() < 0.5) time.after(randomInt(random, awayMs), () => this.kill(agent(agentId)));
    if (random.float() < 0.3)
      time.after(randomInt(random, awayMs), () => this.deps.killController(controller()));
    await this.deps.during(awayMs, () => {
      this.note(agent(agentId));
      return false;
    });
  }

  private kill(agent: AgentProcess): void {
    const { random } = this.deps;
    this.wasKilled = true;
    this.isTimeLost = random.float() < 0.3;
    const skewMs = this.isTimeLost ? randomSkew(random) : agent.clock.skewMs;
    this.deps.killAgent(agent, { awayMs: randomInt(random, PERIOD_MS), skewMs });
  }

  private note(agent: AgentProcess): void {
    const { nowMs } = this.deps.time;
    const isAlone = agent.isAlive && !agent.isUp;
    const last = this.alone.at(-1);
    const goesOn = last && this.current === agent && isAlone;
    if (goesOn) last.toMs = nowMs;
    else if (isAlone) this.alone.push({ fromMs: nowMs, toMs: nowMs });
    this.current = isAlone ? agent : undefined;
  }

  private history(schedule: ScheduleView): readonly FiringView[] {
    return this.deps.controller().schedules.as(ADMIN).firings({ id: schedule.id, site: '' });
  }

  private isToldAll(schedule: ScheduleView): boolean {
    const { controller } = this.deps;
    if (!controller().isAlive) return false;
    return this.history(schedule).every(({ state, jobState }) => state !== 'fired' || jobState !== undefined);
  }

  private check(schedule: ScheduleView, backMs: number): void {
    const { controller, checker, time } = this.deps;
    const history = new Map(this.history(schedule).map((firing) => [firing.id, firing]));
    const { clock } = controller();
    /** The clock of the controller is wrong, but did not jump meanwhile. */
    const offMs = clock.now() - Math.floor(time.nowMs);
    for (const nominalAt of nominalsBetween(schedule, schedule.createdAt, clock.now() - JITTER_MAX_MS)) {
      const id = firingId(schedule.id, nominalAt);
      const { state, reason, jobState } = history.get(id) ?? {};
      const began = checker.firings.attemptsOf(id);
      if (state === undefined) checker.problem(`nobody decided ${id}`);
      else if (
        state !== 'fired' &&
        !this.isTimeLost &&
        this.mustFire(nominalAt - offMs, schedule.jitterMs, backMs)
      )
        checker.problem(`${id} is ${state} (${reason}), and somebody was there to fire it`);
      // Its offer may have gone with the connection, and its time was over before the agent was back: then that is what people are told.
      const isToldUndone = jobState === 'failed' || jobState === 'expired' || jobState === 'lost';
      if (state === 'fired' && began === 0 && !isToldUndone)
        checker.problem(`${id} is fired, and nobody worked on it`);
      // What the end of the process broke off is tried again.
      if (began > (this.wasKilled ? 2 : 1)) checker.problem(`${id} ran ${began} times`);
    }
  }

  /** Somebody looked while it was the newest: its agent alone, the controller with the agent, or on its return. */
  private mustFire(atMs: number, jitterMs: number, backMs: number): boolean {
    const dueMs = atMs + jitterMs;
    const nextMs = atMs + PERIOD_MS;
    if (nextMs > backMs + BACK_MS) return true;
    const [first] = this.alone;
    if (!first || nextMs < first.fromMs) return true;
    return this.alone.some(({ fromMs, toMs }) => {
      if (dueMs <= first.fromMs) return false;
      const looksMs = Math.max(dueMs + 16_000, fromMs + ALONE_MS);
      return looksMs < toMs && looksMs < nextMs;
    });
  }
}

/** An hour ahead or behind at most. */
function randomSkew(random: Random): number {
  return randomInt(random, 2 * SKEW_MAX_MS + 1) - SKEW_MAX_MS;
}
