/**
 * Scores one MAC table: which (mac, vlan, port, type) tuples were found, which are missing, which are too many.
 * Some expectation files leave out sections of their recording. Where the raw text has more addresses than the file has
 * rows, an extra row that the raw text proves is counted as `beyond` and not as an error: the raw text wins.
 */
import { fdbType, parseText } from '../../agent/switch/parse/index.ts';
import type { Command, CommandClass, FdbRow, Platform } from '../../agent/switch/platform.ts';
import { parseMac } from '../../shared/model/index.ts';
import { type ExpectedFdbRow, type ExpectedType, expectedFdb, fieldsOf } from './parse-expected.ts';
import { ourName } from './parse-kinds.ts';
import type { Recording } from './parse-recordings.ts';

export interface Difference {
  readonly file: string;
  readonly side: 'missed' | 'extra';
  /** `row` for a whole row. */
  readonly field: string;
  readonly row: string;
  readonly rawLine: string;
}

export interface FileScore {
  /** Id of ours where we have one. */
  readonly platform: string;
  readonly class: CommandClass;
  readonly file: string;
  /** A command of the pack reads it. */
  readonly parser: boolean;
  readonly expected: number;
  readonly found: number;
  readonly hits: number;
  readonly beyond: number;
  /** Differences that the list of exceptions explains; they count neither as expected nor as wrong. */
  readonly excepted: number;
  /** Lines that are not blank. */
  readonly lines: number;
  readonly unknownLines: number;
  readonly differences: readonly Difference[];
}

/** `command` is what reads the recording; without it every row is missed. */
export function scoreFdb(
  recording: Recording,
  platform: Platform | undefined,
  command: Command<FdbRow> | undefined,
): FileScore {
  const name = platform?.portName ?? ((text: string) => text);
  const expected = expectedFdb(recording.expected).map((row) => ({ ...row, port: name(row.port) }));
  const parsed = command === undefined ? undefined : parseText(command, recording.text);
  const found = parsed?.rows ?? [];
  const { missed, extra } = compare(expected, found);
  const lines = recording.text.split(/\r?\n/);
  const incomplete =
    lines.filter((line) => macIn(line) !== undefined).length > fieldsOf(recording.expected).length;
  const beyond = extra.filter((row) => incomplete && isProven(row, found, lines, name));
  const wrong = extra.filter((row) => !beyond.includes(row));
  const difference =
    (side: Difference['side']) =>
    (row: ExpectedFdbRow): Difference => ({
      file: recording.file,
      side,
      field: 'row',
      row: `${row.mac} vlan ${row.vlan ?? '-'} port ${row.port || '-'} ${row.type}`,
      rawLine: rawLineOf(row.mac, row.vlan, lines) ?? '(no such line)',
    });
  return {
    platform: platform?.id ?? ourName(recording.platform),
    class: 'fdb',
    file: recording.file,
    parser: command !== undefined,
    expected: expected.length,
    found: found.length,
    hits: expected.length - missed.length,
    beyond: beyond.length,
    excepted: 0,
    lines: lines.filter((line) => line.trim() !== '').length,
    unknownLines: parsed?.unknownCount ?? 0,
    differences: [...missed.map(difference('missed')), ...wrong.map(difference('extra'))],
  };
}

/** Multisets: a row that the device printed three times is expected three times. */
function compare(
  expected: readonly ExpectedFdbRow[],
  found: readonly FdbRow[],
): { missed: ExpectedFdbRow[]; extra: FdbRow[] } {
  const left = new Map<string, FdbRow[]>();
  for (const row of found) left.set(keyOf(row), [...(left.get(keyOf(row)) ?? []), row]);
  const missed = expected.filter((row) => {
    const rows = left.get(keyOf(row)) ?? [];
    const at = rows.findIndex((candidate) => sameType(row.type, candidate.type));
    if (at >= 0) rows.splice(at, 1);
    return at < 0;
  });
  return { missed, extra: [...left.values()].flat() };
}

function keyOf(row: {
  readonly mac: string;
  readonly vlan: number | undefined;
  readonly port: string;
}): string {
  return `${row.mac} ${row.vlan} ${row.port.toLowerCase()}`;
}

function sameType(expected: ExpectedType, found: FdbRow['type']): boolean {
  if (expected === 'any') return true;
  if (expected === 'fixed') return found === 'static' || found === 'self' || found === 'secure';
  return expected === found;
}

/** The raw text has the row at least as often as it was found. */
function isProven(
  row: FdbRow,
  found: readonly FdbRow[],
  lines: readonly string[],
  portName: (text: string) => string,
): boolean {
  const times = found.filter((other) => keyOf(other) === keyOf(row) && other.type === row.type).length;
  return lines.filter((_, i) => provesAt(row, lines, i, portName)).length >= times;
}

/** Address, VLAN and type stand in this line, the port here or in the lines that go on with it. */
function provesAt(
  row: FdbRow,
  lines: readonly string[],
  at: number,
  portName: (text: string) => string,
): boolean {
  const tokens = (lines[at] ?? '').trim().split(/[\s,]+/);
  if (!isLineOf(row.mac, row.vlan, lines[at] ?? '') || !tokens.some((token) => fdbType(token) === row.type))
    return false;
  const next = lines.findIndex((line, i) => i > at && (macIn(line) !== undefined || line.trim() === ''));
  const block = lines
    .slice(at, next < 0 ? undefined : next)
    .join(' ')
    .split(/[\s,]+/);
  return row.port === '' || block.some((token) => portName(token) === row.port);
}

function rawLineOf(mac: string, vlan: number | undefined, lines: readonly string[]): string | undefined {
  return lines.find((line) => isLineOf(mac, vlan, line)) ?? lines.find((line) => macIn(line) === mac);
}

function isLineOf(mac: string, vlan: number | undefined, line: string): boolean {
  return macIn(line) === mac && (vlan === undefined || line.trim().split(/\s+/).includes(String(vlan)));
}

function macIn(line: string): string | undefined {
  const token = line.split(/\s+/).find((word) => /[.:-]/.test(word) && parseMac(word) !== undefined);
  return token === undefined ? undefined : parseMac(token);
}
