/** What a managed field may hold: one rule per field, used by the controller for every write and by the CLI before it sends. */
import ipaddr from 'ipaddr.js';
import type { FieldViolation } from '../errors.ts';
import type { Json, JsonObject } from './json.ts';
import { type FieldSpec, type Kind, kindSpec } from './kinds.ts';
import { fieldSpec, isLabel, labelProblem, openNameProblem } from './labels.ts';
import { platformProblem } from './platform-ids.ts';
import { isRecordId, isSiteId, MESH_SITE } from './ref.ts';
import { parseJump } from './ssh.ts';

export const TEXT_CHARS_MAX = 4096;
export const NAME_CHARS_MAX = 128;

/** Fields that a new record must have. */
const REQUIRED: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  site: ['name'],
  floor: ['name'],
  source: ['name', 'driver', 'address'],
  agent: ['name'],
  switch: ['name'],
};

/** Kinds that people create. The others come from agents. */
export const managedKinds: readonly Kind[] = ['site', 'floor', 'source', 'switch'];

type Rule = (value: Json) => string | undefined;

const DRIVERS: readonly string[] = ['switch', 'sql'];
/** Whose sources agents change by the steps of plans. */
export const writingDrivers: readonly string[] = ['sql', 'switch'];
/** Whose sources agents read whole. */
export const readingDrivers: readonly string[] = ['switch'];

const RULES: Readonly<Record<string, Rule>> = {
  name: (value) => nameProblem(String(value)),
  port: (value) => (isPort(value) ? undefined : 'must be a whole number from 1 to 65535'),
  driver: (value) => (DRIVERS.includes(String(value)) ? undefined : `must be one of: ${DRIVERS.join(', ')}`),
  platform: (value) => platformProblem(String(value)),
  credential: (value) => credentialProblem(String(value)),
  jump: (value) => jumpProblem(String(value)),
  jumplogin: (value) => (value === '' ? undefined : credentialProblem(String(value))),
};

function credentialProblem(value: string): string | undefined {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value)
    ? undefined
    : 'must be a credential name: letters, digits, . _ -';
}

/** Every problem of the fields that are given. `path` leads each field name, for example `operations[3].`. */
export function fieldProblems(kind: Kind, fields: JsonObject, path: string): FieldViolation[] {
  const problems: FieldViolation[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const message =
      fieldProblem(kind, name, value) ?? (name === 'address' ? placeProblem(fields) : undefined);
    if (message) problems.push({ field: `${path}${name}`, message });
  }
  return problems;
}

/**
 * Of a source, from its driver and address: a database is named by its path, all else by an address. Where the driver is not said,
 * as in an update of other fields, either will do.
 */
export function placeProblem({ driver, address }: JsonObject): string | undefined {
  if (typeof address !== 'string') return undefined;
  const isPath = driver === undefined ? address.startsWith('/') : driver === 'sql';
  return isPath ? pathProblem(address) : addressProblem(address);
}

/** Required fields that are not there. */
export function missingFields(kind: Kind, fields: JsonObject, path: string): FieldViolation[] {
  return (REQUIRED[kind] ?? [])
    .filter((name) => fields[name] === undefined || fields[name] === null || fields[name] === '')
    .map((name) => ({ field: `${path}${name}`, message: 'is required' }));
}

/** The id of a new site is the short name that people type everywhere. */
export function siteIdProblem(id: string): string | undefined {
  if (id === MESH_SITE) return `"${MESH_SITE}" is reserved`;
  return isSiteId(id) ? undefined : 'must be 1 to 63 lower-case letters, digits or dashes, such as ams1';
}

export function recordIdProblem(id: string): string | undefined {
  return isRecordId(id) ? undefined : 'must be lower-case letters, digits, dots, dashes or underscores';
}

function fieldProblem(kind: Kind, name: string, value: Json | undefined): string | undefined {
  const spec = fieldSpec(kind, name);
  if (!spec) return openNameProblem(name) ?? unknownField(kind);
  if (spec.class !== 'managed' || name === 'deleted') return 'is not set by people';
  if (value === undefined || value === null)
    return isRequired(kind, name) ? 'is required and cannot be taken away' : undefined;
  return typeProblem(spec, value) ?? (isLabel(name) ? labelProblem(value) : RULES[name]?.(value));
}

function unknownField(kind: Kind): string {
  return `is not a field of ${kind}; it has: ${[...managedFields(kind), 'label.KEY', 'note.ID'].join(', ')}`;
}

