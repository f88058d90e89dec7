/** What the jobs under way hold: places at agents and sites, and sources. No limit is ever exceeded by what is offered. */
import { formatRef } from '../../shared/model/index.ts';
import { kindTable } from './kinds.ts';
import type { Job } from './repository.ts';

export interface JobLimits {
  /** Jobs that one agent holds at once. */
  readonly perAgent: number;
  /** Jobs under way at one site, over all of its agents. */
  readonly perSite: number;
  /** Jobs under way that read one source whole. */
  readonly perSource: number;
}

export class Ledger {
  private readonly limits: JobLimits;
  private readonly jobSlotsOf: (agentId: string) => number | undefined;
  /** What each job holds. */
  private readonly held = new Map<string, readonly string[]>();
  private readonly counts = new Map<string, number>();

  /** `jobSlotsOf`: jobs that the agent takes at once, as far as it tells. */
  constructor(limits: JobLimits, jobSlotsOf: (agentId: string) => number | undefined = () => undefined) {
    this.limits = limits;
    this.jobSlotsOf = jobSlotsOf;
  }

  loadOf(agentId: string): number {
    return this.count(agentKey(agentId));
  }

  hasRoom(agentId: string): boolean {
    const { perAgent } = this.limits;
    return this.loadOf(agentId) < Math.min(perAgent, this.jobSlotsOf(agentId) ?? perAgent);
  }

  /** What is taken, so that the job cannot be offered to anyone until it is free again. */
  obstacle(job: Job): string | undefined {
    const { perSite, perSource } = this.limits;
    const site = siteKey(job);
    if (this.count(site) >= perSite) return site;
    return sourceKeys(job).find((key) => this.count(key) >= perSource);
  }

  /** The job is at that agent now. */
  take(job: Job, agentId: string): void {
    this.release(job.id);
    const keys = [agentKey(agentId), siteKey(job), ...sourceKeys(job)];
    this.held.set(job.id, keys);
    for (const key of keys) this.counts.set(key, this.count(key) + 1);
  }

  /** Gives back what it held; returns what that is, for whoever waits for it. */
  release(jobId: string): readonly string[] {
    const keys = this.held.get(jobId) ?? [];
    this.held.delete(jobId);
    for (const key of keys) {
      const count = this.count(key) - 1;
      if (count > 0) this.counts.set(key, count);
      else this.counts.delete(key);
    }
    return keys;
  }

  /** What the one held the other one holds. */
  pass(jobId: string, toJobId: string): void {
    const keys = this.held.get(jobId);
    this.held.delete(jobId);
    if (keys) this.held.set(toJobId, keys);
  }

  private count(key: string): number {
    return this.counts.get(key) ?? 0;
  }
}

function agentKey(agentId: string): string {
  return `agent ${agentId}`;
}

function siteKey({ site }: Job): string {
  return `site ${site}`;
}

function sourceKeys({ kind, targets }: Job): string[] {
  if (!kindTable[kind].holdsSources) return [];
  return targets.map(({ source }) => `source ${formatRef(source)}`);
}
