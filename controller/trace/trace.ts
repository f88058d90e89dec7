/**
 * The main job: find the port of a MAC address. What was collected only orders the search; the answer is weighed
 * from what the switches say now. One silent switch never spoils it.
 */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatRef,
  type Mac,
  type Principal,
  parseMac,
  type TargetResult,
  type TraceAnswer,
} from '../../shared/model/index.ts';
import type { Clock, Log } from '../../shared/runtime/index.ts';
import type { Inventory, Sight } from '../inventory/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { type Heard, hear } from './ask.ts';
import { best } from './best.ts';
import type { Question, Sighting } from './facts.ts';
import { FactsIndex, type KnownSwitch } from './facts-index.ts';
import { withFirstSeen } from './first-seen.ts';
import { locate } from './locate.ts';
import { searchOrder } from './order.ts';
import { type Asker, type OwnEnd, OwnJob } from './own-job.ts';
import { badField, nothingToAsk, placesOf, type SiteSwitches, skipped } from './places.ts';
import { remembered } from './remembered.ts';
import { shownAnswer, shownProgress } from './scope.ts';
import { type SearchRun, search } from './search.ts';

export interface TraceDeps {
  readonly inventory: Inventory;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly log: Log;
  /** `directed` (unless told): few switches first, and the others only while it is not certain; see `directed.ts`. */
  readonly search?: 'directed' | 'all';
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
  /** What is known does not order the search: all are asked. */
  readonly noCache?: boolean;
}

export interface TraceProgressEvent {
  readonly type: 'progress';
  readonly jobId: string;
  readonly current: number;
  readonly total: number;
  readonly switch: string;
  readonly status: string;
}

export type TraceEvent = TraceProgressEvent | { readonly type: 'answer'; readonly answer: TraceAnswer };

interface AnswerFacts {
  readonly mac: Mac;
  readonly jobId: string;
  readonly sites: readonly SiteQuestion[];
  readonly heard: Heard;
  readonly elapsedMs: number;
  readonly asked: number;
  readonly inPlace: number;
}

interface SiteQuestion extends SiteSwitches {
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
  /** The picture that questions are answered from. */
  readonly index: FactsIndex;

  constructor(deps: TraceDeps) {
    this.deps = deps;
    this.index = new FactsIndex(deps.inventory);
  }

  /** Errors before the first event: INVALID_INPUT, NOT_FOUND. Aborting the signal cancels the work at the switches. */
  async *trace(question: TraceQuestion, who: Asker): AsyncGenerator<TraceEvent> {
    const startedMs = this.deps.clock.monotonic();
    const mac = readMac(question.mac);
    requireTimeout(question.timeoutMs);
    await this.index.refresh(question.site);
    who.signal.throwIfAborted();
    const sight = this.deps.inventory.sight(who.principal);
    const sites = this.sitesOf(question, mac, sight);
    const inPlace = sites.reduce((sum, one) => sum + one.switches.length, 0);
    if (inPlace === 0) throw nothingToAsk(question);
    const timeoutMs = timeoutOf(question);
    const facts = { site: question.site, input: { mac }, timeoutMs, asker: who };
    const job = new OwnJob(this.deps.jobs, facts);
    const jobId = job.id;
    let end: OwnEnd = { event: 'fail' };
    let total = 0;
    try {
      const results: TargetResult[] = [];
      const { principal } = who;
      const asking = (count: number): unknown => (total += count);
      const run = { mac, jobId, principal, signal: job.signal, timeoutMs, startedMs, asking };
      const directed = this.isDirected(question, sites, sight);
      for await (const result of this.ask(sites, question, { ...run, directed })) {
        results.push(result);
        const current = results.length;
        const { name, status } = shownProgress(result, sight);
        this.deps.jobs.progressOwn(jobId, { current, total, ...progressOf(result) });
        yield { type: 'progress', jobId, switch: name, current, total, status };
      }
      await this.index.refresh(question.site);
      job.signal.throwIfAborted();
      const heard = hear(results, this.deps.clock.now());
      const answer = this.answer(question, {
        mac,
        jobId,
        sites,
        heard,
        ...{ asked: total, inPlace },
        elapsedMs: this.deps.clock.monotonic() - startedMs,
      });
      end = endOf(heard);
      const about = { sites: sites.map(({ site }) => site), isFloor: question.floor !== '' };
      const asked = { ...about, now: this.deps.clock.now() };
      yield { type: 'answer', answer: shownAnswer(answer, sight, asked) };
    } finally {
      job.close(end);
      this.deps.observe((this.deps.clock.monotonic() - startedMs) / 1000);
    }
  }

