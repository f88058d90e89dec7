/** One raw value (from the file, the environment or a flag) read as its key declares it. zod stays behind this file. */
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import type { Address, KeySpec } from './key-spec.ts';
import { parseDuration, parseSize } from './units.ts';

/** Where relative paths start, and where systemd put its credentials. */
export interface PathBase {
  readonly directory: string;
  readonly credentials: string | undefined;
}

export type ValueResult =
  | { readonly ok: true; readonly value: unknown }
  /** `message` goes on from "must be" and names the form and the bounds. */
  | { readonly ok: false; readonly message: string };

const TEXT_LENGTH_MAX = 1024;
const LIST_LENGTH_MAX = 64;
/** Of a key that holds groups. */
export const GROUPS_MAX = 256;
const PORT_MAX = 65_535;
const CREDENTIAL = /^cred:([A-Za-z0-9._-]{1,255})$/;

/** Text from a flag or the environment is read as its type; what YAML already typed must have that type. */
export function readValue(spec: KeySpec, raw: unknown, base: PathBase): ValueResult {
  const result = schemaOf(spec, base).safeParse(raw);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, message: result.error.issues[0]?.message ?? expectation(spec) };
}

/** What a value of this key must be, with its bounds: `a duration such as 30s, from 1s to 2m`. */
export function expectation(spec: KeySpec): string {
  const range = spec.min === undefined ? '' : `, from ${spec.min} to ${spec.max}`;
  switch (spec.type) {
    case 'duration':
      return `a duration with its unit such as 30s or 1h30m${range}`;
    case 'size':
      return `a size with its unit such as 16MiB${range}`;
    case 'count':
      return `a whole number${range}`;
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of ${spec.choices?.join(', ')}`;
    case 'address':
      return spec.defaultPort ? 'host or host:port' : 'host:port, such as 127.0.0.1:7443';
    case 'addresses':
      return `a list of host:port, at most ${LIST_LENGTH_MAX}`;
    case 'texts':
      return `a list of texts, at most ${LIST_LENGTH_MAX}`;
    case 'path':
      return 'the path of a file or folder';
    case 'groups':
      return `a list of at most ${GROUPS_MAX}, each with keys of its own; in a flag or the environment as JSON`;
    case 'secretFile':
      return 'the path of a file that holds the secret, or cred:NAME for a systemd credential';
    case 'text':
      return `text of 1 to ${TEXT_LENGTH_MAX} characters (put numbers in quotes)`;
  }
}

function schemaOf(spec: KeySpec, base: PathBase): z.ZodType {
  const error = `must be ${expectation(spec)}`;
  const text = z.string({ error }).trim().min(1, error).max(TEXT_LENGTH_MAX, error);
  const listOf = (item: z.ZodType): z.ZodType =>
    z.preprocess(splitList, z.array(item, { error }).max(LIST_LENGTH_MAX, error));
  switch (spec.type) {
    case 'duration':
      return measured(text, { error, parse: parseDuration, spec });
    case 'size':
      return measured(text, { error, parse: parseSize, spec });
    case 'count':
      return z.preprocess(
        (raw) => (typeof raw === 'string' && /^\d{1,15}$/.test(raw) ? Number(raw) : raw),
        z.int({ error }).min(Number(spec.min), error).max(Number(spec.max), error),
      );
    case 'boolean':
      return z.preprocess(
        (raw) => (typeof raw === 'string' ? BOOLEANS.get(raw.toLowerCase()) : raw),
        z.boolean({ error }),
      );
    case 'choice':
      return z.enum(spec.choices ?? [], { error });
    case 'address':
      return addressSchema(text, error, spec.defaultPort);
    case 'addresses':
      return listOf(addressSchema(text, error, spec.defaultPort));
    case 'texts':
      return listOf(text);
    case 'path':
      return text.transform((path) => resolve(base.directory, path));
    case 'secretFile':
      return secretFileSchema(text, base);
    case 'text':
      return text;
    case 'groups':
      // Taken apart before this file: groups.ts.
      return z.never({ error });
  }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
]);

/** `a, b` from a flag or the environment. */
function splitList(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw;
  return raw === '' ? [] : raw.split(',').map((item) => item.trim());
}

interface Measure {
  readonly error: string;
  readonly parse: (text: string) => number | undefined;
  readonly spec: KeySpec;
}

function measured(text: z.ZodType<string>, { error, parse, spec }: Measure): z.ZodType {
  const bound = (value: unknown, fallback: number): number => parse(String(value)) ?? fallback;
  return text
    .transform((raw, context) => parse(raw) ?? refuse(context, error))
    .pipe(z.number().min(bound(spec.min, 0), error).max(bound(spec.max, Number.MAX_SAFE_INTEGER), error));
}

function addressSchema(text: z.ZodType<string>, error: string, defaultPort: number | undefined): z.ZodType {
  return text.transform((raw, context) => parseAddress(raw, defaultPort) ?? refuse(context, error));
}

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** `host:port`, `[v6]:port`, and the host alone where a port is given for it; `undefined` when it is neither. */
export function parseAddress(text: string, defaultPort?: number): Address | undefined {
  const [, bracketed, plain, portText] =
    /^(?:\[([0-9a-fA-F:.%]+)\]|([^\s:[\]/@]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = portText === undefined ? defaultPort : Number(portText);
  if (host === undefined || port === undefined || port > PORT_MAX) return undefined;
  return { host, port };
}

export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function secretFileSchema(text: z.ZodType<string>, base: PathBase): z.ZodType {
  return text.transform((raw, context) => {
    if (!raw.startsWith('cred:')) return resolve(base.directory, raw);
    const [, credential] = CREDENTIAL.exec(raw) ?? [];
    if (credential === undefined) return refuse(context, 'must name the credential as cred:NAME');
    if (base.credentials !== undefined && isAbsolute(base.credentials))
      return resolve(base.credentials, credential);
    return refuse(
      context,
      `names the systemd credential "${credential}", but CREDENTIALS_DIRECTORY is not set: add LoadCredential=${credential}:FILE to the unit`,
    );
  });
}
