/**
 * From an IP address to the port: who knows its MAC address, then where that is. The switches that resolved it at their
 * last collect are asked first, then all that route. What they say now counts; what was said then, only when nobody
 * says anything now. Once somebody has said it, the silence of others holds nothing up: what they say while the address is
 * traced joins, and who has said nothing by then is told as silent.
 */
import {
  formatRef,
  type Mac,
  type Principal,
  parseIp,
  type RecordRef,
  type TargetResult,
  type TraceAnswer,
  type TraceIpAnswer,
  type TraceResolution,
} from '../../shared/model/index.ts';
import type { Sight } from '../inventory/index.ts';
import { askSite, hear, noAnswer } from './ask.ts';
import type { KnownSwitch } from './facts-index.ts';
import { mergeStreams } from './merge.ts';
import { type Asker, type OwnEnd, OwnJob } from './own-job.ts';
import { patiently } from './patience.ts';
import { badField, placesOf, type SiteSwitches } from './places.ts';
import {
  MACS_TRACED_MAX,
  macsOf,
  otherAddressesOf,
  type Resolved,
  rememberedResolutions,
  resolutionsIn,
  resolvedText,
  resolvesForOthers,
} from './resolution.ts';
import { shownIpAnswer, shownProgress } from './scope.ts';
import { PATIENCE_MS } from './search.ts';
import {
  requireTimeout,
  type TraceDeps,
  type TraceEvent,
  type TraceProgressEvent,
  type TraceQuestion,
  type Tracer,
  timeoutOf,
} from './trace.ts';

export interface TraceIpQuestion extends Omit<TraceQuestion, 'mac'> {
  readonly address: string;
}

export type TraceIpEvent = TraceProgressEvent | { readonly type: 'answer'; readonly answer: TraceIpAnswer };

/** What was collected is read whole; the answer is cut to what its asker may see. */
const READER: Principal = { type: 'system', name: 'trace' };
/** Shown of all that was said. */
const RESOLUTIONS_SHOWN_MAX = 50;
/** Of the time; the rest is for the trace. */
const RESOLVE_SHARE = 0.5;

interface Asking {
  readonly question: TraceIpQuestion;
  readonly address: string;
  readonly who: Asker;
  readonly sight: Sight;
  readonly job: OwnJob;
  readonly startedMs: number;
  readonly heard: Heard;
}

/** What was heard of those that were asked; grows while they answer. */
interface Heard {
  readonly live: Resolved[];
  readonly results: TargetResult[];
  readonly asked: Map<string, KnownSwitch>;
}

/** What switches may still say. */
type Late = AsyncGenerator<TargetResult> | undefined;

export class IpTracer {
  private readonly deps: TraceDeps;
  private readonly tracer: Tracer;

  constructor(deps: TraceDeps, tracer: Tracer) {
    this.deps = deps;
    this.tracer = tracer;
  }

  /** Errors before the first event: INVALID_INPUT, NOT_FOUND. Aborting the signal cancels the work at the switches. */
  async *trace(question: TraceIpQuestion, who: Asker): AsyncGenerator<TraceIpEvent> {
    const startedMs = this.deps.clock.monotonic();
    const address = parseIp(question.address);
    if (address === undefined)
      throw badField('address', `"${question.address.slice(0, 60)}" is not an IP address`);
    requireTimeout(question.timeoutMs);
    await this.tracer.index.refresh(question.site);
    who.signal.throwIfAborted();
    const sight = this.deps.inventory.sight(who.principal);
    const places = this.placesOf(question, sight);
    const { site } = question;
    const timeoutMs = timeoutOf(question);
    const job = new OwnJob(this.deps.jobs, { site, input: { address }, timeoutMs, asker: who });
    let end: OwnEnd = { event: 'fail' };
    try {
      const heard: Heard = { live: [], results: [], asked: new Map() };
      const asking = { question, address, who, sight, job, startedMs, heard };
      const isFrank = places.every((place) => sight.seesSite(place.site));
      const resolving = this.resolve(places, asking);
      const late = isFrank ? yield* resolving : await untold(resolving);
      job.signal.throwIfAborted();
      if (late) void this.join(late, asking);
      const traces: TraceAnswer[] = [];
      for await (const event of this.traceAll(places, asking)) {
        if (event.type === 'answer') traces.push(event.answer);
        else if (isFrank) yield event;
      }
      const results = [...heard.results, ...this.silent(asking)];
      const { errors } = hear(results, this.deps.clock.now());
      const resolutions = this.told(asking, places);
      end = errors.length === 0 ? { event: 'succeed' } : { event: 'partly', error: errors[0]?.error };
      const now = this.deps.clock.now();
      const summary = resolvedText(address, resolutions, { now, failed: errors.length });
      const answer = {
        ...{ address, summary, traces, deviceErrors: errors, asked: results.length },
        resolutions: resolutions.slice(0, RESOLUTIONS_SHOWN_MAX),
        verdict: verdictOf(traces, errors.length),
      };
      yield { type: 'answer', answer: shownIpAnswer(answer, sight, placeNames(places)) };
    } finally {
      job.close(end);
    }
  }

