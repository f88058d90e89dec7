/** Things read from the API: a switch joined with its source and the name of its floor. */

import { formatRef, type Json, type JsonObject, type RecordView } from '../../../shared/model/index.ts';
import type { Api } from '../api.ts';
import type { Shell } from '../shell.ts';
import { stateOf } from './columns.ts';
import type { Noun, Thing } from './noun.ts';
import { findRecord, type Held, listRecords, nameOf, textField } from './records.ts';

export interface ThingList {
  readonly things: readonly Thing[];
  readonly more: boolean;
}

export async function listThings(
  shell: Shell,
  noun: Noun,
  wish: {
    readonly site?: string | undefined;
    readonly limit?: number | undefined;
    readonly match?: Readonly<Record<string, string>>;
    readonly filter?: string;
    readonly orderBy?: string;
    readonly atMs?: number | undefined;
  },
): Promise<ThingList> {
  const { site, atMs } = wish;
  const main = await listRecords(shell, { kind: noun.kind, ...wish });
  const inOrder = (wish.orderBy ?? '') === '' ? byName : (things: readonly Thing[]) => things;
  if (noun.kind === 'source') {
    const switches = await listRecords(shell, { kind: 'switch', site, atMs });
    return { things: inOrder(main.records.map(sourceJoiner(switches.records))), more: main.more };
  }
  if (noun.kind !== 'switch') return { things: inOrder(main.records.map(alone)), more: main.more };
  const sources = await listRecords(shell, { kind: 'source', site, atMs });
  const floors = await listRecords(shell, { kind: 'floor', site, atMs });
  const join = joiner(sources.records, floors.records);
  return { things: inOrder(main.records.map(join)), more: main.more };
}

/** By site, then by name as people count: sw2 before sw10. The API orders by id. */
function byName(things: readonly Thing[]): readonly Thing[] {
  const order = new Intl.Collator('en', { numeric: true });
  const key = ({ view }: Thing): string => `${view.ref.site} ${textField(view, 'name')}`;
  return things.toSorted((a, b) => order.compare(key(a), key(b)));
}

/** One thing by the name that people type. */
export async function findThing(
  shell: Shell,
  noun: Noun,
  wanted: {
    readonly name: string;
    readonly site?: string | undefined;
    readonly atMs?: number | undefined;
  },
): Promise<Thing> {
  const main = await findRecord(shell, { kind: noun.kind, ...wanted });
  if (noun.kind !== 'switch' && noun.kind !== 'source') return alone(main);
  const { site, id } = main.view.ref;
  const { atMs } = wanted;
  if (noun.kind === 'source') {
    const device = await ifAny(findRecord(shell, { kind: 'switch', name: `${site}/switch/${id}`, atMs }));
    return sourceJoiner(device ? [device] : [])(main);
  }
  const floorRef = textField(main.view, 'floor');
  const source = await ifAny(findRecord(shell, { kind: 'source', name: `${site}/source/${id}`, atMs }));
  const floor =
    floorRef === '' ? undefined : await ifAny(findRecord(shell, { kind: 'floor', name: floorRef, atMs }));
  return joiner(source ? [source] : [], floor ? [floor] : [])(main);
}

async function ifAny<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

export function alone({ view, message }: Held): Thing {
  const isSource = view.ref.kind === 'source';
  return {
    view,
    message,
    source: isSource ? view : undefined,
    sourceMessage: isSource ? message : undefined,
    isRead: true,
    floor: '',
  };
}

/** Puts to a source whether its switch has told what it is; of another driver nothing tells. */
export function sourceJoiner(switches: readonly Held[]): (held: Held) => Thing {
  const switchOf = new Map(switches.map((one) => [keyOf(one.view), one.view]));
  return (source) => {
    const isRead =
      textField(source.view, 'driver') !== 'switch' || tellsItself(switchOf.get(keyOf(source.view)));
    return { ...alone(source), isRead };
  };
}

function tellsItself(view: RecordView | undefined): boolean {
  return textField(view, 'platform') !== '';
}

/** Puts source and floor name to a switch. */
export function joiner(sources: readonly Held[], floors: readonly Held[]): (held: Held) => Thing {
  const sourceOf = new Map(sources.map((one) => [keyOf(one.view), one]));
  const floorOf = new Map(floors.map((one) => [formatRef(one.view.ref), nameOf(one.view)]));
  return ({ view, message }) => {
    const source = sourceOf.get(keyOf(view));
    const floorRef = textField(view, 'floor');
    return {
      view,
      message,
      source: source?.view,
      sourceMessage: source?.message,
      isRead: tellsItself(view),
      floor: floorOf.get(floorRef) ?? floorRef,
    };
  };
}

/** Same for all parts of one thing. */
export function keyOf(view: RecordView): string {
  return `${view.ref.site}/${view.ref.id}`;
}

/** The API messages of a thing: the record, or for a switch `{switch, source}`. */
export function thingJson(api: Api, noun: Noun, thing: Thing): Json {
  const main = api.toJson(RECORD, thing.message);
  if (noun.parts.length === 1) return main;
  return {
    switch: main,
    ...(thing.sourceMessage ? { source: api.toJson(RECORD, thing.sourceMessage) } : {}),
  };
}

/** The same, of what is read from with its `state` as the text has it: `ok`, `stale`, `partial`, `disabled`, `never read`, `no-source`. */
export function shownJson(api: Api, noun: Noun, thing: Thing): Json {
  const json = thingJson(api, noun, thing);
  const isReadFrom = noun.kind === 'source' || noun.kind === 'switch';
  return isReadFrom ? { ...(json as JsonObject), state: stateOf(thing) } : json;
}

/** `{records: […]}` as the API lists them; for switches `{switches: [{switch, source}]}`. */
export function thingsJson(api: Api, noun: Noun, things: readonly Thing[]): Json {
  const items = things.map((thing) => shownJson(api, noun, thing));
  return noun.parts.length === 1 ? { records: items } : { [noun.plural]: items };
}

const RECORD = 'wayside.v1.Record';
