/**
 * Plans as one principal sees them. A plan is in view for who made it, and for who sees all of its sites; its steps are cut to
 * what the principal may see of the things that they are about.
 */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatPageToken,
  type JsonObject,
  type PlanStep,
  type PlanView,
  pageSize,
  parsePageToken,
  principalName,
  type ReasonCount,
  type RunStep,
  type RunStepState,
} from '../../shared/model/index.ts';
import { nextTurn } from '../../shared/runtime/index.ts';
import type { Sight } from '../inventory/index.ts';
import type { DeskDeps } from './desk-deps.ts';
import type { StoredPlan } from './port.ts';
import { wantKey } from './readiness.ts';
import { STEPS_READ_MAX, type StepFilter, stateAt } from './repository.ts';
import { shortId } from './standing.ts';
import { errorBytes, MESSAGE_STEPS_BYTES_MAX, stepBytes } from './step-size.ts';
import { placeOf, StepSight } from './step-view.ts';

export interface ShownStep {
  readonly step: PlanStep;
  /** `undefined`: the plan was never applied. */
  readonly run: RunStep | undefined;
}

export interface StepsQuestion extends StepFilter {
  readonly id: string;
  readonly pageSize: number;
  readonly pageToken: string;
  /** Of its run; empty: all. */
  readonly states: readonly RunStepState[];
}

/** Digits that a beginning of an id must have. */
export const PREFIX_DIGITS_MIN = 4;
const WHOLE_ID = /^[0-9a-f]{64}$/;
const PREFIX = /^[0-9a-f]{1,64}$/;
/** Plans of one beginning that are looked at. */
const PREFIX_LOOK_MAX = 100;
/** Plans read at once when all are looked at. */
const EACH_ROWS = 100;
/** Steps looked at in one turn of the event loop, and for one page; the page is then short, and its token goes on. */
const WINDOW_STEPS = 5000;
const PAGE_WINDOWS_MAX = 20;
/** Steps in one message of an export. */
const EXPORT_STEPS = 500;

export class PlanDesk {
  private readonly deps: DeskDeps;
  private readonly sight: Sight;
  private readonly steps: StepSight;

  constructor(deps: DeskDeps, sight: Sight) {
    this.deps = deps;
    this.sight = sight;
    this.steps = new StepSight(sight, deps.live);
  }

  /** By id or its beginning. Errors: NOT_FOUND, in the same words for one that is out of view, AMBIGUOUS_NAME. */
  find(id: string): StoredPlan {
    const { repository } = this.deps;
    if (WHOLE_ID.test(id)) {
      const plan = repository.find(id);
      if (plan && this.isInView(plan)) return plan;
      throw unknownPlan(id);
    }
    if (!PREFIX.test(id) || id.length < PREFIX_DIGITS_MIN)
      throw badId(`must be the id of a plan, or its first ${PREFIX_DIGITS_MIN} digits or more`);
    const found = repository.starting(id, PREFIX_LOOK_MAX).filter((plan) => this.isInView(plan));
    const [first, second] = found;
    if (!first) throw unknownPlan(id);
    if (!second) return first;
    const names = found.slice(0, 3).map((plan) => shortId(plan.id));
    throw new WaysideError('AMBIGUOUS_NAME', `the ids of ${found.length} plans begin with ${id}`, {
      hint: `Give more digits, such as ${names.join(' or ')}`,
    });
  }

  /** By the whole id, which is what is signed. Errors: INVALID_INPUT, NOT_FOUND. */
  findWhole(id: string): StoredPlan {
    if (WHOLE_ID.test(id)) return this.find(id);
    throw badId('must be the whole id of a plan, 64 hexadecimal digits: it is what is signed');
  }

  get(id: string): PlanView {
    return this.view(this.find(id));
  }

  /** Newest first; `undefined` for one that was looked at and is out of view. */
  *each(): Generator<PlanView | undefined> {
    let from: number | undefined = Number.MAX_SAFE_INTEGER;
    while (from !== undefined) {
      const page: ReturnType<DeskDeps['repository']['list']> = this.deps.repository.list(from, EACH_ROWS);
      for (const plan of page.plans) yield this.isInView(plan) ? this.view(plan) : undefined;
      from = page.last;
    }
  }

  /** A plan that the principal was shown, or made. */
  view(plan: StoredPlan): PlanView {
    const { repository, settings, clock, executors } = this.deps;
    const isAgreed = settings.approval === 'unsigned' && wantKey(plan, executors).length === 0;
    const { no: _, sites, root: __, ...shown } = plan;
    const { summary } = plan;
    return {
      ...shown,
      summary: { ...summary, reasons: summary.reasons.map((reason) => this.reason(reason, sites)) },
      state: stateAt(plan, clock.now()),
      approvals: repository.approvals(plan),
      approval: isAgreed ? 'unsigned' : 'signed',
      fourEyes: settings.fourEyes,
    };
  }