  private sitesOf(question: TraceQuestion, mac: Mac, sight: Sight): SiteQuestion[] {
    const { inventory } = this.deps;
    const places = placesOf({ inventory, index: this.index }, question, sight);
    const cached = remembered(inventory, { mac, site: question.site }, READER).filter(
      (sighting) => sight.switchView(sighting.switch) !== undefined,
    );
    return places.map((place) => {
      const here = cached.filter((sighting) => sighting.switch.site === place.site);
      return { ...place, switches: this.ordered(mac, place.site, place.switches, here), cached: here };
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

  private ask(
    sites: readonly SiteQuestion[],
    question: TraceQuestion,
    run: SearchRun,
  ): AsyncIterable<TargetResult> {
    const asked = question.cachedOnly
      ? []
      : sites.map((one) => ({ ...one, topology: this.index.topology(one.site) }));
    return search(this.deps, asked, run);
  }

  /**
   * Who sees a part of a site has all of theirs asked: which switches are on the way to a port, and that there is a way
   * at all, is not for them to know.
   */
  private isDirected(question: TraceQuestion, sites: readonly SiteQuestion[], sight: Sight): boolean {
    const { allHits, noCache = false, floor } = question;
    if (this.deps.search === 'all' || allHits || noCache || floor !== '') return false;
    return sites.every(({ site }) => sight.seesSite(site));
  }

  private answer(question: TraceQuestion, facts: AnswerFacts): TraceAnswer {
    const { mac, jobId, sites, heard, elapsedMs, asked, inPlace } = facts;
    const located = best(
      sites.map(({ site, cached }) =>
        locate(this.questionOf(mac, site, cached, heard), this.index.topology(site)),
      ),
    );
    const cachedCount = new Set(
      sites.flatMap((one) => one.cached.map((sighting) => formatRef(sighting.switch))),
    ).size;
    return {
      ...located,
      edges: withFirstSeen(this.deps.inventory, located, READER),
      rejected: question.allHits ? located.rejected : located.rejected.slice(0, REJECTED_SHOWN_MAX),
      deviceErrors: heard.errors,
      notAsked: question.cachedOnly ? [] : sites.flatMap(({ disabled }) => disabled.map(skipped)),
      totals: {
        ...{ asked, inPlace },
        answered: heard.answered.length,
        cached: question.cachedOnly ? cachedCount : 0,
        failed: heard.errors.length,
        elapsedMs,
      },
      jobId,
      searched: asked === 0 ? 'none' : asked < inPlace ? 'directed' : 'all',
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
}

export function timeoutOf({ timeoutMs }: Pick<TraceQuestion, 'timeoutMs'>): number {
  return timeoutMs > 0 ? timeoutMs : TIMEOUT_DEFAULT_MS;
}

/** Error: INVALID_INPUT. */
export function requireTimeout(timeoutMs: number): void {
  if (timeoutMs >= 0 && timeoutMs <= TIMEOUT_MAX_MS) return;
  const message = `must be 0 to ${TIMEOUT_MAX_MS}`;
  throw new WaysideError('INVALID_INPUT', `timeout_ms ${message}`, {
    violations: [{ field: 'timeout_ms', message }],
  });
}

/** As the job keeps it; who asks for the job later is shown what they may see of it. */
function progressOf({ name, error }: TargetResult): { target: string; status: string } {
  return { target: name, status: error ? `${error.code}: ${error.message}` : 'answered' };
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
