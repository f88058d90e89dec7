/** A file of rows as text cells: CSV or YAML, bounded, with the place of each row as people see it. */
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import type { Host } from '../host.ts';

export const IMPORT_BYTES_MAX = 16_777_216;
export const IMPORT_ROWS_MAX = 100_000;
const CELL_CHARS_MAX = 4096;
/** Each heading costs something in each row; no noun has nearly as many. */
export const IMPORT_HEADINGS_MAX = 200;

export type ImportFormat = 'csv' | 'yaml';

export interface RawRow {
  /** `row 7`: as a spreadsheet shows it, headings and empty rows counted. In YAML `entry 7`. */
  readonly label: string;
  /** Heading as written -> text, blanks around it taken off. In YAML only what the entry names. */
  readonly cells: ReadonlyMap<string, string>;
}

export interface RawTable {
  /** Headings as written, in order. YAML has those of all its entries. */
  readonly headings: readonly string[];
  readonly rows: readonly RawRow[];
  /** Rows that could not be taken apart. */
  readonly violations: readonly FieldViolation[];
}

/** By the flag, else by the ending of the name. Errors: INVALID_INPUT when neither says it. */
export function formatOf(file: string, flag: string | undefined): ImportFormat {
  if (flag === 'csv' || flag === 'yaml') return flag;
  if (/\.ya?ml$/i.test(file)) return 'yaml';
  if (/\.(csv|tsv|txt)$/i.test(file)) return 'csv';
  throw new WaysideError(
    'INVALID_INPUT',
    `it is not clear whether ${file === '-' ? 'standard input' : file} is CSV or YAML`,
    {
      hint: 'Add --format csv or --format yaml',
    },
  );
}

/** Errors: NOT_FOUND, MESSAGE_TOO_LARGE, INVALID_INPUT when it is no text. */
export async function readImportText(host: Host, file: string): Promise<string> {
  const bytes =
    file === '-'
      ? await host.stdin.readAll(IMPORT_BYTES_MAX)
      : await readBytes(resolve(host.directory, file));
  if (bytes.includes(0)) {
    throw new WaysideError('INVALID_INPUT', `${file} is no UTF-8 text`, {
      hint: 'A spreadsheet must be saved as "CSV UTF-8"; .xlsx files cannot be read',
    });
  }
  try {
    // The decoder takes a byte order mark off.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new WaysideError('INVALID_INPUT', `${file} is no UTF-8 text`, {
      hint: 'Save it as "CSV UTF-8", or convert it: iconv -f WINDOWS-1252 -t UTF-8',
      cause,
    });
  }
}

async function readBytes(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      size += (chunk as Buffer).length;
      if (size > IMPORT_BYTES_MAX) throw tooLarge(path);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    if (error instanceof WaysideError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new WaysideError('NOT_FOUND', `there is no file ${path}`, { cause: error });
    throw new WaysideError('INVALID_INPUT', `cannot read ${path}: ${code ?? String(error)}`, {
      cause: error,
    });
  }
  return Buffer.concat(chunks);
}

export function tooLarge(what: string): WaysideError {
  return new WaysideError(
    'MESSAGE_TOO_LARGE',
    `${what} is larger than ${IMPORT_BYTES_MAX / 1024 / 1024} MiB`,
    {
      hint: 'Divide it into several files',
    },
  );
}

/** Errors: INVALID_INPUT when it is no table at all; rows that are wrong are in `violations`. */
export async function parseRows(text: string, format: ImportFormat): Promise<RawTable> {
  const table = format === 'csv' ? await parseCsv(text) : await parseYamlRows(text);
  requireHeadings(table.headings.length);
  requireRows(table.rows.length);
  if (table.rows.length + table.violations.length > 0) return table;
  throw new WaysideError('INVALID_INPUT', 'the file holds no rows');
}

function requireHeadings(count: number): void {
  if (count <= IMPORT_HEADINGS_MAX) return;
  throw new WaysideError('INVALID_INPUT', `${count} headings are more than ${IMPORT_HEADINGS_MAX}`, {
    hint: 'The first line must be the headings; "wayside switch ls -o csv" shows them',
  });
}

function requireRows(count: number): void {
  if (count <= IMPORT_ROWS_MAX) return;
  throw new WaysideError('INVALID_INPUT', `${count} rows are more than ${IMPORT_ROWS_MAX}`, {
    hint: 'Divide them into several files',
  });
}

