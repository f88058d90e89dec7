/**
 * The main job: find the port of a MAC address. What was collected only orders the search; the answer is weighed
 * from what the switches say now. One silent switch never spoils it.
 */
import { WaysideError } from '../../shared/errors.ts';
import {
  type Failure,
  formatRef,
  type Mac,
  type Principal,
  parseMac,
  principalName,
  type TargetResult,
  type TraceAnswer,
  type TraceSkipped,
} from '../../shared/model/index.ts';
import type { Clock, Log } from '../../shared/runtime/index.ts';
import type { Inventory, Sight } from '../inventory/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { askSite, type Heard, hear } from './ask.ts';
import { best } from './best.ts';
import type { Question, Sighting } from './facts.ts';
import { FactsIndex, type KnownSwitch } from './facts-index.ts';
import { locate } from './locate.ts';
import { mergeStreams } from './merge.ts';
import { searchOrder } from './order.ts';
import { remembered } from './remembered.ts';
import { shownAnswer, shownProgress } from './scope.ts';

export interface TraceDeps {
  readonly inventory: Inventory;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly log: Log;
  /** Seconds that a trace took, for the metrics. */
  readonly observe: (seconds: number) => void;
}

export interface TraceQuestion {
  readonly mac: string;
  readonly site: string;
  /** Id or name; needs `site`. */
  readonly floor: string;
  readonly cachedOnly: boolean;
  readonly allHits: boolean;
  /** 0: the default. */
  readonly timeoutMs: number;
}

export type TraceEvent =
  | {
      readonly type: 'progress';
      readonly jobId: string;
      readonly current: number;
      readonly total: number;
      readonly switch: string;
      readonly status: string;
    }
  | { readonly type: 'answer'; readonly answer: TraceAnswer };

interface SiteQuestion {
  readonly site: string;
  readonly switches: readonly KnownSwitch[];
  /** Of the same place; no job reads them. */
  readonly disabled: readonly KnownSwitch[];
  readonly cached: readonly Sighting[];
}

const TIMEOUT_DEFAULT_MS = 60_000;
/** As of the jobs that it makes. */
const TIMEOUT_MAX_MS = 86_400_000;
/** What was collected is read whole; the answer is cut to what its asker may see. */
const READER: Principal = { type: 'system', name: 'trace' };
/** Rejected sightings shown when not all were asked for. */
const REJECTED_SHOWN_MAX = 20;

export class Tracer {
  private readonly deps: TraceDeps;
  private readonly index: FactsIndex;

  constructor(deps: TraceDeps) {
    this.deps = deps;
    this.index = new FactsIndex(deps.inventory);
  }

  /** Errors before the first event: INVALID_INPUT, NOT_FOUND. Aborting the signal cancels the work at the switches. */
  async *trace(
    question: TraceQuestion,
    who: { principal: Principal; signal: AbortSignal },
  ): AsyncGenerator<TraceEvent> {
    const startedMs = this.deps.clock.monotonic();
    const mac = readMac(question.mac);
    requireTimeout(question.timeoutMs);
    await this.index.refresh(question.site);
    who.signal.throwIfAborted();
    const sight = this.deps.inventory.sight(who.principal);
    const sites = this.sitesOf(question, mac, sight);
    const total = sites.reduce((sum, one) => sum + one.switches.length, 0);
    if (total === 0) throw nothingToAsk(question);
    const stop = new AbortController();
    const onAbort = (): void => stop.abort(new WaysideError('CANCELLED', 'the trace was cancelled'));
    who.signal.addEventListener('abort', onAbort, { once: true });
    const [by, timeoutMs] = [principalName(who.principal), this.timeoutOf(question)];
    const facts = { site: question.site, input: { mac }, by, timeoutMs };
    const jobId = this.deps.jobs.startOwn('trace', facts, onAbort);
    let end: OwnEnd = { event: 'fail' };
    try {
      const results: TargetResult[] = [];
      for await (const result of this.ask(sites, question, {
        mac,
        jobId,
        principal: who.principal,
        signal: stop.signal,
      })) {
        results.push(result);
        const current = results.length;
        const { name, status } = shownProgress(result, sight);
        this.deps.jobs.progressOwn(jobId, { current, total, ...progressOf(result) });
        yield { type: 'progress', jobId, switch: name, current, total, status };
      }
      await this.index.refresh(question.site);
      stop.signal.throwIfAborted();
      const heard = hear(results, this.deps.clock.now());
      const answer = this.answer(question, {
        mac,
        jobId,
        sites,
        heard,
        elapsedMs: this.deps.clock.monotonic() - startedMs,
      });
      end = endOf(heard);
      const asked = { sites: sites.map(({ site }) => site), now: this.deps.clock.now() };
      yield { type: 'answer', answer: shownAnswer(answer, sight, asked) };
    } catch (error) {
      if (stop.signal.aborted) end = { event: 'cancelled' };
      throw error;
    } finally {
      who.signal.removeEventListener('abort', onAbort);
      stop.abort();
      this.deps.jobs.endOwn(jobId, end.event, end.error);
      this.deps.observe((this.deps.clock.monotonic() - startedMs) / 1000);
    }
  }

