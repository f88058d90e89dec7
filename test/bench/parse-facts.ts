/**
 * Rows of any class as facts. What an expectation file tells of a row (`Wanted`) and what a parser found of it (`Found`)
 * are lists of texts per field; a field that the file does not have is not judged. Rows are paired by their key.
 */

export interface Found {
  readonly key: string;
  readonly facts: ReadonlyMap<string, readonly string[]>;
}

/** One fact that is expected, with the spellings that are as right; the first is shown. */
export type Spellings = readonly string[];

export interface Wanted {
  readonly key: string;
  readonly facts: ReadonlyMap<string, readonly Spellings[]>;
  /** Texts per field that are right where found and are not missed otherwise, such as the serial of a power supply. */
  readonly allowed?: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Fact {
  readonly key: string;
  /** Undefined: the row itself. */
  readonly field: string | undefined;
  readonly value: string;
}

export interface Comparison {
  readonly expected: number;
  readonly found: number;
  readonly beyond: number;
  readonly missed: readonly Fact[];
  readonly extra: readonly Fact[];
}

/** Texts of one field: nothing, one, several, or one in several spellings. */
export type Told = string | undefined | readonly string[] | { readonly either: readonly string[] };

/** Fields that are `null` are not judged. */
export function wanted(key: string, fields: Readonly<Record<string, Told | null>>): Wanted {
  const facts = new Map<string, readonly Spellings[]>();
  for (const [field, told] of Object.entries(fields)) if (told !== null) facts.set(field, spellings(told));
  return { key, facts };
}

export function found(
  key: string,
  fields: Readonly<Record<string, string | readonly string[] | undefined>>,
): Found {
  return {
    key,
    facts: new Map(
      Object.entries(fields).map(([field, told]) => [field, spellings(told).flatMap(([text]) => text ?? [])]),
    ),
  };
}

function spellings(told: Told): Spellings[] {
  if (told === undefined || told === '') return [];
  if (typeof told === 'string') return [[told]];
  if ('either' in told) return told.either.length === 0 ? [] : [told.either];
  return told.filter((text) => text !== '').map((text) => [text]);
}

/** Rows of one key that each tell a part become one row. */
export function mergeWanted(rows: readonly Wanted[]): Wanted[] {
  const merged = new Map<string, Map<string, readonly Spellings[]>>();
  for (const { key, facts } of rows) {
    const whole = merged.get(key) ?? new Map<string, readonly Spellings[]>();
    for (const [field, told] of facts) whole.set(field, distinct([...(whole.get(field) ?? []), ...told]));
    merged.set(key, whole);
  }
  return [...merged].map(([key, facts]) => ({ key, facts }));
}

export function mergeFound(rows: readonly Found[]): Found[] {
  const merged = new Map<string, Map<string, readonly string[]>>();
  for (const { key, facts } of rows) {
    const whole = merged.get(key) ?? new Map<string, readonly string[]>();
    for (const [field, told] of facts) whole.set(field, [...new Set([...(whole.get(field) ?? []), ...told])]);
    merged.set(key, whole);
  }
  return [...merged].map(([key, facts]) => ({ key, facts }));
}

function distinct(told: readonly Spellings[]): Spellings[] {
  return [...new Map(told.map((texts) => [texts[0], texts])).values()];
}

interface Judged {
  readonly hits: number;
  readonly beyond: number;
  readonly missed: readonly Fact[];
  readonly extra: readonly Fact[];
}

/** Multisets: a row that the device printed twice is expected twice. The most alike of one key are pairs. */
export function compareFacts(expected: readonly Wanted[], rows: readonly Found[]): Comparison {
  const left = new Map<string, Found[]>();
  for (const row of rows) {
    const same = left.get(row.key);
    if (same === undefined) left.set(row.key, [row]);
    else same.push(row);
  }
  const judged = expected.map((row) => {
    const candidates = left.get(row.key) ?? [];
    const best = bestOf(row, candidates);
    if (best !== undefined) candidates.splice(candidates.indexOf(best.row), 1);
    return best?.judged ?? judge(row, undefined);
  });
  const fields = new Set(expected.flatMap((row) => [...row.facts.keys()]));
  const over = [...left.values()].flat().flatMap((row) => factsOf(row, fields));
  const missed = judged.flatMap((one) => one.missed);
  const extra = [...judged.flatMap((one) => one.extra), ...over];
  const hits = judged.reduce((sum, one) => sum + one.hits, 0);
  const beyond = judged.reduce((sum, one) => sum + one.beyond, 0);
  return { expected: hits + missed.length, found: hits + beyond + extra.length, beyond, missed, extra };
}

function bestOf(row: Wanted, candidates: readonly Found[]): { row: Found; judged: Judged } | undefined {
  return candidates
    .map((candidate) => ({ row: candidate, judged: judge(row, candidate) }))
    .reduce<{ row: Found; judged: Judged } | undefined>(
      (best, next) => (best === undefined || next.judged.hits > best.judged.hits ? next : best),
      undefined,
    );
}

function judge(row: Wanted, candidate: Found | undefined): Judged {
  const { key } = row;
  const missed: Fact[] = candidate === undefined ? [{ key, field: undefined, value: '' }] : [];
  const extra: Fact[] = [];
  let [hits, beyond] = [candidate === undefined ? 0 : 1, 0];
  for (const [field, told] of row.facts) {
    const rest = [...(candidate?.facts.get(field) ?? [])];
    for (const texts of told) {
      const at = rest.findIndex((text) => texts.some((other) => isSame(other, text)));
      if (at < 0) missed.push({ key, field, value: texts[0] ?? '' });
      else {
        rest.splice(at, 1);
        hits += 1;
      }
    }
    for (const value of rest) {
      if (row.allowed?.get(field)?.has(value) === true) beyond += 1;
      else extra.push({ key, field, value });
    }
  }
  return { hits, beyond, missed, extra };
}

/** `text…` stands for any text that begins so. */
function isSame(expected: string, text: string): boolean {
  return expected === text || (expected.endsWith('…') && text.startsWith(expected.slice(0, -1)));
}

function factsOf({ key, facts }: Found, fields: ReadonlySet<string>): Fact[] {
  return [
    { key, field: undefined, value: '' },
    ...[...facts]
      .filter(([field]) => fields.has(field))
      .flatMap(([field, values]) => values.map((value) => ({ key, field, value }))),
  ];
}

export function factText({ key, field, value }: Fact): string {
  return field === undefined ? key : `${key} ${field}=${value}`;
}
