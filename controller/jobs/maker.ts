/** From what is asked to a job that can be queued. Nothing is written here. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import {
  type JobKind,
  type JobPlan,
  type JobRank,
  type JsonObject,
  type Principal,
  parseMac,
  principalName,
} from '../../shared/model/index.ts';
import { newId } from '../../shared/runtime/index.ts';
import type { DispatcherDeps } from './dispatcher.ts';
import { planOf, usualPlan } from './kinds.ts';
import type { Job } from './repository.ts';
import type { SubmitRequest } from './request.ts';
import { resolveTargets, TARGETS_MAX } from './targets.ts';

/** Of a job that its agent began alone and whose targets are not known here any more. */
const ADOPTED_MAX_MS = 600_000;

export class JobMaker {
  private readonly deps: Pick<DispatcherDeps, 'inventory' | 'clock' | 'random' | 'settings' | 'log'>;

  constructor(deps: JobMaker['deps']) {
    this.deps = deps;
  }

  /** The job, behind it one for each site when its targets are of several. Errors: as of `prepare`. */
  prepareAll(request: SubmitRequest, principal: Principal): readonly [Job, ...Job[]] {
    const sites = [...new Set(request.targets.map(({ site }) => site))];
    if (sites.length <= 1 || request.targets.length > TARGETS_MAX) return [this.prepare(request, principal)];
    const problems = new Map<string, FieldViolation>();
    const parts = sites.flatMap((site) => {
      const places = request.targets.flatMap((target, i) => (target.site === site ? [i] : []));
      const targets = places.flatMap((i) => request.targets[i] ?? []);
      try {
        return [this.prepare({ ...request, targets }, principal)];
      } catch (error) {
        const { code, violations } = WaysideError.from(error);
        if (code !== 'INVALID_INPUT') throw error;
        for (const one of violations.map((violation) => inWhole(violation, places)))
          problems.set(`${one.field} ${one.message}`, one);
        return [];
      }
    });
    const [first] = parts;
    if (problems.size > 0 || !first) throw refusal([...problems.values()]);
    const { kind, mac, input, plan, rank, createdBy: by } = first;
    const targets = parts.flatMap((part) => part.targets);
    const parent = this.make({
      ...{ kind, mac, input, plan, rank, by, targets, site: '', driver: '' },
      ...{ parentId: request.parentId, firing: request.firing },
    });
    parent.state = 'running';
    parent.startedAt = parent.createdAt;
    return [parent, ...parts.map((part) => ({ ...part, parentId: parent.id }))];
  }

  /** Errors: INVALID_INPUT, NOT_FOUND, FORBIDDEN. */
  prepare(request: SubmitRequest, principal: Principal): Job {
    const { kind, parentId } = request;
    const mac = kind === 'lookup' ? parseMac(request.mac) : undefined;
    // The targets of a child were chosen by its parent, within what the asker of that one may see.
    const asker: Principal = parentId === undefined ? principal : { type: 'system', name: 'jobs' };
    const { resolved, problems } = resolveTargets(this.deps.inventory, request, asker);
    if (kind === 'lookup' && !mac)
      problems.push({ field: 'mac', message: `"${request.mac.slice(0, 60)}" is not a MAC address` });
    const { leaseMs, collectMs } = this.deps.settings;
    const wish = { startTimeoutMs: 0, closeTimeoutMs: 0, attempts: 0, ...request };
    const plan = planOf(kind, wish, { leaseMs, collectMs, problems });
    if (!resolved || problems.length > 0) throw refusal(problems);
    const { site, driver, targets } = resolved;
    const input: JsonObject = mac ? { mac } : {};
    return this.make({
      ...{ kind, site, driver, mac, targets, input, plan, parentId },
      rank: request.rank ?? 'person',
      firing: request.firing,
      by: principalName(principal),
    });
  }

  /** What was there to do may be gone meanwhile: its end is told all the same. */
  adopted(request: SubmitRequest, by: string): Job {
    const asker: Principal = { type: 'system', name: by };
    try {
      return this.prepare(request, asker);
    } catch (error) {
      this.deps.log.warn('job.adopted-without-targets', { job: request.firing?.id, error });
      const { kind, site, timeoutMs, firing } = request;
      const plan = usualPlan(kind, timeoutMs || ADOPTED_MAX_MS);
      const nothing = { driver: '', mac: undefined, targets: [], input: {}, plan } as const;
      return this.make({ kind, site, ...nothing, rank: 'schedule', firing, by: principalName(asker) });
    }
  }

  make(facts: {
    kind: JobKind;
    site: string;
    driver: string;
    mac: string | undefined;
    targets: Job['targets'];
    input: JsonObject;
    by: string;
    plan: JobPlan;
    rank: JobRank;
    parentId?: string | undefined;
    firing?: SubmitRequest['firing'];
  }): Job {
    const { by, firing, ...rest } = facts;
    const now = this.deps.clock.now();
    return {
      ...rest,
      id: firing?.id ?? newId(this.deps.clock, this.deps.random),
      onlyAgent: firing?.agentId,
      parentId: facts.parentId,
      createdBy: by,
      createdAt: now,
      deadlineAt: now + facts.plan.timers.overallMs,
      readyAt: undefined,
      state: 'queued',
      agentId: undefined,
      attempt: 0,
      startedAt: undefined,
      endedAt: undefined,
      progress: { current: 0, total: facts.targets.length, target: '', status: 'queued' },
      error: undefined,
      results: new Map(),
      savedResults: 0,
    };
  }
}

/** `targets[0]` of a part of the request, as it stands in the whole one. */
function inWhole({ field, message }: FieldViolation, places: readonly number[]): FieldViolation {
  const at = /^targets\[(\d+)\]$/.exec(field)?.[1];
  return { field: at === undefined ? field : `targets[${places[Number(at)]}]`, message };
}

/** All of them; the first ones in words. */
export function refusal(violations: readonly FieldViolation[]): WaysideError {
  const words = violations.slice(0, 3).map(({ field, message }) => `${field}: ${message}`);
  const more = violations.length > words.length ? ['…'] : [];
  return new WaysideError('INVALID_INPUT', [...words, ...more].join('; '), { violations });
}

export function badField(field: string, message: string): WaysideError {
  return refusal([{ field, message }]);
}
