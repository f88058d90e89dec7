/** The four nouns, declared. */
import type { Kind } from '../../../shared/model/index.ts';
import {
  addressColumn,
  byColumn,
  causeColumn,
  changedColumn,
  idColumn,
  listing,
  nameColumn,
  platformColumn,
  recordFacts,
  siteColumn,
  sourceColumn,
  sourceFacts,
  stateColumn,
  viewColumn,
} from './columns.ts';
import type { Noun, NounField, NounKind } from './noun.ts';
import { nameOf, textField } from './records.ts';

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
  {
    name: 'jump',
    value: 'HOST',
    doc: 'SSH server that dials it for the agent: host or host:port; empty: none',
    kinds,
    type: 'text',
  },
  {
    name: 'jumplogin',
    value: 'NAME',
    doc: 'credential for the jump host; that of the source when empty',
    kinds,
    type: 'text',
  },
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
    doc: 'the code for it: switch, or sql for a database',
    kinds: ['source'],
    type: 'text',
  },
  ...sourceFields(['source']).map((field) =>
    field.name === 'address' ? { ...field, doc: `${field.doc}; of a database the path of its file` } : field,
  ),
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
