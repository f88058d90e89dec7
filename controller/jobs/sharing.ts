/**
 * Equal readings that are asked for while one is on its way are done once. Who asked first leads: it waits, is offered
 * and is what the agent hears of. The others follow: each has its own row, shows what the leader has, and ends with it.
 * Cancelling one takes that one out and nothing else; when the leader goes, the next one has the attempt in its place. An
 * agent knows the work by the id of the job that it began with, whoever leads by now.
 */
import { hashId, isTerminal, jobRanks, type TargetResult } from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import { isPassing, kindTable, mayRetry } from './kinds.ts';
import type { JobLines } from './lines.ts';
import type { Job, JobMoving, JobRepository } from './repository.ts';
import type { JobWatchers } from './watchers.ts';

/** A reading that was handed to an agent longer ago is older than the question: who asks then gets one of its own. */
export const SHARE_BEGUN_MAX_MS = 1000;
/** Jobs that one work serves; with more, another one is begun. */
export const SHARERS_MAX = 100;

export interface SharingDeps {
  readonly clock: Clock;
  readonly repository: JobRepository;
  readonly lines: JobLines;
  readonly watchers: JobWatchers;
}

interface Group {
  /** Equal for equal questions; `undefined`: nobody may join. */
  readonly key: string | undefined;
  /** Who leads comes first. */
  jobs: readonly Job[];
  offeredAt: number | undefined;
}

export class Sharing {
  private readonly deps: SharingDeps;
  /** By work. */
  private readonly groups = new Map<string, Group>();
  /** By question: the newest work for it. */
  private readonly works = new Map<string, string>();
  /** Jobs that follow. */
  following = 0;
  /** Targets since the start: asked for, and given to agents. */
  readonly targets: { asked: number; given: number } = { asked: 0, given: 0 };

  constructor(deps: SharingDeps) {
    this.deps = deps;
  }

  /** The job with whose work that one can be served. */
  find(asked: Job): Job | undefined {
    const key = questionOf(asked);
    const group = this.groups.get(this.works.get(key ?? '') ?? '');
    const lead = group?.jobs[0];
    return lead && group.jobs.length < SHARERS_MAX && this.isOpen(lead, asked, group.offeredAt)
      ? lead
      : undefined;
  }

  /** The job as it is to be written when it follows that one. */
  behind(lead: Job, job: Job): Job {
    return { ...job, shares: workOf(lead), ...mirrored(lead, job) };
  }

  /** A job that has not ended. It follows when there is one that shares its work, and leads otherwise. */
  add(job: Job): void {
    const work = workOf(job);
    const group = this.groups.get(work);
    if (group) {
      group.jobs = [...group.jobs, job];
      this.following += 1;
      this.deps.lines.add(job, `shares the work of job ${work}`);
      const [lead] = group.jobs;
      if (lead) this.show(lead, job);
      return;
    }
    const key = questionOf(job);
    this.groups.set(work, { key, jobs: [job], offeredAt: undefined });
    if (key !== undefined) this.works.set(key, work);
  }

  /** Who leads the work that the agent calls so. */
  lead(work: string): Job | undefined {
    return this.groups.get(work)?.jobs[0];
  }

  leadOf(job: Job): Job {
    return this.lead(workOf(job)) ?? job;
  }

  isFollower(job: Job): boolean {
    return this.leadOf(job).id !== job.id;
  }

  /** Those that the work of the job serves too. */
  followers(job: Job): readonly Job[] {
    const jobs = this.groups.get(workOf(job))?.jobs ?? [];
    return jobs[0]?.id === job.id ? jobs.slice(1) : [];
  }

  /** Followers that wait. */
  get waiting(): number {
    const groups = [...this.groups.values()].filter(({ jobs }) => jobs[0]?.state === 'queued');
    return groups.reduce((sum, { jobs }) => sum + jobs.length - 1, 0);
  }

  /** The job has nothing to do with the work any more; who leads it now, if that changed. */
  leave(job: Job): Job | undefined {
    const work = workOf(job);
    const group = this.groups.get(work);
    if (!group?.jobs.some(({ id }) => id === job.id)) return undefined;
    const wasLead = group.jobs[0]?.id === job.id;
    group.jobs = group.jobs.filter(({ id }) => id !== job.id);
    const [next] = group.jobs;
    if (next) this.following -= 1;
    else this.drop(work, group);
    // Its own from now on; the results are written with its next move.
    if (next && wasLead) Object.assign(next, { results: new Map(job.results), savedResults: 0 });
    return wasLead ? next : undefined;
  }