  /** Only switches that the asker may see are asked. */
  private sitesOf(question: TraceQuestion, mac: Mac, sight: Sight): SiteQuestion[] {
    const { principal } = sight;
    const floor = this.floorOf(question, principal);
    if (question.site !== '') {
      this.deps.inventory.get({ site: question.site, kind: 'site', id: question.site }, principal);
    }
    const cached = remembered(this.deps.inventory, { mac, site: question.site }, READER).filter(
      (sighting) => sight.switchView(sighting.switch) !== undefined,
    );
    const names = question.site === '' ? this.index.siteNames() : [question.site];
    return names.flatMap((site) => {
      const all = this.index.switches(site).filter(({ record }) => {
        if (!sight.switchView(record.ref)) return false;
        return floor === undefined || record.fields['floor'] === floor;
      });
      const [known, disabled] = [all.filter(isEnabled), all.filter((one) => !isEnabled(one))];
      const here = cached.filter((sighting) => sighting.switch.site === site);
      const switches = this.ordered(mac, site, known, here);
      return all.length > 0 ? [{ site, switches, disabled, cached: here }] : [];
    });
  }

  private ordered(
    mac: Mac,
    site: string,
    known: readonly KnownSwitch[],
    cached: readonly Sighting[],
  ): KnownSwitch[] {
    const byRef = new Map(known.map((one) => [formatRef(one.record.ref), one]));
    const refs = known.map((one) => one.record.ref);
    const question = { mac, now: this.deps.clock.now(), sightings: cached };
    return searchOrder(refs, question, this.index.topology(site)).flatMap(
      (ref) => byRef.get(formatRef(ref)) ?? [],
    );
  }

  private floorOf(question: TraceQuestion, principal: Principal): string | undefined {
    const { floor, site } = question;
    if (floor === '') return undefined;
    if (site === '') throw badField('floor', 'needs a site as well');
    const byId = [...this.deps.inventory.all('floor', site, {}, principal)].find(
      (record) => record.ref.id === floor,
    );
    return formatRef((byId ?? this.deps.inventory.find('floor', floor, site, principal)).ref);
  }

  private ask(
    sites: readonly SiteQuestion[],
    question: TraceQuestion,
    run: { mac: Mac; jobId: string; principal: Principal; signal: AbortSignal },
  ): AsyncIterable<TargetResult> {
    if (question.cachedOnly) return mergeStreams([]);
    const deps = { jobs: this.deps.jobs, nowMs: () => this.deps.clock.now() };
    const timeoutMs = this.timeoutOf(question);
    const asked = sites.filter(({ switches }) => switches.length > 0);
    return mergeStreams(
      asked.map(({ site, switches }) =>
        askSite(deps, { ...run, site, switches, timeoutMs, parentId: run.jobId }),
      ),
    );
  }

