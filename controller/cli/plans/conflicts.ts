/** Conflicts as the commands show them, and what people take of them. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  DELETED_FIELD,
  fieldSpec,
  formatRef,
  type Json,
  type RecordRef,
} from '../../../shared/model/index.ts';
import type { ApiMethods, RecordConflictView } from '../../../shared/wire/index.ts';
import type { Fact } from '../output/details.ts';
import type { ListingSpec } from '../output/listing.ts';
import { formatAge, formatIso, formatTime, type Reader } from '../output/time.ts';
import { valueText } from './text.ts';

export type ConflictMessage = ApiMethods['ConflictService.ListConflicts']['response']['conflicts'][number];

/** As much of an id as people are shown; the controller takes any beginning that is unique. */
const ID_CHARS_SHOWN = 12;

export function shortConflictId({ conflict }: RecordConflictView): string {
  return conflict.id.slice(0, ID_CHARS_SHOWN);
}

export const conflictListing: ListingSpec<RecordConflictView> = {
  plural: 'conflicts',
  name: ({ conflict }) => conflict.id,
  columns: [
    { head: 'ID', cell: shortConflictId },
    { head: 'SITE', cell: ({ ref }) => ref.site },
    { head: 'KIND', cell: ({ ref }) => ref.kind },
    { head: 'NAME', cell: ({ name }) => name },
    { head: 'FIELD', cell: ({ conflict }) => conflict.field },
    { head: 'VALUES', shrinks: true, cell: (one) => valuesText(one, 'short') },
    { head: 'RULE', cell: ({ rule }) => rule },
    { head: 'PROPOSED', wide: true, cell: (one) => proposedText(one, 'short') },
    { head: 'REASON', wide: true, cell: ({ reason }) => reason },
    { head: 'AGE', cell: (one, { nowMs }) => formatAge(nowMs - newestAt(one)) },
  ],
  csv: [
    { head: 'id', cell: ({ conflict }) => conflict.id },
    { head: 'record', cell: ({ ref }) => formatRef(ref) },
    { head: 'name', cell: ({ name }) => name },
    { head: 'field', cell: ({ conflict }) => conflict.field },
    { head: 'values', cell: (one) => valuesText(one, 'full') },
    { head: 'origins', cell: ({ conflict }) => conflict.values.map(({ origin }) => origin).join(' ') },
    { head: 'written_by', cell: ({ conflict }) => conflict.values.map(({ by }) => by).join(' ') },
    { head: 'time', cell: (one) => formatIso(newestAt(one)) },
    { head: 'rule', cell: ({ rule }) => rule },
    { head: 'proposed', cell: (one) => proposedText(one, 'full') },
    { head: 'reason', cell: ({ reason }) => reason },
  ],
};

/** Values from the one that is shown down. */
export function conflictFacts(one: RecordConflictView, { zone }: Reader): readonly Fact[] {
  const { ref, name, conflict, rule, reason, proposed } = one;
  return [
    ['Conflict', conflict.id],
    ['Record', `${formatRef(ref)} (${name})`],
    ['Field', conflict.field],
    ...conflict.values.map(
      ({ value, by, origin, at }, i): Fact => [
        i === 0 ? 'Shown' : 'Other',
        `${shownValue(one, value)}  by ${by || 'somebody'} at ${origin}, ${formatTime(at, zone)}`,
      ],
    ),
    ['Rule', `${rule}: ${reason}`],
    ['Proposed', proposed === undefined ? 'nothing: a person has to decide' : shownValue(one, proposed)],
    ['Next', nextText(one)],
  ];
}

/** What to type. */
function nextText(one: RecordConflictView): string {
  const id = shortConflictId(one);
  if (one.proposed !== undefined) return `wayside conflict resolve ${id} --take rule`;
  const [, other] = one.conflict.values;
  return `wayside conflict resolve ${id} --take ${other?.origin ?? 'ORIGIN'}`;
}

/** `null` stands for what is not set. */
export function shownValue(
  { conflict }: Pick<RecordConflictView, 'conflict'>,
  value: Json | undefined,
  form: 'short' | 'full' = 'full',
): string {
  if (conflict.field === DELETED_FIELD) return value === true ? 'deleted' : 'kept';
  return valueText(value, form);
}

function valuesText(one: RecordConflictView, form: 'short' | 'full'): string {
  return one.conflict.values.map(({ value }) => shownValue(one, value, form)).join(' | ');
}

function proposedText(one: RecordConflictView, form: 'short' | 'full'): string {
  return one.proposed === undefined ? '' : shownValue(one, one.proposed, form);
}

function newestAt({ conflict }: RecordConflictView): number {
  return Math.max(...conflict.values.map(({ at }) => at));
}

const WORDS: Readonly<Record<string, boolean>> = {
  ...{ true: true, yes: true, deleted: true, false: false, no: false, kept: false },
};

/** By the type of the field; an empty text takes it away. Error: INVALID_INPUT. */
export function typedValue({ kind }: RecordRef, field: string, text: string): Json {
  const type = fieldSpec(kind, field)?.type;
  if (text === '') return null;
  if (type === 'boolean') {
    const value = WORDS[text.toLowerCase()];
    if (value !== undefined) return value;
    const words = field === DELETED_FIELD ? 'deleted or kept' : 'true or false';
    throw new WaysideError('INVALID_INPUT', `--value must be ${words}, not "${text}"`);
  }
  if (type === 'number' || type === 'time') {
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    throw new WaysideError('INVALID_INPUT', `--value must be a number, not "${text}"`);
  }
  return type === 'strings' ? text.split(',').map((item) => item.trim()) : text;
}
