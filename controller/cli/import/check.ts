/** Rows checked against the noun: headings, values, rows that meet twice. Nothing is asked of the controller here. */
import type { FieldViolation } from '../../../shared/errors.ts';
import { isSiteId, type Json, siteIdProblem } from '../../../shared/model/index.ts';
import type { FieldValues, Noun } from '../inventory/noun.ts';
import { parseValue, valueProblems } from '../inventory/values.ts';
import type { RawRow, RawTable } from './read.ts';

export interface ImportRow {
  readonly label: string;
  readonly site: string;
  /** Same as the site for sites. */
  readonly name: string;
  /** What the file says, `name` included; fields whose column or key is missing are not there. */
  readonly values: FieldValues;
}

export interface Checked {
  readonly rows: readonly ImportRow[];
  readonly violations: readonly FieldViolation[];
}

export type Nearest = (wrong: string, known: readonly string[]) => string | undefined;

/** All problems of all rows. Rows with a problem are in `rows` too, as far as they could be read. */
export function checkRows(noun: Noun, table: RawTable, nearest: Nearest): Checked {
  const headings = readHeadings(noun, table.headings, nearest);
  if (headings.violations.length > 0)
    return { rows: [], violations: [...headings.violations, ...table.violations] };
  const violations: FieldViolation[] = [...table.violations];
  const unreadable = new Set(table.violations.map(({ field }) => field));
  const rows = table.rows
    .filter(({ label }) => !unreadable.has(label))
    .map((row) => readRow(noun, row, { columns: headings.columns, violations }));
  const wrong = new Set(violations.map(({ field }) => field));
  violations.push(...twins(noun, rows).filter(({ field }) => !wrong.has(field)));
  return { rows, violations };
}

export function columnsOf(noun: Noun): readonly string[] {
  return noun.kind === 'site'
    ? ['site', ...noun.fields.map(({ name }) => name)]
    : ['site', 'name', ...noun.fields.map(({ name }) => name)];
}

interface Headings {
  /** Column -> heading as written. */
  readonly columns: ReadonlyMap<string, string>;
  readonly violations: readonly FieldViolation[];
}

/** Case, blanks, dashes and underscores do not matter. */
function readHeadings(noun: Noun, headings: readonly string[], nearest: Nearest): Headings {
  const known = columnsOf(noun);
  const columns = new Map<string, string>();
  const violations: FieldViolation[] = [];
  for (const heading of headings) {
    const plain = heading.toLowerCase().replace(/[\s_-]/g, '');
    const column = known.find((one) => one === plain);
    if (column === undefined) {
      const near = nearest(heading, known);
      const cure = near ? `did you mean ${near}?` : `known: ${known.join(', ')}`;
      violations.push({ field: `column "${heading}"`, message: `is not known; ${cure}` });
    } else if (columns.has(column))
      violations.push({ field: `column "${heading}"`, message: 'is there twice' });
    else columns.set(column, heading);
  }
  for (const required of noun.kind === 'site' ? ['site'] : ['site', 'name']) {
    if (!columns.has(required)) violations.push({ field: `column "${required}"`, message: 'is missing' });
  }
  return { columns, violations };
}

interface RowContext {
  readonly columns: ReadonlyMap<string, string>;
  readonly violations: FieldViolation[];
}

function readRow(noun: Noun, { label, cells }: RawRow, { columns, violations }: RowContext): ImportRow {
  const cell = (column: string): string | undefined => {
    const heading = columns.get(column);
    return heading === undefined ? undefined : cells.get(heading);
  };
  const site = cell('site') ?? '';
  const wrongSite =
    noun.kind === 'site'
      ? siteIdProblem(site)
      : isSiteId(site)
        ? undefined
        : 'must be the short name of a site';
  if (wrongSite) violations.push({ field: `${label} site`, message: quoted(wrongSite, site) });
  const values = new Map<string, Json>();
  if (noun.kind !== 'site') values.set('name', cell('name') ?? '');
  for (const field of noun.fields) {
    const text = cell(field.name);
    if (text === undefined) continue;
    const parsed = parseValue(field, text);
    if (parsed.ok) values.set(field.name, parsed.value);
    else violations.push({ field: `${label} ${field.name}`, message: quoted(parsed.message, text) });
  }
  // A site whose full name is taken away goes by its short one.
  if (noun.kind === 'site' && values.get('name') === null) values.set('name', site);
  for (const { field, message } of valueProblems(noun, values, 'update')) {
    const plain = message.replace(' and cannot be taken away', '');
    violations.push({ field: `${label} ${field}`, message: quoted(plain, cell(field) ?? '') });
  }
  return { label, site, name: noun.kind === 'site' ? site : (cell('name') ?? ''), values };
}

const QUOTED_CHARS_MAX = 60;

/** The message with the value that it is about, unless it names it or there is none. */
export function quoted(message: string, value: string): string {
  if (value === '' || message.includes(`"${value}"`)) return message;
  const shown = value.length > QUOTED_CHARS_MAX ? `${value.slice(0, QUOTED_CHARS_MAX)}…` : value;
  return `${message}, not "${shown}"`;
}

/** Rows of the same name, and rows that would have two agents dial one device. */
function twins(noun: Noun, rows: readonly ImportRow[]): readonly FieldViolation[] {
  const violations: FieldViolation[] = [];
  const names = new Map<string, ImportRow>();
  const addresses = new Map<string, ImportRow>();
  for (const row of rows) {
    const name = noun.kind === 'site' ? row.site : `${row.site}/${row.name.toLowerCase()}`;
    const first = names.get(name);
    if (row.name !== '' && first) {
      violations.push({
        field: `${row.label} ${noun.kind === 'site' ? 'site' : 'name'}`,
        message: `"${row.name}" is also in ${first.label}`,
      });
    }
    names.set(name, first ?? row);
    const address = dialledAddress(row.site, row.values);
    if (address === undefined || first) continue;
    const other = addresses.get(address);
    if (other)
      violations.push({
        field: `${row.label} address`,
        message: `${row.values.get('address')} is also in ${other.label}`,
      });
    addresses.set(address, other ?? row);
  }
  return violations;
}

const SSH_PORT = 22;

/** Two things of a site with the same one are the same device. */
export function dialledAddress(
  site: string,
  values: { get(field: string): Json | undefined },
): string | undefined {
  const address = values.get('address');
  return typeof address === 'string' && address !== ''
    ? `${site} ${address.toLowerCase()} ${values.get('port') ?? SSH_PORT}`
    : undefined;
}
