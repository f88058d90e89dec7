/** From what is asked to a job that can be queued. Nothing is written here. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import {
  type JobKind,
  type JobPlan,
  type JobRank,
  type JsonObject,
  type PlanEvidence,
  type Principal,
  principalName,
  type StepView,
} from '../../shared/model/index.ts';
import { newId } from '../../shared/runtime/index.ts';
import { askedInput } from './asked.ts';
import type { DispatcherDeps } from './deps.ts';
import { kindTable, planOf, usualPlan } from './kinds.ts';
import type { Job } from './repository.ts';
import type { SubmitRequest } from './request.ts';
import { PART_TARGETS_MIN, spread } from './spread.ts';
import { checkSteps, planned } from './steps.ts';
import { resolveTargets, TARGETS_MAX } from './targets.ts';

/** Of a job that its agent began alone and whose targets are not known here any more. */
const ADOPTED_MAX_MS = 600_000;
/** Named in one request. */
const SITES_MAX = 1000;

export class JobMaker {
  private readonly deps: Pick<DispatcherDeps, 'inventory' | 'hub' | 'clock' | 'random' | 'settings' | 'log'>;

  constructor(deps: JobMaker['deps']) {
    this.deps = deps;
  }

  /** The job, behind it those that do it: one for each site, and of a large site one for each agent. Errors: as of `prepare`. */
  prepareAll(request: SubmitRequest, principal: Principal): readonly [Job, ...Job[]] {
    const whole = this.bySite(request, principal);
    const parts = request.firing ? whole : whole.flatMap((job) => this.byAgent(job));
    const [first] = parts;
    if (!first) throw badField('targets', 'name targets or a site');
    if (parts.length === 1) return [first];
    const { kind, mac, input, plan, rank, createdBy: by } = first;
    const targets = parts.flatMap((part) => part.targets);
    if (targets.length > TARGETS_MAX)
      throw badField('sites', `${targets.length} targets are more than ${TARGETS_MAX} in one job`);
    const sites = new Set(parts.map(({ site }) => site));
    const parent = this.make({
      ...{ kind, mac, input, plan, rank, by, targets, site: sites.size === 1 ? first.site : '', driver: '' },
      ...{ parentId: request.parentId, firing: request.firing },
    });
    parent.state = 'running';
    parent.startedAt = parent.createdAt;
    return [parent, ...parts.map((part) => ({ ...part, parentId: parent.id }))];
  }

  private bySite(request: SubmitRequest, principal: Principal): readonly Job[] {
    // One agent does all steps in their order, so it refuses those of several sites.
    if (request.kind === 'apply') return [this.prepare(request, principal)];
    const asked = partsOf(request);
    const [only, ...others] = asked;
    if (only && others.length === 0) return [this.prepare({ ...request, ...only }, principal)];
    const problems = new Map<string, FieldViolation>();
    const jobs = asked.flatMap(({ places, ...part }) => {
      try {
        return [this.prepare({ ...request, ...part }, principal)];
      } catch (error) {
        const { code, violations } = WaysideError.from(error);
        if (code !== 'INVALID_INPUT') throw error;
        for (const one of violations.map((violation) => inWhole(violation, places)))
          problems.set(`${one.field} ${one.message}`, one);
        return [];
      }
    });
    if (problems.size > 0) throw refusal([...problems.values()]);
    return jobs;
  }

  /** By who read them last; else as it is, unless there are enough for several agents. */
  private byAgent(job: Job): readonly Job[] {
    const { hub, inventory } = this.deps;
    const { kind, driver, site, targets } = job;
    if (kindTable[kind].writes || targets.length < 2) return [job];
    const agentIds = hub.capable(site, `${driver}.${kind}`);
    if (agentIds.length < 2) return [job];
    const readers = inventory.readerOf(
      site,
      targets.map(({ source }) => source.id),
    );
    // One command for each target is soon done by one agent.
    const partMin = kind === 'collect' ? PART_TARGETS_MIN : Number.POSITIVE_INFINITY;
    const parts = spread(targets, agentIds, ({ source }) => readers.get(source.id), partMin);
    if (parts.length === 1) return [job];
    return parts.map((part) => this.make({ ...job, by: job.createdBy, targets: part }));
  }

  /** Errors: INVALID_INPUT, NOT_FOUND, FORBIDDEN. */
  prepare(request: SubmitRequest, principal: Principal): Job {
    const { kind, parentId } = request;
    // The targets of a child were chosen by its parent, within what the asker of that one may see.
    const asker: Principal = parentId === undefined ? principal : { type: 'system', name: 'jobs' };
    const { resolved, problems } = resolveTargets(this.deps.inventory, request, asker);
    const input = askedInput(request, problems);
    const mac = typeof input['mac'] === 'string' ? input['mac'] : undefined;
    const { leaseMs, collectMs } = this.deps.settings;
    const wish = { startTimeoutMs: 0, closeTimeoutMs: 0, attempts: 0, ...request };
    const plan = planOf(kind, wish, { leaseMs, collectMs, problems });
    if (resolved) checkSteps(request, resolved.targets, problems);
    if (!resolved || problems.length > 0) throw refusal(problems);
    const { site, driver, targets } = resolved;
    return this.make({
      ...{ kind, site, driver, mac, targets, input, plan, parentId },
      ...(request.steps && { steps: planned(request.steps) }),
      ...(request.evidence && { evidence: request.evidence }),
      chosenId: request.id,
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
    chosenId?: string | undefined;
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
    steps?: StepView[];
    evidence?: PlanEvidence;
    firing?: SubmitRequest['firing'];
  }): Job {
    const { by, firing, chosenId, ...rest } = facts;
    const now = this.deps.clock.now();
    return {
      ...rest,
      id: firing?.id ?? chosenId ?? newId(this.deps.clock, this.deps.random),
      onlyAgent: firing?.agentId,
      origin: kindTable[facts.kind].writes ? this.deps.inventory.origin : undefined,
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

/** What is asked of one site. */
interface Part extends Pick<SubmitRequest, 'targets' | 'site'> {
  /** Of its targets, in the whole request. */
  readonly places: readonly number[];
}

function partsOf({ targets, site, sites = [] }: SubmitRequest): readonly Part[] {
  if (targets.length === 0) {
    const all = [...new Set([site, ...sites])].filter((name) => name !== '');
    if (all.length > SITES_MAX) throw badField('sites', `must be at most ${SITES_MAX}`);
    return all.length === 0
      ? [{ targets, site, places: [] }]
      : all.map((one) => ({ targets, site: one, places: [] }));
  }
  // Too many are refused as a whole.
  const all = targets.length > TARGETS_MAX ? [''] : [...new Set(targets.map((target) => target.site))];
  if (all.length === 1) return [{ targets, site, places: [] }];
  return all.map((one) => {
    const places = targets.flatMap((target, i) => (target.site === one ? [i] : []));
    return { targets: places.flatMap((i) => targets[i] ?? []), site, places };
  });
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
