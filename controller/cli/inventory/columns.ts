/** Columns and facts that the nouns have in common. */
import { labelsOf, notesOf, type RecordView } from '../../../shared/model/index.ts';
import type { Style } from '../output/color.ts';
import type { Fact } from '../output/details.ts';
import type { Column, ListingSpec } from '../output/listing.ts';
import type { Reader } from '../output/time.ts';
import { formatAge, formatTime } from '../output/time.ts';
import { type NounField, partOf, type Thing } from './noun.ts';
import { nameOf, qualifiedName, textField, timeField } from './records.ts';

export const nameColumn: Column<Thing> = {
  head: 'NAME',
  cell: ({ view, source }) => {
    if (view.deleted) return `${nameOf(view)}(deleted)`;
    const isContested = view.conflicts.length + (source?.conflicts.length ?? 0) > 0;
    return isContested ? `${nameOf(view)}(conflict)` : nameOf(view);
  },
};
export const siteColumn: Column<Thing> = { head: 'SITE', cell: ({ view }) => view.ref.site };
export const changedColumn: Column<Thing> = {
  head: 'CHANGED',
  cell: ({ view }, { nowMs }) => formatAge(nowMs - view.updatedAt),
};
export const byColumn: Column<Thing> = { head: 'BY', wide: true, cell: ({ view }) => view.updatedBy };
export const idColumn: Column<Thing> = { head: 'ID', wide: true, cell: ({ view }) => view.ref.id };

export function viewColumn(
  head: string,
  field: string,
  extra: 'wide' | 'shrinks' | 'plain' = 'plain',
): Column<Thing> {
  const column = { head, cell: ({ view }: Thing) => textField(view, field) };
  if (extra === 'wide') return { ...column, wide: true };
  return extra === 'shrinks' ? { ...column, shrinks: true } : column;
}

export function sourceColumn(head: string, field: string): Column<Thing> {
  return { head, wide: true, cell: ({ source }) => textField(source, field) };
}

const SSH_PORT = '22';

export const addressColumn: Column<Thing> = {
  head: 'ADDRESS',
  shrinks: true,
  cell: ({ source }) => dialled(textField(source, 'address'), textField(source, 'port')),
};

/** As one would write it in a target list: `10.1.2.3`, `10.1.2.3:2222`, `[2001:db8::1]:2222`. */
function dialled(address: string, port: string): string {
  if (address === '' || port === '' || port === SSH_PORT) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

export const stateColumn: Column<Thing> = {
  head: 'STATE',
  cell: (thing, { nowMs }) => {
    const state = stateOf(thing);
    const field = SINCE[state];
    const since = field === undefined ? undefined : timeField(thing.source, field);
    return since === undefined ? state : `${state}(${formatAge(nowMs - since)})`;
  },
  style: (thing): Style => STATE_STYLES[stateOf(thing)],
};

/** The field that says since when. */
const SINCE: Readonly<Partial<Record<ReadState, string>>> = { stale: 'staleSince', partial: 'partialSince' };

type ReadState = 'ok' | 'stale' | 'partial' | 'disabled' | 'never read' | 'no-source';
const STATE_STYLES: Readonly<Record<ReadState, Style>> = {
  ok: 'good',
  stale: 'bad',
  partial: 'warn',
  disabled: 'dim',
  'never read': 'warn',
  'no-source': 'warn',
};

/**
 * `stale`: the last reading failed; `partial`: it gave a part; `never read`: no agent has read it yet; `no-source`: it has
 * no address, so none can.
 */
export function stateOf({ source, isRead }: Thing): ReadState {
  if (!source) return 'no-source';
  if (source.fields['enabled'] === false) return 'disabled';
  if (timeField(source, 'staleSince') !== undefined) return 'stale';
  if (timeField(source, 'partialSince') !== undefined) return 'partial';
  return isRead ? 'ok' : 'never read';
}

export const platformColumn: Column<Thing> = {
  head: 'PLATFORM',
  shrinks: true,
  cell: ({ view, source }) => textField(view, 'platform') || textField(source, 'platform'),
};

export const causeColumn: Column<Thing> = {
  head: 'CAUSE',
  wide: true,
  cell: ({ source }) => textField(source, 'cause'),
};

export function listing(
  noun: { plural: string; fields: readonly NounField[] },
  columns: readonly Column<Thing>[],
): ListingSpec<Thing> {
  return {
    plural: noun.plural,
    columns,
    // What `import` reads back.
    csv: [
      { head: 'site', cell: ({ view }) => view.ref.site },
      ...(noun.plural === 'sites'
        ? []
        : [{ head: 'name', cell: ({ view }: Thing) => textField(view, 'name') }]),
      ...noun.fields.map((field) => ({ head: field.name, cell: (thing: Thing) => fieldText(thing, field) })),
    ],
    name: ({ view }) => qualifiedName(view),
  };
}

/** A field of a thing as a file or flag would give it. */
export function fieldText(thing: Thing, field: NounField): string {
  if (field.type === 'floor') return thing.floor;
  const [kind] = field.kinds;
  return kind ? textField(partOf(thing, kind), field.name) : '';
}

export function recordFacts({ view }: Thing, { zone, nowMs }: Reader): readonly Fact[] {
  const at = `${formatTime(view.updatedAt, zone)} (${formatAge(nowMs - view.updatedAt)} ago) by ${view.updatedBy}`;
  return [
    ['Changed', at],
    ...[...labelsOf(view.fields)].map(([key, value]): Fact => ['Label', `${key}=${value}`]),
    ...[...notesOf(view.fields)].map(([, text]): Fact => ['Note', text]),
    ...view.conflicts.map((conflict): Fact => ['Conflict', conflictText(conflict)]),
    ['Reference', `${view.ref.site}/${view.ref.kind}/${view.ref.id}`],
  ];
}

function conflictText({ field, values }: RecordView['conflicts'][number]): string {
  return `${field}: ${values.map(({ value, by }) => `${JSON.stringify(value ?? null)} by ${by}`).join(', ')}`;
}

/** The credential for the jump host: that of the source itself when there is none for it alone. */
function jumpLogin(source: Thing['source']): string {
  return `the credential ${textField(source, 'jumplogin') || textField(source, 'credential')}`;
}

export function sourceFacts(thing: Thing, reader: Reader): readonly Fact[] {
  const { source } = thing;
  const port = textField(source, 'port');
  const cause = textField(source, 'cause');
  const jump = textField(source, 'jump');
  return [
    ['State', stateColumn.cell(thing, reader)],
    ...(cause === '' ? [] : [['Cause', cause] as const]),
    ['Address', `${textField(source, 'address')}${port === '' ? '' : `, port ${port}`}`],
    ['Credential', textField(source, 'credential')],
    ...(jump === '' ? [] : [['By way of', `${jump}, logged in to with ${jumpLogin(source)}`] as const]),
  ];
}
