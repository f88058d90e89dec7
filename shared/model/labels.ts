/**
 * Labels and notes: fields that any record may have without being declared. Each label and each note is a field of
 * its own, so what two people write at once meets only where it is the same label.
 */
import type { FieldViolation } from '../errors.ts';
import type { Json, JsonObject } from './json.ts';
import { type FieldSpec, type Kind, kindSpec } from './kinds.ts';

export const LABEL_PREFIX = 'label.';
export const NOTE_PREFIX = 'note.';

export const LABEL_VALUE_CHARS_MAX = 128;
export const LABELS_PER_RECORD_MAX = 64;
export const NOTES_PER_RECORD_MAX = 100;

const LABEL_KEY = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/;

const label: FieldSpec = {
  section: 'core',
  class: 'managed',
  type: 'string',
  indexed: true,
  doc: 'A label; its key follows the dot.',
};
const note: FieldSpec = {
  section: 'core',
  class: 'managed',
  type: 'string',
  doc: 'A note; its id follows the dot.',
};

/** The declared field, or what a label or note of that name is. */
export function fieldSpec(kind: Kind, name: string): FieldSpec | undefined {
  const { fields } = kindSpec(kind);
  if (Object.hasOwn(fields, name)) return fields[name];
  if (isLabel(name)) return LABEL_KEY.test(name.slice(LABEL_PREFIX.length)) ? label : undefined;
  return name.startsWith(NOTE_PREFIX) && LABEL_KEY.test(name.slice(NOTE_PREFIX.length)) ? note : undefined;
}

export function isLabel(name: string): boolean {
  return name.startsWith(LABEL_PREFIX);
}

/** What is wrong with the value of a label; `undefined`: nothing. */
export function labelProblem(value: Json): string | undefined {
  const text = String(value);
  if (text === '' || text.trim() !== text) return 'must not be empty or have blanks around it';
  if (text.length > LABEL_VALUE_CHARS_MAX) return `is longer than ${LABEL_VALUE_CHARS_MAX} characters`;
  return /[\n\t]/.test(text) ? 'must be one line without tabs' : undefined;
}

/** Labels that an agent tells of itself. */
export const AGENT_LABELS_MAX = 32;

/** What is wrong with a label that an agent tells of itself; `undefined`: nothing. */
export function agentLabelProblem(name: string, value: string): string | undefined {
  if (!LABEL_KEY.test(name))
    return 'must be name=value, the name of 1 to 63 lower-case letters, digits, dots, dashes or underscores';
  const problem = labelProblem(value);
  return problem && `has a value that ${problem}`;
}

/** For a name that begins like a label or note and is none. */
export function openNameProblem(name: string): string | undefined {
  if (!isLabel(name) && !name.startsWith(NOTE_PREFIX)) return undefined;
  return 'must be a prefix and 1 to 63 lower-case letters, digits, dots, dashes or underscores, such as label.env';
}

/** More labels or notes than one record may have; `fields` as the write would leave them. */
export function openFieldProblems(fields: JsonObject, path: string): FieldViolation[] {
  const bounds: readonly (readonly [prefix: string, found: number, max: number])[] = [
    [LABEL_PREFIX, labelsOf(fields).size, LABELS_PER_RECORD_MAX],
    [NOTE_PREFIX, notesOf(fields).size, NOTES_PER_RECORD_MAX],
  ];
  return bounds
    .filter(([, found, max]) => found > max)
    .map(([prefix, found, max]) => ({
      field: `${path}${prefix}*`,
      message: `a record has at most ${max} of them, not ${found}; take some away`,
    }));
}

/** Key -> value. */
export function labelsOf(fields: JsonObject): ReadonlyMap<string, string> {
  return withPrefix(fields, LABEL_PREFIX);
}

/** Id -> text, oldest first where the ids were made by `wayside note`. */
export function notesOf(fields: JsonObject): ReadonlyMap<string, string> {
  return withPrefix(fields, NOTE_PREFIX);
}

function withPrefix(fields: JsonObject, prefix: string): ReadonlyMap<string, string> {
  const found = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    name.startsWith(prefix) && value !== undefined && value !== null
      ? [[name.slice(prefix.length), String(value)]]
      : [],
  );
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