async function parseCsv(text: string): Promise<RawTable> {
  const [first, ...body] = await csvRecords(text);
  const headings = first?.cells ?? [];
  requireHeadings(headings.length);
  const violations: FieldViolation[] = [];
  const rows = body.map(({ number, cells }): RawRow => {
    const label = `row ${number}`;
    if (cells.length !== headings.length) {
      const doubt =
        cells.length > headings.length
          ? 'put a value that holds the delimiter into double quotes'
          : 'is it cut off? An empty value needs its delimiter too';
      const message = `has ${cells.length} values, the headings are ${headings.length}: ${doubt}`;
      violations.push({ field: label, message });
    }
    return rowOf(
      label,
      headings.map((heading, column) => [heading, cells[column] ?? '']),
      violations,
    );
  });
  return { headings, rows, violations };
}

interface CsvRecord {
  /** As a spreadsheet shows it, from 1. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** Those that hold anything. */
async function csvRecords(text: string): Promise<readonly CsvRecord[]> {
  const { CsvError, parse } = await import('csv-parse/sync');
  const all: CsvRecord[] = [];
  try {
    parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      to: IMPORT_ROWS_MAX + 2,
      on_record: (cells, { records, empty_lines }) => {
        all.push({ number: records + empty_lines, cells });
        return null;
      },
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = Number(cause['lines']);
    const where = Number.isInteger(line) ? ` at line ${line}` : '';
    const what =
      cause.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a double quote that is never closed' : cause.message;
    throw new WaysideError('INVALID_INPUT', `the file is not valid CSV: ${what}${where}`, { cause });
  }
  // Those of delimiters alone count here, for the reader stopped at the bound.
  requireRows(all.length - 1);
  return all.filter(({ cells }) => cells.some((cell) => cell !== ''));
}

/** The one of `,` `;` tab that the first line that is not blank has most of, quoted text aside. */
function delimiterOf(text: string): string {
  const first = (/\S.*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: first.split(mark).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}

async function parseYamlRows(text: string): Promise<RawTable> {
  const { parse } = await import('yaml');
  let content: unknown;
  try {
    // Text stays as it is written: 0012 is a name, and what is a number is known by the field.
    content = parse(text, {
      schema: 'failsafe',
      customTags: ['null'],
      maxAliasCount: 0,
      logLevel: 'error',
    });
  } catch (cause) {
    throw new WaysideError(
      'INVALID_INPUT',
      `the file is not valid YAML: ${(cause as Error).message.split('\n')[0]?.replace(/:$/, '')}`,
      { cause },
    );
  }
  const entries = listIn(content);
  if (!entries) {
    throw new WaysideError('INVALID_INPUT', 'the file must hold a list', {
      hint: 'Such as: [{site: ams1, name: sw03, address: 10.1.2.3}]',
    });
  }
  const violations: FieldViolation[] = [];
  const rows = entries.map((entry, at): RawRow => {
    const label = `entry ${at + 1}`;
    if (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) {
      const pairs = Object.entries(entry).map(([key, value]) => [key, yamlText(value)] as const);
      return rowOf(label, pairs, violations);
    }
    violations.push({ field: label, message: 'must hold keys and values' });
    return { label, cells: new Map() };
  });
  return { headings: [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))], rows, violations };
}

/** The list itself, or the one below a single key such as `switches:`. */
function listIn(content: unknown): readonly unknown[] | undefined {
  if (Array.isArray(content)) return content;
  if (typeof content !== 'object' || content === null) return undefined;
  const values = Object.values(content);
  return values.length === 1 && Array.isArray(values[0]) ? values[0] : undefined;
}

function yamlText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function rowOf(
  label: string,
  pairs: readonly (readonly [string, string])[],
  violations: FieldViolation[],
): RawRow {
  const cells = new Map<string, string>();
  for (const [heading, value] of pairs) {
    // What `-o csv` put before a value that a spreadsheet would run.
    const text = /^'[=+\-@]/.test(value) ? value.slice(1) : value.trim();
    if (text.length > CELL_CHARS_MAX) {
      violations.push({
        field: `${label} ${heading}`,
        message: `is longer than ${CELL_CHARS_MAX} characters`,
      });
    } else cells.set(heading, text);
  }
  return { label, cells };
}
