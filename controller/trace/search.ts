/**
 * Asks the switches of several sites, few or all of them. In a directed search the sites that remember the address come
 * first; where one of them is certain of it, the sites that know nothing of it are not asked.
 */
import { formatRef, type Mac, type Principal, type TargetResult } from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { askSite, hear } from './ask.ts';
import { nextMove } from './directed.ts';
import type { Question, Sighting } from './facts.ts';
import type { KnownSwitch } from './facts-index.ts';
import { mergeStreams } from './merge.ts';
import { patiently } from './patience.ts';
import type { Topology } from './topology.ts';

export interface SearchDeps {
  readonly jobs: Jobs;
  readonly clock: Clock;
}

export interface SiteSearch {
  readonly site: string;
  /** In the order in which they are to be asked when all are. */
  readonly switches: readonly KnownSwitch[];
  readonly cached: readonly Sighting[];
  readonly topology: Topology;
}

export interface SearchRun {
  readonly mac: Mac;
  readonly jobId: string;
  /** For all that is asked. */
  readonly timeoutMs: number;
  /** When it began, on the monotonic clock. */
  readonly startedMs: number;
  readonly principal: Principal;
  readonly signal: AbortSignal;
  /** False: all of them are asked at once. */
  readonly directed: boolean;
  /** So many more switches are asked from now on. */
  readonly asking: (count: number) => unknown;
}

/** When the few that were asked are not through by then, the others are asked beside them. */
export const PATIENCE_MS = 3000;

/** Yields each switch as it ends. Throws only why its signal was aborted. */
export async function* search(
  deps: SearchDeps,
  sites: readonly SiteSearch[],
  run: SearchRun,
): AsyncGenerator<TargetResult> {
  const asked = sites.filter(({ switches }) => switches.length > 0);
  if (!run.directed) return yield* mergeStreams(asked.map((one) => askRest(deps, one, run, new Set())));
  const known = asked.filter(({ cached }) => cached.length > 0);
  const certain = new Set<string>();
  const sure = (site: string): unknown => certain.add(site);
  yield* mergeStreams(known.map((one) => searchSite(deps, one, { ...run, sure })));
  if (certain.size > 0) return;
  const others = asked.filter((one) => !known.includes(one));
  yield* mergeStreams(others.map((one) => searchSite(deps, one, { ...run, sure })));
}

async function* searchSite(
  deps: SearchDeps,
  one: SiteSearch,
  run: SearchRun & { readonly sure: (site: string) => unknown },
): AsyncGenerator<TargetResult> {
  const byKey = new Map(one.switches.map((known) => [formatRef(known.record.ref), known]));
  const mayAsk = new Set(byKey.keys());
  const results: TargetResult[] = [];
  const asked = new Set<string>();
  let late: AsyncGenerator<TargetResult> | undefined;
  while (late === undefined) {
    run.signal.throwIfAborted();
    const move = nextMove(questionOf(one, run.mac, { results, now: deps.clock.now() }), one.topology, mayAsk);
    if (move.type === 'certain') return void run.sure(one.site);
    if (move.type === 'rest') break;
    const wanted = move.switches.flatMap((ref) => byKey.get(formatRef(ref)) ?? []);
    const switches = wanted.filter(({ source }) => !asked.has(source.ref.id));
    // Each turn asks somebody new, so there are no more turns than switches.
    if (switches.length === 0) break;
    for (const { source } of switches) asked.add(source.ref.id);
    const stream = askThem(deps, { ...one, switches }, run);
    late = yield* patiently(stream, {
      clock: deps.clock,
      ms: PATIENCE_MS,
      note: (item) => results.push(item),
    });
  }
  yield* mergeStreams([...(late ? [late] : []), askRest(deps, one, run, asked)]);
}

/** Those that were not asked yet. */
function askRest(
  deps: SearchDeps,
  one: SiteSearch,
  run: SearchRun,
  asked: ReadonlySet<string>,
): AsyncGenerator<TargetResult> {
  const switches = one.switches.filter(({ source }) => !asked.has(source.ref.id));
  return askThem(deps, { ...one, switches }, run);
}

async function* askThem(
  deps: SearchDeps,
  { site, switches }: Pick<SiteSearch, 'site' | 'switches'>,
  { mac, jobId, principal, signal, asking, ...times }: SearchRun,
): AsyncGenerator<TargetResult> {
  if (switches.length === 0) return;
  asking(switches.length);
  const timeoutMs = timeLeft(times, deps.clock.monotonic());
  yield* askSite(deps, {
    ...{ site, switches, timeoutMs, principal, signal },
    asked: { kind: 'lookup', mac },
    parentId: jobId,
  });
}

/** Up to the next step, for equal questions of the same moment are one work only when they have the same time. */
const TIME_STEP_MS = 250;

function timeLeft(
  { timeoutMs, startedMs }: Pick<SearchRun, 'timeoutMs' | 'startedMs'>,
  nowMs: number,
): number {
  const steps = Math.ceil((timeoutMs - (nowMs - startedMs)) / TIME_STEP_MS);
  return Math.min(timeoutMs, Math.max(1, steps) * TIME_STEP_MS);
}

function questionOf(
  { cached }: SiteSearch,
  mac: Mac,
  { results, now }: { readonly results: readonly TargetResult[]; readonly now: number },
): Question {
  const { sightings, answered, errors } = hear(results, now);
  const failed = errors.map((error) => error.switch);
  return { mac, now, sightings: [...sightings, ...cached], answered, failed };
}