  /** Switches of the whole site, on whatever floor the address may be. Errors: INVALID_INPUT, NOT_FOUND. */
  private placesOf(question: TraceIpQuestion, sight: Sight): readonly SiteSwitches[] {
    const deps = { inventory: this.deps.inventory, index: this.tracer.index };
    // For its errors alone.
    placesOf(deps, question, sight);
    return placesOf(deps, { site: question.site, floor: '' }, sight);
  }

  /** First those that knew it, then, while nobody says anything, all that route; returns what may still be said. */
  private async *resolve(
    places: readonly SiteSwitches[],
    asking: Asking,
  ): AsyncGenerator<TraceProgressEvent, Late> {
    const { heard, question } = asking;
    if (question.cachedOnly) return undefined;
    let late: Late;
    for (const pick of [this.knowers(asking), this.routers()]) {
      const parts = places.map(({ site, switches }) => {
        const more = pick(site, switches).filter(({ source }) => !heard.asked.has(formatRef(source.ref)));
        return { site, switches: more };
      });
      for (const { switches } of parts)
        for (const one of switches) heard.asked.set(formatRef(one.source.ref), one);
      const streams = [...(late ? [late] : []), this.ask(parts, asking)];
      late = yield* this.hearing(mergeStreams(streams), asking, () => false);
      if (heard.live.length > 0) return late;
    }
    // Nobody has said anything in a usual time: whoever is the first now.
    while (late && heard.live.length === 0)
      late = yield* this.hearing(late, asking, () => heard.live.length > 0);
    return late;
  }

  private async *hearing(
    stream: AsyncGenerator<TargetResult>,
    asking: Asking,
    isEnough: () => boolean,
  ): AsyncGenerator<TraceProgressEvent, Late> {
    const { heard } = asking;
    const note = (result: TargetResult): unknown => this.note(result, asking);
    const part = patiently(stream, { clock: this.deps.clock, ms: PATIENCE_MS, note, isEnough });
    try {
      for (;;) {
        const item = await part.next();
        if (item.done) return item.value;
        yield progressOf(item.value, asking, { current: heard.results.length, total: heard.asked.size });
      }
    } finally {
      void part.return(undefined);
    }
  }

  private note(result: TargetResult, { heard, address }: Asking): void {
    heard.results.push(result);
    heard.live.push(...resolutionsIn(result, address, this.deps.clock.now()));
  }

  /** Until the job ends, or all have answered. */
  private async join(late: AsyncGenerator<TargetResult>, asking: Asking): Promise<void> {
    for await (const result of late) this.note(result, asking);
  }

  /** Those that were asked and have not answered by now. */
  private silent({ heard, startedMs }: Asking): readonly TargetResult[] {
    const heardOf = new Set(heard.results.map(({ source }) => formatRef(source)));
    const { code, message } = noAnswer(this.deps.clock.monotonic() - startedMs);
    return [...heard.asked].flatMap(([key, { source }]) => {
      if (heardOf.has(key)) return [];
      const error = { code, message, hint: undefined };
      return [{ source: source.ref, name: String(source.fields['name']), error, data: null, timingsMs: {} }];
    });
  }

  /** One after the other, also those of which it is only said meanwhile. */
  private async *traceAll(places: readonly SiteSwitches[], asking: Asking): AsyncGenerator<TraceEvent> {
    const { question, who, job, startedMs } = asking;
    const { address: _, ...rest } = question;
    const traced = new Set<Mac>();
    while (traced.size < MACS_TRACED_MAX) {
      const mac = macsOf(this.told(asking, places)).find((one) => !traced.has(one));
      if (mac === undefined) return;
      traced.add(mac);
      const passedMs = this.deps.clock.monotonic() - startedMs;
      const timeoutMs = Math.max(1, Math.ceil(timeoutOf(question) - passedMs));
      const asker = { principal: who.principal, signal: job.signal, parentId: job.id };
      yield* this.tracer.trace({ ...rest, mac, timeoutMs }, asker);
    }
  }

