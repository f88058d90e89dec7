/** The four nouns, declared. */
import type { Kind, RecordView } from '../../../shared/model/index.ts';
import type { Style } from '../output/color.ts';
import type { Fact } from '../output/details.ts';
import type { Column, ListingSpec, Reader } from '../output/listing.ts';
import { formatAge, formatTime } from '../output/time.ts';
import { type Noun, type NounField, type NounKind, partOf, type Thing } from './noun.ts';
import { nameOf, qualifiedName, textField, timeField } from './records.ts';

const nameColumn: Column<Thing> = {
  head: 'NAME',
  cell: ({ view }) => (view.deleted ? `${nameOf(view)}(deleted)` : nameOf(view)),
};
const siteColumn: Column<Thing> = { head: 'SITE', cell: ({ view }) => view.ref.site };
const changedColumn: Column<Thing> = {
  head: 'CHANGED',
  cell: ({ view }, { nowMs }) => formatAge(nowMs - view.updatedAt),
};
const byColumn: Column<Thing> = { head: 'BY', wide: true, cell: ({ view }) => view.updatedBy };
const idColumn: Column<Thing> = { head: 'ID', wide: true, cell: ({ view }) => view.ref.id };

function viewColumn(
  head: string,
  field: string,
  extra: 'wide' | 'shrinks' | 'plain' = 'plain',
): Column<Thing> {
  const column = { head, cell: ({ view }: Thing) => textField(view, field) };
  if (extra === 'wide') return { ...column, wide: true };
  return extra === 'shrinks' ? { ...column, shrinks: true } : column;
}

function sourceColumn(head: string, field: string): Column<Thing> {
  return { head, wide: true, cell: ({ source }) => textField(source, field) };
}

const addressColumn: Column<Thing> = { head: 'ADDRESS', cell: ({ source }) => textField(source, 'address') };

const stateColumn: Column<Thing> = {
  head: 'STATE',
  cell: (thing, { nowMs }) => {
    const since = timeField(thing.source, 'staleSince');
    const state = stateOf(thing);
    return state === 'stale' && since !== undefined ? `stale(${formatAge(nowMs - since)})` : state;
  },
  style: (thing): Style => STATE_STYLES[stateOf(thing)],
};

type ReadState = 'ok' | 'stale' | 'disabled' | 'unread' | 'no-source';
const STATE_STYLES: Readonly<Record<ReadState, Style>> = {
  ok: 'good',
  stale: 'bad',
  disabled: 'dim',
  unread: 'warn',
  'no-source': 'warn',
};

/** `unread`: no agent has read it yet; `no-source`: it has no address, so none can. */
function stateOf({ view, source }: Thing): ReadState {
  if (!source) return 'no-source';
  if (source.fields['enabled'] === false) return 'disabled';
  if (timeField(source, 'staleSince') !== undefined) return 'stale';
  return view.ref.kind === 'switch' && textField(view, 'platform') === '' ? 'unread' : 'ok';
}

const platformColumn: Column<Thing> = {
  head: 'PLATFORM',
  cell: ({ view, source }) => textField(view, 'platform') || textField(source, 'platform'),
};

const causeColumn: Column<Thing> = {
  head: 'CAUSE',
  wide: true,
  cell: ({ source }) => textField(source, 'cause'),
};

