/**
 * Every field of every request, from the descriptors: where it stands, and how a request looks in which it alone has
 * another value. A new rpc or field is walked as soon as it is in the protos.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadSync, type MethodDefinition } from '@grpc/proto-loader';
import { packageRoot } from '../../../shared/runtime/index.ts';
import { protos } from '../../../shared/transport/index.ts';

/** What proto-loader keeps of a message type. */
interface Shape {
  readonly field: readonly FieldShape[];
  readonly nestedType: readonly (Shape & { readonly name: string })[];
  readonly oneofDecl: readonly { readonly name: string }[];
  readonly options: { readonly mapEntry: boolean } | null;
}

interface FieldShape {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly typeName: string;
}

interface Step {
  readonly field: string;
  /** Members of the same oneof, which are left away. */
  readonly others: readonly string[];
  /** How the field holds values. */
  readonly holds: 'one' | 'list' | 'keys' | 'values';
}

export interface Place {
  readonly rpc: string;
  /** `operations[].create.fields{key}` */
  readonly path: string;
  /** The name of the field that holds the value. */
  readonly field: string;
  /** `TYPE_STRING`, `TYPE_INT32`, … */
  readonly type: string;
  /** The request with this value in the place, all else as in the base. */
  put(base: object, value: unknown): object;
}

const LOADER = { keepCase: false, longs: String, enums: String, defaults: true, oneofs: true } as const;
const PROTO_DIR = join(packageRoot(), 'proto');
const JSON_TYPES = ['google.protobuf.Struct', 'google.protobuf.Value'];

type Definitions = ReturnType<typeof loadSync>;

/** The places of all requests; `SessionService.Session` among them. */
export function allPlaces(): readonly Place[] {
  const files = readdirSync(join(PROTO_DIR, 'wayside/v1')).map((name) => `wayside/v1/${name}`);
  const definitions = loadSync(files, { ...LOADER, includeDirs: [PROTO_DIR] });
  return [...protos().services].flatMap(([service, methods]) =>
    methods.flatMap((name) => {
      const method = (
        definitions[`wayside.v1.${service}`] as Record<string, MethodDefinition<object, object>>
      )[name];
      const shape = method?.requestType.type as Shape | undefined;
      if (!shape) throw new Error(`there is no request of ${service}.${name}`);
      return placesOf(definitions, { shape, scope: [shape], steps: [], rpc: `${service}.${name}` });
    }),
  );
}

interface Where {
  readonly shape: Shape;
  /** Messages that may hold the type of a field. */
  readonly scope: readonly Shape[];
  readonly steps: readonly Step[];
  readonly rpc: string;
}

function placesOf(definitions: Definitions, where: Where): readonly Place[] {
  const { shape, scope, steps, rpc } = where;
  return shape.field.flatMap((field): readonly Place[] => {
    const others = isChoice(shape)
      ? shape.field.map(({ name }) => name).filter((name) => name !== field.name)
      : [];
    const step = (holds: Step['holds']): Step[] => [...steps, { field: field.name, others, holds }];
    const many = field.label === 'LABEL_REPEATED' ? 'list' : 'one';
    if (field.type !== 'TYPE_MESSAGE') return [place(rpc, step(many), field.type)];
    const full = field.typeName.replace(/^\./, '');
    if (JSON_TYPES.some((name) => name.endsWith(full) || full.endsWith(name)))
      return ['json-key', 'json'].map((type) => {
        const at = place(rpc, step(many), type);
        return full.endsWith('Value') ? inValue(at) : at;
      });
    const inner = messageOf(definitions, full, scope);
    if (inner.options?.mapEntry) {
      const type = inner.field.find(({ name }) => name === 'value')?.type ?? '';
      return [place(rpc, step('keys'), 'TYPE_STRING'), place(rpc, step('values'), type)];
    }
    return placesOf(definitions, { shape: inner, scope: [...scope, inner], steps: step(many), rpc });
  });
}

/** In our protos a message with a oneof is nothing else; `optional` fields are oneofs that begin with an underscore. */
function isChoice({ oneofDecl }: Shape): boolean {
  return oneofDecl.some(({ name }) => !name.startsWith('_'));
}

function messageOf(definitions: Definitions, name: string, scope: readonly Shape[]): Shape {
  const nested = scope.flatMap(({ nestedType }) => nestedType).find((type) => type.name === name);
  const named = ['', 'wayside.v1.', 'google.protobuf.']
    .map((prefix) => definitions[`${prefix}${name}`])
    .find((type) => type?.['format'] === 'Protocol Buffer 3 DescriptorProto');
  const found = nested ?? (named?.['type'] as Shape | undefined);
  if (!found) throw new Error(`there is no message ${name}`);
  return found;
}

function place(rpc: string, steps: readonly Step[], type: string): Place {
  const marks = { one: '', list: '[]', keys: '{key}', values: '{value}' };
  const path = steps.map(({ field, holds }) => `${field}${marks[holds]}`).join('.');
  const field = type === 'json' ? 'name' : type === 'json-key' ? '' : (steps.at(-1)?.field ?? '');
  const leaf = (value: unknown): unknown => {
    if (type === 'json-key') return { fields: { [String(value)]: { stringValue: 'x' } } };
    if (type === 'json') return { fields: { name: jsonOf(value) } };
    return value;
  };
  const suffix = type === 'json-key' ? '{key}' : type === 'json' ? '{value}' : '';
  const kind = type.startsWith('json') ? 'TYPE_STRING' : type;
  return {
    ...{ rpc, field, type: kind, path: `${path}${suffix}` },
    put: (base, value) => putAt(base, steps, leaf(value)),
  };
}

/** A value that is a whole object. */
function inValue(at: Place): Place {
  const [last = ''] = at.path.split('.').at(-1)?.split('{') ?? [];
  return {
    ...at,
    put: (base, value) => {
      const request = at.put(base, value) as Record<string, unknown>;
      return { ...request, [last]: { structValue: request[last] } };
    },
  };
}

function jsonOf(value: unknown): object {
  return typeof value === 'number' ? { numberValue: value } : { stringValue: value };
}

function putAt(base: unknown, [step, ...rest]: readonly Step[], value: unknown): object {
  if (!step) return value as object;
  const { field, others, holds } = step;
  const copy: Record<string, unknown> = { ...(base as object) };
  for (const other of others) delete copy[other];
  const old = copy[field];
  const next = (from: unknown): unknown => (rest.length === 0 ? value : putAt(from ?? {}, rest, value));
  if (holds === 'list') copy[field] = [next((old as unknown[] | undefined)?.[0])];
  else if (holds === 'keys') copy[field] = Object.fromEntries([[String(value), 'x']]);
  else if (holds === 'values') copy[field] = { name: value };
  else copy[field] = next(old);
  return copy;
}