  private knowers({ question, address }: Asking): PickSwitches {
    if (question.noCache) return () => [];
    const { site } = question;
    const known = rememberedResolutions(this.deps.inventory, { address, site }, READER);
    const keys = new Set(known.map((one) => formatRef(one.switch)));
    return (_site, switches) => switches.filter(({ record }) => keys.has(formatRef(record.ref)));
  }

  /** Where no switch is known to route, all are asked: each knows at least what it speaks with. */
  private routers(): PickSwitches {
    const { index } = this.tracer;
    return (site, switches) => {
      const views = index.topology(site).switches;
      const routers = switches.filter(
        ({ record, source }) =>
          views.get(formatRef(record.ref))?.gatewayRank === 2 ||
          resolvesForOthers(this.deps.inventory, source.ref, READER),
      );
      return routers.length > 0 ? routers : switches;
    };
  }

  private ask(
    parts: readonly { readonly site: string; readonly switches: readonly KnownSwitch[] }[],
    { question, address, who, job, startedMs }: Asking,
  ): AsyncGenerator<TargetResult> {
    const { jobs, clock } = this.deps;
    const wholeMs = timeoutOf(question) * RESOLVE_SHARE;
    const timeoutMs = Math.max(1, Math.ceil(wholeMs - (clock.monotonic() - startedMs)));
    // What an agent remembers is not what the switch says now.
    const asked = { kind: 'resolve', subject: address, noCache: true } as const;
    const rest = { asked, timeoutMs, parentId: job.id, principal: who.principal, signal: job.signal };
    return mergeStreams(
      parts
        .filter(({ switches }) => switches.length > 0)
        .map((part) => askSite({ jobs, clock }, { ...part, ...rest })),
    );
  }

  /** What is said now, or else what was said at the last collects, with names. */
  private told(
    { question, address, heard: { live } }: Asking,
    places: readonly SiteSwitches[],
  ): readonly TraceResolution[] {
    const { inventory } = this.deps;
    const { site } = question;
    const names = new Map(
      places.flatMap(({ switches, disabled }) =>
        [...switches, ...disabled].map(
          ({ record: { ref, fields } }) => [formatRef(ref), String(fields['name'] ?? ref.id)] as const,
        ),
      ),
    );
    const isOf = ({ switch: ref }: { readonly switch: RecordRef }): boolean => names.has(formatRef(ref));
    const known = question.noCache
      ? []
      : rememberedResolutions(inventory, { address, site }, READER).filter(isOf);
    const said = live.length > 0 ? live : known;
    const others = new Map(
      [...new Set(said.map(({ mac }) => mac))].map((mac) => {
        return [mac, otherAddressesOf(inventory, { mac, address, site }, READER)] as const;
      }),
    );
    return said.map((one) => ({
      ...one,
      switchName: names.get(formatRef(one.switch)) ?? one.switch.id,
      otherAddresses: others.get(one.mac) ?? 0,
    }));
  }
}

type PickSwitches = (site: string, switches: readonly KnownSwitch[]) => readonly KnownSwitch[];

function placeNames(places: readonly SiteSwitches[]): readonly string[] {
  return places.map(({ site }) => site);
}

/** Who sees a part of a site is not told which switches route, nor that any of them knew the address. */
async function untold<T, R>(stream: AsyncGenerator<T, R>): Promise<R> {
  for (;;) {
    const item = await stream.next();
    if (item.done) return item.value;
  }
}

function progressOf(
  result: TargetResult,
  { sight, job }: Asking,
  counts: { readonly current: number; readonly total: number },
): TraceProgressEvent {
  const { name, status } = shownProgress(result, sight);
  return { type: 'progress', jobId: job.id, switch: name, status, ...counts };
}

/** The stronger the lower. */
const RANK = { found: 0, several: 1, 'not-an-endpoint': 2, 'not-all-answered': 3, 'not-found': 4 } as const;

function verdictOf(traces: readonly TraceAnswer[], failed: number): TraceAnswer['verdict'] {
  const [best] = traces.map(({ verdict }) => verdict).toSorted((a, b) => RANK[a] - RANK[b]);
  return best ?? (failed > 0 ? 'not-all-answered' : 'not-found');
}
