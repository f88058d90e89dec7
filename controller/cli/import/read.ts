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
  /** `row 7`: as a spreadsheet counts, the headings being row 1. In YAML `entry 7`. */
  readonly label: string;
  /** Heading as written -> text, blanks around it taken off. */
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
  if (table.rows.length > IMPORT_ROWS_MAX) {
    throw new WaysideError('INVALID_INPUT', `${table.rows.length} rows are more than ${IMPORT_ROWS_MAX}`, {
      hint: 'Divide them into several files',
    });
  }
  if (table.rows.length + table.violations.length > 0) return table;
  throw new WaysideError('INVALID_INPUT', 'the file holds no rows');
}

function requireHeadings(count: number): void {
  if (count <= IMPORT_HEADINGS_MAX) return;
  throw new WaysideError('INVALID_INPUT', `${count} headings are more than ${IMPORT_HEADINGS_MAX}`, {
    hint: 'The first line must be the headings; "wayside switch ls -o csv" shows them',
  });
}

async function parseCsv(text: string): Promise<RawTable> {
  const [headings = [], ...body] = await csvRecords(text);
  requireHeadings(headings.length);
  const violations: FieldViolation[] = [];
  const rows = body.map((record, at): RawRow => {
    const label = `row ${at + 2}`;
    if (record.length > headings.length) {
      const message = `has ${record.length} values, the headings are ${headings.length}: put a value that holds the delimiter into double quotes`;
      violations.push({ field: label, message });
    }
    return rowOf(
      label,
      headings.map((heading, column) => [heading, record[column] ?? '']),
      violations,
    );
  });
  return { headings, rows, violations };
}

async function csvRecords(text: string): Promise<string[][]> {
  const { CsvError, parse } = await import('csv-parse/sync');
  try {
    return parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      to: IMPORT_ROWS_MAX + 2,
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = Number(cause['lines']);
    const where = Number.isInteger(line) ? ` at line ${line}` : '';
    const what =
      cause.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a double quote that is never closed' : cause.message;
    throw new WaysideError('INVALID_INPUT', `the file is not valid CSV: ${what}${where}`, { cause });
  }
}

/** The one of `,` `;` tab that the first line has most of, quoted text aside. */
function delimiterOf(text: string): string {
  const first = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: first.split(mark).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}

async function parseYamlRows(text: string): Promise<RawTable> {
  const { parse } = await import('yaml');
  let content: unknown;
  try {
    content = parse(text, { maxAliasCount: 0 });
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
      return rowOf(
        label,
        Object.entries(entry).map(([key, value]) => [key, yamlText(value)]),
        violations,
      );
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
