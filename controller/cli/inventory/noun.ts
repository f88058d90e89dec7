/**
 * The nouns that people keep: site, floor, switch, source. A noun says which records make one thing up, and which
 * fields it has; listing, adding, editing, importing and exporting all follow from that one declaration.
 */
import type { Json, Kind, RecordView } from '../../../shared/model/index.ts';
import type { Fact } from '../output/details.ts';
import type { ListingSpec } from '../output/listing.ts';
import type { Reader } from '../output/time.ts';
import type { RecordMessage } from './records.ts';

export type NounKind = 'site' | 'floor' | 'switch' | 'source';

/** One row: the record that carries the name, and what belongs to it. */
export interface Thing {
  readonly view: RecordView;
  readonly message: RecordMessage;
  /** How it is read: of a switch the source with the same id, of a source itself. */
  readonly source: RecordView | undefined;
  readonly sourceMessage: RecordMessage | undefined;
  /** An agent has told of it: a switch says what it is when it is read. */
  readonly isRead: boolean;
  /** Name of the floor, for switches. */
  readonly floor: string;
}

export interface NounField {
  /** Column of a file and name of the flag. */
  readonly name: string;
  /** Name of the value in help: `HOST`. */
  readonly value: string;
  readonly doc: string;
  /** The parts of the thing that hold it. */
  readonly kinds: readonly Kind[];
  readonly type: 'text' | 'number' | 'boolean' | 'floor';
}

export interface Noun {
  readonly kind: NounKind;
  readonly plural: string;
  /** Kinds of the records that make one thing up; they share site and id. The first one carries the name. */
  readonly parts: readonly Kind[];
  /** Besides name and site, in the order of files. */
  readonly fields: readonly NounField[];
  readonly listing: ListingSpec<Thing>;
  facts(thing: Thing, reader: Reader): readonly Fact[];
}

/** Values by field name; `null` takes the field away. */
export type FieldValues = ReadonlyMap<string, Json>;

/** The record of the thing that is of that kind. */
export function partOf(thing: Thing, kind: Kind): RecordView | undefined {
  return thing.view.ref.kind === kind
    ? thing.view
    : thing.source?.ref.kind === kind
      ? thing.source
      : undefined;
}