  /** Errors: NOT_FOUND, AMBIGUOUS_NAME, INVALID_TOKEN_FORMAT. */
  async listSteps(
    question: StepsQuestion,
    signal: AbortSignal,
  ): Promise<{ readonly steps: readonly ShownStep[]; readonly nextPageToken: string }> {
    const plan = this.find(question.id);
    const size = pageSize(question.pageSize);
    const asked = this.askedOf(plan, question);
    let after = question.pageToken === '' ? 0 : Number(parsePageToken(question.pageToken, asked)[0]);
    const steps: ShownStep[] = [];
    let bytes = 0;
    for (let windows = 0; after < plan.steps && windows < PAGE_WINDOWS_MAX; windows += 1) {
      if (windows > 0) await nextTurn();
      signal.throwIfAborted();
      const until = after + WINDOW_STEPS;
      const limit = Math.min(STEPS_READ_MAX, size + 1);
      const rows = this.deps.repository.steps(plan, { after, limit, until }, question);
      for (const shown of this.shown(plan, rows, question.states)) {
        bytes += stepBytes(shown.step) + errorBytes(shown.run);
        if (steps.length === size || (steps.length > 0 && bytes > MESSAGE_STEPS_BYTES_MAX))
          return { steps, nextPageToken: formatPageToken(asked, [after]) };
        steps.push(shown);
        after = shown.step.no;
      }
      after = rows.length < limit ? until : Math.max(after, rows.at(-1)?.no ?? until);
    }
    return { steps, nextPageToken: after < plan.steps ? formatPageToken(asked, [after]) : '' };
  }

  /**
   * The whole plan, in pieces. Errors: NOT_FOUND, AMBIGUOUS_NAME, FORBIDDEN when the principal may not see all of it: what is
   * left out would make it another plan.
   */
  async *export(
    id: string,
    signal: AbortSignal,
  ): AsyncGenerator<{ readonly plan?: PlanView; readonly steps: readonly PlanStep[] }> {
    const plan = this.find(id);
    const view = this.view(plan);
    if (JSON.stringify(view.summary) !== JSON.stringify(plan.summary)) throw this.notWhole(plan);
    yield { plan: view, steps: [] };
    let steps: PlanStep[] = [];
    let bytes = 0;
    for (let after = 0; after < plan.steps; ) {
      await nextTurn();
      signal.throwIfAborted();
      const rows = this.deps.repository.steps(plan, { after, limit: EXPORT_STEPS });
      if (rows.length === 0) throw unknownPlan(id);
      for (const step of rows) {
        if (!this.steps.see(step)?.whole) throw this.notWhole(plan);
        bytes += stepBytes(step);
        if (steps.length === EXPORT_STEPS || (steps.length > 0 && bytes > MESSAGE_STEPS_BYTES_MAX)) {
          yield { steps };
          steps = [];
          bytes = stepBytes(step);
        }
        steps.push(step);
        after = step.no;
      }
    }
    if (steps.length > 0) yield { steps };
  }

  private shown(
    plan: StoredPlan,
    rows: readonly PlanStep[],
    states: readonly RunStepState[],
  ): readonly ShownStep[] {
    const nos = rows.map(({ no }) => no);
    const runs = plan.changeSet === '' ? new Map<number, RunStep>() : this.deps.runs.steps(plan, nos);
    return rows.flatMap((row) => {
      const run = runs.get(row.no);
      if (states.length > 0 && !(run && states.includes(run.state))) return [];
      const seen = this.steps.see(row);
      return seen ? [{ step: seen.step, run: run && this.steps.seeRun(row, run) }] : [];
    });
  }

  private askedOf(plan: StoredPlan, question: StepsQuestion): JsonObject {
    const { actions, standings, store, kind, states } = question;
    const who = principalName(this.sight.principal);
    return { plan: plan.id, who, actions, standings, store, kind, states };
  }

  private isInView({ madeBy, sites }: StoredPlan): boolean {
    if (this.sight.everything || madeBy === principalName(this.sight.principal)) return true;
    // One without steps is about nothing in particular.
    const all = sites.length === 0 ? [''] : sites;
    return all.every((site) => this.sight.seesSite(placeOf(site).site));
  }

  /** The words of the first of these steps, which may be of any of the sites. */
  private reason(reason: ReasonCount, sites: readonly string[]): ReasonCount {
    if (this.sight.everything || reason.message === '') return reason;
    const places = sites.map((site) => placeOf(site).site);
    if (places.every((site) => this.sight.siteView(site) === 'full')) return reason;
    if (!places.every((site) => this.sight.seesSite(site))) return { ...reason, message: '' };
    const message = sites.reduce((text, site) => this.steps.words(site, text), reason.message);
    return { ...reason, message };
  }

  private notWhole({ id }: StoredPlan): WaysideError {
    const who = principalName(this.sight.principal);
    return new WaysideError('FORBIDDEN', `${who} may not see all of plan ${shortId(id)}`, {
      hint: `Without what is hidden it would be another plan; what may be seen: wayside plan show ${shortId(id)}`,
    });
  }
}

function badId(message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `id ${message}`, { violations: [{ field: 'id', message }] });
}

export function unknownPlan(id: string): WaysideError {
  const name = WHOLE_ID.test(id) ? shortId(id) : id;
  return new WaysideError('NOT_FOUND', `there is no plan ${name}`, {
    hint: 'wayside plan ls lists them; a plan is known to the controller that made it alone',
  });
}
