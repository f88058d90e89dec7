/** From a name to the port: what bears it, and, when that is one device, where it is. Several are listed, never guessed. */
import type { RecordRef, TraceAnswer, TraceNameAnswer, TraceNamed } from '../../shared/model/index.ts';
import type { Sight } from '../inventory/index.ts';
import { type HeardPlace, heardEdge, heardPlaces, heardText } from './heard.ts';
import { devicesOf, type NameSource, pictureNames } from './names.ts';
import type { Asker } from './own-job.ts';
import { badField, placesOf } from './places.ts';
import {
  requireTimeout,
  type TraceDeps,
  type TraceProgressEvent,
  type TraceQuestion,
  type Tracer,
} from './trace.ts';
import type { IpTracer } from './trace-ip.ts';

export interface TraceNameQuestion extends Omit<TraceQuestion, 'mac'> {
  readonly name: string;
}

export type TraceNameEvent =
  | TraceProgressEvent
  | { readonly type: 'answer'; readonly answer: TraceNameAnswer };

export interface NameTracerRooms {
  readonly tracer: Tracer;
  readonly ipTracer: IpTracer;
  /** Names beside those of the picture. */
  readonly sources?: readonly NameSource[];
}

const NAME_CHARS_MAX = 255;
/** Listed of one name. */
const MATCHES_MAX = 50;
/** Named in the one sentence. */
const PLACES_SHOWN_MAX = 5;

type Found = Omit<TraceNameAnswer, 'name' | 'matches'>;

export class NameTracer {
  private readonly deps: TraceDeps;
  private readonly rooms: NameTracerRooms;

  constructor(deps: TraceDeps, rooms: NameTracerRooms) {
    this.deps = deps;
    this.rooms = rooms;
  }

  /** Errors before the first event: INVALID_INPUT, NOT_FOUND. Aborting the signal cancels the work at the switches. */
  async *trace(question: TraceNameQuestion, who: Asker): AsyncGenerator<TraceNameEvent> {
    const name = question.name.trim();
    if (name === '' || name.length > NAME_CHARS_MAX)
      throw badField('name', `must be 1 to ${NAME_CHARS_MAX} characters`);
    requireTimeout(question.timeoutMs);
    const { index } = this.rooms.tracer;
    await index.refresh(question.site);
    who.signal.throwIfAborted();
    const sight = this.deps.inventory.sight(who.principal);
    const places = placesOf({ inventory: this.deps.inventory, index }, question, sight);
    const sources = [
      ...places.map(({ site }) => pictureNames(index.topology(site))),
      ...(this.rooms.sources ?? []),
    ];
    const asked = {
      name,
      mayUse: (ref: RecordRef) => usable(sight, ref),
      seenAt: (ref: RecordRef) => this.deps.inventory.lastCompleteAt(ref) ?? this.deps.clock.now(),
    };
    const matches = sources.flatMap((source) => source.find(asked)).map((one) => shown(one, sight));
    const found = yield* this.find(question, { name, matches, sight }, who);
    yield { type: 'answer', answer: { name, matches: matches.slice(0, MATCHES_MAX), ...found } };
  }

  private async *find(
    question: TraceNameQuestion,
    {
      name,
      matches,
      sight,
    }: { readonly name: string; readonly matches: readonly TraceNamed[]; readonly sight: Sight },
    who: Asker,
  ): AsyncGenerator<TraceProgressEvent, Found> {
    const { tracer, ipTracer } = this.rooms;
    const { name: _, ...rest } = question;
    const nothing = { verdict: undefined, trace: undefined, resolved: undefined };
    const [device, ...others] = devicesOf(matches);
    if (device === undefined)
      return { ...nothing, verdict: 'not-found', summary: `Nothing that is known has the name "${name}".` };
    if (others.length > 0) {
      const all = [device, ...others].flatMap(([first]) => first ?? []);
      return { ...nothing, summary: severalText(name, all) };
    }
    const [first] = device;
    const places = heardPlaces(device, {
      now: this.deps.clock.now(),
      topologyOf: (site) => tracer.index.topology(site),
    });
    const mac = device.find((one) => one.mac !== undefined)?.mac;
    const address = device.find((one) => one.address !== undefined)?.address;
    const summary = first === undefined ? '' : `"${name}" is ${whatOf(first)}`;
    if (mac !== undefined) {
      for await (const event of tracer.trace({ ...rest, mac }, who)) {
        if (event.type === 'progress') yield event;
        else if (isNowhere(event.answer) && places.length > 0)
          return { ...nothing, ...heardFound(name, places), trace: heardAnswer(event.answer, places, sight) };
        else
          return {
            ...nothing,
            verdict: event.answer.verdict,
            trace: event.answer,
            summary: `${summary}, ${mac}.`,
          };
      }
    } else if (address !== undefined) {
      for await (const event of ipTracer.trace({ ...rest, address }, who)) {
        if (event.type === 'progress') yield event;
        else if (event.answer.traces.every(isNowhere) && places.length > 0)
          return { ...nothing, ...heardFound(name, places), resolved: event.answer };
        else
          return {
            ...nothing,
            verdict: event.answer.verdict,
            resolved: event.answer,
            summary: `${summary}, ${address}.`,
          };
      }
    }
    if (places.length > 0) return { ...nothing, ...heardFound(name, places) };
    const why = 'it tells no address by which it could be traced';
    return { ...nothing, verdict: 'not-found', summary: `${summary}; ${why}.` };
  }
}

/** Nothing that could be a place. */
function isNowhere({ verdict, edges }: TraceAnswer): boolean {
  return edges.length === 0 && (verdict === 'not-found' || verdict === 'not-all-answered');
}

function heardFound(name: string, places: readonly HeardPlace[]): Pick<Found, 'verdict' | 'summary'> {
  const texts = places.slice(0, PLACES_SHOWN_MAX).map(heardText);
  const more = places.length - texts.length;
  const all = texts.join(', and ') + (more > 0 ? `, and ${more} more` : '');
  return { verdict: places.length === 1 ? 'found' : 'several', summary: `"${name}" is ${all}.` };
}

function heardAnswer(answer: TraceAnswer, places: readonly HeardPlace[], sight: Sight): TraceAnswer {
  const texts = places.slice(0, PLACES_SHOWN_MAX).map(heardText);
  const summary = `${answer.mac} is in no table; it is ${texts.join(', and ')}.`;
  return {
    ...answer,
    ...{
      verdict: places.length === 1 ? 'found' : 'several',
      edges: places.map((place) => heardEdge(place, sight)),
      summary,
    },
  };
}

/** Neighbours and names of switches are not of the port view. */
function usable(sight: Sight, ref: RecordRef): boolean {
  const view = sight.switchView(ref);
  return view === 'network' || view === 'full';
}

/** How a switch is reached is for the full view alone. */
function shown(one: TraceNamed, sight: Sight): TraceNamed {
  const hides = one.source === 'switch' && sight.switchView(one.switch) !== 'full';
  return hides ? { ...one, address: undefined } : one;
}

function whatOf({ source, switchName, port }: TraceNamed): string {
  return source === 'switch' ? 'a switch of the inventory' : `heard on ${switchName} ${port ?? ''}`.trim();
}

function severalText(name: string, devices: readonly TraceNamed[]): string {
  const places = devices
    .slice(0, PLACES_SHOWN_MAX)
    .map((one) => `${one.mac ?? one.address ?? one.name} (${whatOf(one)})`);
  const more = devices.length - places.length;
  const list = places.join(', ') + (more > 0 ? ` and ${more} more` : '');
  return `${devices.length} devices have the name "${name}": ${list}; trace one of them by its address.`;
}