  /** What it left for could not be written: it is where it was. `next` led meanwhile. */
  rejoin(job: Job, next: Job | undefined): void {
    const group = this.groups.get(workOf(job));
    if (!group) return this.add(job);
    group.jobs = next ? [job, ...group.jobs] : [...group.jobs, job];
    this.following += 1;
    const lead = next ? job : group.jobs[0];
    for (const one of group.jobs.slice(1)) if (lead) this.show(lead, one);
  }

  /** The job has ended: those that ended with it, and who leads those that go on. */
  close(job: Job): { readonly ended: readonly Job[]; readonly next: Job | undefined } {
    const ended = this.followers(job).filter((one) => !outlasts(one, job));
    for (const one of ended) this.leave(one);
    const next = this.leave(job);
    if (next) Object.assign(next, { results: new Map() });
    return { ended, next };
  }

  /** Within the transaction that moves the leader: the rows of those that follow it. */
  write(next: Job, fresh: readonly TargetResult[], line: string): void {
    const { repository, lines } = this.deps;
    for (const one of this.followers(next)) {
      if (outlasts(one, next)) continue;
      const row = { ...one, ...mirrored(next, one) };
      repository.save(row);
      lines.save(row, line);
      if (isTerminal(next.state)) repository.saveResults(row, fresh);
    }
  }

  /** That move is durable. */
  written(lead: Job, line: string): void {
    const group = this.groups.get(workOf(lead));
    if (group && lead.state === 'offered') {
      group.offeredAt = this.deps.clock.now();
      this.targets.given += lead.targets.length;
    }
    for (const one of this.followers(lead)) {
      if (outlasts(one, lead)) continue;
      this.deps.lines.saved({ ...one, attempt: lead.attempt }, line);
      this.show(lead, one);
    }
  }

  /** The agent told of its way. */
  told(lead: Job): void {
    const { status, target } = lead.progress;
    for (const one of this.followers(lead)) {
      this.deps.lines.add(one, status, target);
      this.show(lead, one);
    }
  }

  private show(lead: Job, one: Job): void {
    Object.assign(one, mirrored(lead, one));
    this.deps.watchers.changed(one.id);
  }

  private drop(work: string, { key }: Group): void {
    this.groups.delete(work);
    if (key !== undefined && this.works.get(key) === work) this.works.delete(key);
  }

  private isOpen(lead: Job, asked: Job, offeredAt = Number.NEGATIVE_INFINITY): boolean {
    // What a person asks for does not wait behind what schedules began.
    if (lead.state === 'queued') return jobRanks.indexOf(lead.rank) <= jobRanks.indexOf(asked.rank);
    if (this.deps.clock.now() - offeredAt > SHARE_BEGUN_MAX_MS) return false;
    return lead.state === 'offered' || (lead.state === 'running' && lead.kind !== 'collect');
  }
}

/** The time of the leader is over, and that one still has some: it goes on by itself. */
function outlasts(follower: Job, lead: Job): boolean {
  const { state, endedAt = Number.NEGATIVE_INFINITY } = lead;
  if (!isTerminal(state) || state === 'succeeded' || state === 'partly') return false;
  if (state === 'expired') return startBy(follower) > endedAt;
  return (
    (endedAt >= lead.deadlineAt || hadNoTime(lead)) &&
    follower.deadlineAt > Math.max(endedAt, lead.deadlineAt)
  );
}

/** It would have been tried again, and was not, for the next try would have begun too late. */
function hadNoTime(lead: Job): boolean {
  return lead.error !== undefined && (mayRetry(lead, lead.error.code) || isPassing(lead.error.code));
}

function startBy({ createdAt, deadlineAt, plan, attempt }: Job): number {
  return attempt === 0 ? Math.min(deadlineAt, createdAt + plan.timers.toStartMs) : deadlineAt;
}

/** The id under which agents know the work of the job. */
export function workOf({ id, shares }: Pick<Job, 'id' | 'shares'>): string {
  return shares ?? id;
}

/** What a follower has of its leader. It cannot have begun before it was asked for. */
function mirrored(lead: Job, { createdAt }: Job): JobMoving {
  const { state, agentId, attempt, startedAt, endedAt, progress, error, readyAt, results } = lead;
  return {
    ...{ state, agentId, attempt, endedAt, progress, error, readyAt, results, savedResults: 0 },
    startedAt: startedAt === undefined ? undefined : Math.max(startedAt, createdAt),
  };
}

/** `undefined`: nobody else may be served with it. */
function questionOf(job: Job): string | undefined {
  const { kind, driver, site, mac = '', input, targets, plan, onlyAgent } = job;
  if (onlyAgent !== undefined || driver === '' || kindTable[kind].writes) return undefined;
  const all = targets.map((target) => JSON.stringify(target)).sort();
  return hashId(kind, driver, site, mac, JSON.stringify(input), JSON.stringify(plan), ...all);
}