  private answer(
    question: TraceQuestion,
    facts: { mac: Mac; jobId: string; sites: readonly SiteQuestion[]; heard: Heard; elapsedMs: number },
  ): TraceAnswer {
    const { mac, jobId, sites, heard, elapsedMs } = facts;
    const located = best(
      sites.map(({ site, cached }) =>
        locate(this.questionOf(mac, site, cached, heard), this.index.topology(site)),
      ),
    );
    const asked = question.cachedOnly ? 0 : sites.reduce((sum, one) => sum + one.switches.length, 0);
    const cachedCount = new Set(
      sites.flatMap((one) => one.cached.map((sighting) => formatRef(sighting.switch))),
    ).size;
    return {
      ...located,
      rejected: question.allHits ? located.rejected : located.rejected.slice(0, REJECTED_SHOWN_MAX),
      deviceErrors: heard.errors,
      notAsked: question.cachedOnly ? [] : sites.flatMap(({ disabled }) => disabled.map(skipped)),
      totals: {
        asked,
        answered: heard.answered.length,
        cached: question.cachedOnly ? cachedCount : 0,
        failed: heard.errors.length,
        elapsedMs,
      },
      jobId,
    };
  }

  private questionOf(mac: Mac, site: string, cached: readonly Sighting[], heard: Heard): Question {
    const here = (one: { readonly site: string }): boolean => one.site === site;
    return {
      mac,
      now: this.deps.clock.now(),
      sightings: [...heard.sightings.filter((sighting) => here(sighting.switch)), ...cached],
      answered: heard.answered.filter(here),
      failed: heard.errors.map((error) => error.switch).filter(here),
    };
  }

  private timeoutOf(question: TraceQuestion): number {
    return question.timeoutMs > 0 ? question.timeoutMs : TIMEOUT_DEFAULT_MS;
  }
}

function requireTimeout(timeoutMs: number): void {
  if (timeoutMs >= 0 && timeoutMs <= TIMEOUT_MAX_MS) return;
  const message = `must be 0 to ${TIMEOUT_MAX_MS}`;
  throw new WaysideError('INVALID_INPUT', `timeout_ms ${message}`, {
    violations: [{ field: 'timeout_ms', message }],
  });
}

function isEnabled({ source }: KnownSwitch): boolean {
  return source.fields['enabled'] !== false;
}

function skipped({ record }: KnownSwitch): TraceSkipped {
  const { ref, fields } = record;
  return { switch: ref, switchName: String(fields['name'] ?? ref.id), reason: 'disabled' };
}

/** As the job keeps it; who asks for the job later is shown what they may see of it. */
function progressOf({ name, error }: TargetResult): { target: string; status: string } {
  return { target: name, status: error ? `${error.code}: ${error.message}` : 'answered' };
}

interface OwnEnd {
  readonly event: 'succeed' | 'partly' | 'cancelled' | 'fail';
  readonly error?: Failure | undefined;
}

/** As the end of any job: by how many targets answered. */
function endOf({ answered, errors }: Heard): OwnEnd {
  if (errors.length === 0) return { event: 'succeed' };
  return { event: answered.length > 0 ? 'partly' : 'fail', error: errors[0]?.error };
}

function readMac(text: string): Mac {
  const mac = parseMac(text);
  if (mac) return mac;
  throw badField(
    'mac',
    `"${text.slice(0, 60)}" is not a MAC address; give twelve hex digits in any spelling`,
  );
}

function nothingToAsk(question: TraceQuestion): WaysideError {
  const place =
    question.site === ''
      ? 'any site'
      : `site ${question.site}${question.floor ? `, floor ${question.floor}` : ''}`;
  return new WaysideError('NOT_FOUND', `there is no enabled switch at ${place}`, {
    hint: 'Add switches: wayside switch import FILE, or wayside switch add NAME --site … --address …',
  });
}

function badField(field: string, message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `${field} ${message}`, { violations: [{ field, message }] });
}