function listing(
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

function recordFacts({ view }: Thing, { zone, nowMs }: Reader): readonly Fact[] {
  const at = `${formatTime(view.updatedAt, zone)} (${formatAge(nowMs - view.updatedAt)} ago) by ${view.updatedBy}`;
  return [
    ['Changed', at],
    ...view.conflicts.map((conflict): Fact => ['Conflict', conflictText(conflict)]),
    ['Reference', `${view.ref.site}/${view.ref.kind}/${view.ref.id}`],
  ];
}

function conflictText({ field, values }: RecordView['conflicts'][number]): string {
  return `${field}: ${values.map(({ value, by }) => `${JSON.stringify(value ?? null)} by ${by}`).join(', ')}`;
}

function sourceFacts(thing: Thing, reader: Reader): readonly Fact[] {
  const { source } = thing;
  const port = textField(source, 'port');
  const cause = textField(source, 'cause');
  return [
    ['State', stateColumn.cell(thing, reader)],
    ...(cause === '' ? [] : [['Cause', cause] as const]),
    ['Address', `${textField(source, 'address')}${port === '' ? '' : `, port ${port}`}`],
    ['Credential', textField(source, 'credential')],
  ];
}

const description = (kinds: readonly Kind[]): NounField => ({
  name: 'description',
  value: 'TEXT',
  doc: 'free text',
  kinds,
  type: 'text',
});

const sourceFields = (kinds: readonly Kind[]): readonly NounField[] => [
  {
    name: 'address',
    value: 'HOST',
    doc: 'host name or IP address that the agent dials',
    kinds,
    type: 'text',
  },
  { name: 'port', value: 'PORT', doc: 'TCP port; default 22 for switches', kinds, type: 'number' },
  { name: 'platform', value: 'ID', doc: 'such as dell_os6; found out when empty', kinds, type: 'text' },
  {
    name: 'credential',
    value: 'NAME',
    doc: 'name of a credential in the vault of the agent',
    kinds,
    type: 'text',
  },
  { name: 'enabled', value: 'BOOL', doc: 'false: no job reads it', kinds, type: 'boolean' },
];

const siteFields: readonly NounField[] = [
  { name: 'name', value: 'TEXT', doc: 'full name for people', kinds: ['site'], type: 'text' },
  description(['site']),
];

const site: Noun = {
  kind: 'site',
  plural: 'sites',
  parts: ['site'],
  fields: siteFields,
  listing: listing({ plural: 'sites', fields: siteFields }, [
    nameColumn,
    viewColumn('FULL-NAME', 'name', 'shrinks'),
    viewColumn('DESCRIPTION', 'description', 'shrinks'),
    byColumn,
    changedColumn,
  ]),
  facts: (thing, reader) => [
    ['Site', thing.view.ref.id],
    ['Full name', textField(thing.view, 'name')],
    ['Description', textField(thing.view, 'description')],
    ...recordFacts(thing, reader),
  ],
};

const floorFields: readonly NounField[] = [description(['floor'])];

const floor: Noun = {
  kind: 'floor',
  plural: 'floors',
  parts: ['floor'],
  fields: floorFields,
  listing: listing({ plural: 'floors', fields: floorFields }, [
    nameColumn,
    siteColumn,
    viewColumn('DESCRIPTION', 'description', 'shrinks'),
    idColumn,
    byColumn,
    changedColumn,
  ]),
  facts: (thing, reader) => [
    ['Floor', nameOf(thing.view)],
    ['Site', thing.view.ref.site],
    ['Description', textField(thing.view, 'description')],
    ...recordFacts(thing, reader),
  ],
};

const switchFields: readonly NounField[] = [
  {
    name: 'floor',
    value: 'FLOOR',
    doc: 'name of the floor that it stands on',
    kinds: ['switch'],
    type: 'floor',
  },
  ...sourceFields(['source']),
  description(['switch']),
];

const switchNoun: Noun = {
  kind: 'switch',
  plural: 'switches',
  parts: ['switch', 'source'],
  fields: switchFields,
  listing: listing({ plural: 'switches', fields: switchFields }, [
    nameColumn,
    siteColumn,
    { head: 'FLOOR', shrinks: true, cell: (thing) => thing.floor },
    addressColumn,
    platformColumn,
    stateColumn,
    sourceColumn('CREDENTIAL', 'credential'),
    viewColumn('MODEL', 'model', 'wide'),
    viewColumn('SERIAL', 'serial', 'wide'),
    viewColumn('SOFTWARE', 'softwareVersion', 'wide'),
    viewColumn('DESCRIPTION', 'description', 'wide'),
    idColumn,
    causeColumn,
    changedColumn,
  ]),
  facts: (thing, reader) => [
    ['Switch', nameOf(thing.view)],
    ['Site', thing.view.ref.site],
    ['Floor', thing.floor],
    ['Description', textField(thing.view, 'description')],
    ...sourceFacts(thing, reader),
    ['Platform', platformColumn.cell(thing, reader)],
    ['Host name', textField(thing.view, 'hostname')],
    ['Model', textField(thing.view, 'model')],
    ['Serial', textField(thing.view, 'serial')],
    ['Software', textField(thing.view, 'softwareVersion')],
    ...recordFacts(thing, reader),
  ],
};

const sourceNounFields: readonly NounField[] = [
  {
    name: 'driver',
    value: 'DRIVER',
    doc: 'the code that reads it, such as switch',
    kinds: ['source'],
    type: 'text',
  },
  ...sourceFields(['source']),
];

const source: Noun = {
  kind: 'source',
  plural: 'sources',
  parts: ['source'],
  fields: sourceNounFields,
  listing: listing({ plural: 'sources', fields: sourceNounFields }, [
    nameColumn,
    siteColumn,
    viewColumn('DRIVER', 'driver'),
    addressColumn,
    stateColumn,
    sourceColumn('PORT', 'port'),
    sourceColumn('CREDENTIAL', 'credential'),
    idColumn,
    causeColumn,
    changedColumn,
  ]),
  facts: (thing, reader) => [
    ['Source', nameOf(thing.view)],
    ['Site', thing.view.ref.site],
    ['Driver', textField(thing.view, 'driver')],
    ...sourceFacts(thing, reader),
    ['Platform', textField(thing.view, 'platform')],
    ...recordFacts(thing, reader),
  ],
};

export const nouns: Readonly<Record<NounKind, Noun>> = { site, floor, switch: switchNoun, source };
