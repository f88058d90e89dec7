/**
 * `--filter` and `--order-by` of things. The API knows fields of records; a switch is two of them, and people also ask
 * for its state and for its floor by name. What the API does not know of is answered here, from all that it lists.
 */
import {
  fieldSpec,
  kindSpec,
  parseFilter,
  type RowField,
  type RowFields,
  rowFilter,
  rowOrder,
} from '../../../shared/model/index.ts';
import { arrangedBy } from '../output/local-rows.ts';
import { stateOf } from './columns.ts';
import type { Noun, Thing } from './noun.ts';
import { textField } from './records.ts';

export interface ArrangeWish {
  readonly filter: string;
  readonly orderBy: string;
}

export interface Arranger {
  /** The controller cannot do it: all things are needed, and `arrange` makes the list. */
  readonly isLocal: boolean;
  /** The filter alone, for a watch. */
  readonly wanted: (thing: Thing) => boolean;
  arrange(things: readonly Thing[]): readonly Thing[];
}

/** Errors: INVALID_INPUT for a filter or an order that is none, before anything is asked. */
export function arranger(noun: Noun, wish: ArrangeWish): Arranger {
  const fields = thingFields(noun);
  const terms = parseFilter(wish.filter);
  const wanted = rowFilter(terms, fields);
  rowOrder(wish.orderBy, fields);
  const ordered = wish.orderBy.split(',').map((part) => part.trim().split(/\s+/)[0] ?? '');
  const asked = [...terms.map(({ field }) => field), ...ordered.filter((name) => name !== '')];
  return {
    isLocal: asked.some((name) => LOCAL.includes(name) || !isOfRecord(noun, name)),
    wanted,
    arrange: (things) => arrangedBy(things, fields, wish),
  };
}

/** Fields that mean more to people than to the API. */
const LOCAL: readonly string[] = ['state', 'floor'];

const COMMON: Readonly<Record<string, RowField<Thing>>> = {
  site: { type: 'plain', value: ({ view }) => view.ref.site },
  id: { type: 'plain', value: ({ view }) => view.ref.id },
  updatedBy: { type: 'plain', value: ({ view }) => view.updatedBy },
  updateTime: { type: 'time', value: ({ view }) => view.updatedAt },
};

function isOfRecord({ kind }: Noun, name: string): boolean {
  return Object.hasOwn(COMMON, name) || fieldSpec(kind, name) !== undefined;
}

/** All but labels and notes, whose names people choose. */
export function fieldNames({ parts }: Noun): readonly string[] {
  const own = parts.flatMap((kind) => Object.keys(kindSpec(kind).fields));
  const names = [...own, ...(parts.includes('source') ? ['state'] : []), ...Object.keys(COMMON)];
  return [...new Set(names)].filter((name) => name !== 'deleted');
}

function thingFields(noun: Noun): RowFields<Thing> {
  const hasState = noun.parts.includes('source');
  return {
    names: [...fieldNames(noun), 'label.KEY', 'note.ID'],
    find: (name) => {
      if (Object.hasOwn(COMMON, name)) return COMMON[name];
      if (name === 'state' && hasState) return { type: 'plain', value: stateOf };
      // By its name, or by its reference.
      if (name === 'floor' && noun.kind === 'switch')
        return { type: 'plain', value: (thing) => floorOf(thing) };
      return name === 'deleted' ? undefined : partField(noun, name);
    },
  };
}

function floorOf({ view, floor }: Thing): readonly string[] {
  const ref = textField(view, 'floor');
  return ref === '' ? [] : [floor, ref];
}

function partField({ kind, parts }: Noun, name: string): RowField<Thing> | undefined {
  for (const part of parts) {
    const spec = fieldSpec(part, name);
    if (!spec) continue;
    const type = spec.type === 'time' ? 'time' : 'plain';
    if (name === 'presence') return { type, value: ({ view }) => view.fields[name] ?? 'active' };
    return { type, value: ({ view, source }) => (part === kind ? view : source)?.fields[name] };
  }
  return undefined;
}