/** What a write with this mask changes: its fields alone, and each of them; `null` takes one away. Empty: all given. */
export function maskedFields(fields: JsonObject, mask: readonly string[]): JsonObject {
  if (mask.length === 0) return fields;
  const given = (name: string): Json => (Object.hasOwn(fields, name) ? (fields[name] ?? null) : null);
  return Object.fromEntries(mask.map((name) => [name, given(name)]));
}

/** Every path that is no field of the kind that people may write. */
export function maskProblems(kind: Kind, paths: readonly string[], field: string): FieldViolation[] {
  return paths.flatMap((path) => {
    const spec = fieldSpec(kind, path);
    if (spec?.class === 'managed' && path !== 'deleted') return [];
    const message = spec ? 'is not set by people' : (openNameProblem(path) ?? unknownField(kind));
    return [{ field, message: `"${path.slice(0, NAME_CHARS_MAX)}" ${message}` }];
  });
}

function isRequired(kind: Kind, name: string): boolean {
  return REQUIRED[kind]?.includes(name) ?? false;
}

export function managedFields(kind: Kind): string[] {
  return Object.entries(kindSpec(kind).fields)
    .filter(([name, spec]) => spec.class === 'managed' && name !== 'deleted')
    .map(([name]) => name);
}

function typeProblem(spec: FieldSpec, value: Json): string | undefined {
  switch (spec.type) {
    case 'string':
    case 'ref':
      return typeof value === 'string' ? textProblem(value) : 'must be text';
    case 'number':
    case 'time':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : 'must be a number';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'strings':
      return Array.isArray(value) && value.every((v) => typeof v === 'string')
        ? undefined
        : 'must be a list of texts';
  }
}

function textProblem(value: string): string | undefined {
  if (value.length > TEXT_CHARS_MAX) return `is longer than ${TEXT_CHARS_MAX} characters`;
  if (/\p{Surrogate}/u.test(value)) return 'is not well-formed Unicode';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(value) ? 'holds a control character' : undefined;
}

function nameProblem(value: string): string | undefined {
  if (value.trim() !== value || value === '') return 'must not be empty or have blanks around it';
  if (value.length > NAME_CHARS_MAX) return `is longer than ${NAME_CHARS_MAX} characters`;
  if (/[/\n\t]/.test(value)) return 'must not hold a slash, tab or line break';
  if (HIDDEN.test(value)) return 'must not hold invisible characters';
  const plain = value.normalize('NFKC');
  // Two spellings of one name would be two names.
  if (plain !== value) return `is not in Unicode normal form NFKC; write "${plain}"`;
  const mixed = value.match(WORDS)?.find((word) => LATIN.test(word) && LOOKS_LATIN.test(word));
  return mixed === undefined
    ? undefined
    : `mixes letters that look alike in "${mixed}": Latin with Greek or Cyrillic`;
}

/** What nobody sees makes two names of what looks like one; so do letters of scripts that share their shapes. */
const HIDDEN = /[\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u;
const WORDS = /\p{L}+/gu;
const LATIN = /\p{Script=Latin}/u;
const LOOKS_LATIN = /[\p{Script=Greek}\p{Script=Cyrillic}]/u;

function addressProblem(value: string): string | undefined {
  // Not `ipaddr.isValid`: that takes 10.1 and 0x7f.1 for addresses too.
  if (ipaddr.IPv4.isValidFourPartDecimal(value) || ipaddr.IPv6.isValid(value)) return undefined;
  if (/(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i.test(value)) return `"${value}" is not a complete IPv4 address`;
  const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
  const host = value.endsWith('.') ? value.slice(0, -1) : value;
  const fine = host.length <= 253 && host.split('.').every((part) => label.test(part));
  return fine ? undefined : 'must be an IP address or a host name';
}

/** A host as `address` may be, and a port behind it if it is not the usual one. */
function jumpProblem(value: string): string | undefined {
  if (value === '') return undefined;
  const jump = parseJump(value);
  return jump ? addressProblem(jump.address) : 'must be host or host:port';
}

function pathProblem(value: string): string | undefined {
  const parts = value.split('/').slice(1);
  const isPlain = value.startsWith('/') && parts.every((part) => !['', '.', '..'].includes(part));
  return isPlain ? undefined : 'must be the whole path of a file, such as /var/lib/inventory/hosts.db';
}

function isPort(value: Json): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;
}
