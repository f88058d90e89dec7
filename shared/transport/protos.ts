/** The one place that reads .proto files: message types by name, the calls with their paths, descriptors for reflection. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSync, type MessageTypeDefinition, type PackageDefinition } from '@grpc/proto-loader';
import { type FieldViolation, WaysideError } from '../errors.ts';
import type { Json } from '../model/index.ts';
import { packageRoot } from '../runtime/index.ts';
import { createProtoJson, createRequestCheck, type MessageShape, type RequestCheck } from '../wire/index.ts';

/** The generated types of proto/gen are made with the same options. */
const LOADER_OPTIONS = {
  keepCase: false,
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
} as const;

const PROTO_FOLDERS = ['wayside/v1', 'google/rpc'] as const;
const PACKAGE = 'wayside.v1';
const SESSION_FILE = 'wayside/v1/session.proto';
const SESSION_METHOD = 'SessionService.Session';

/** A message type: its objects to bytes and back. */
export interface MessageCodec {
  encode(message: object): Buffer;
  /** Throws when the bytes are no such message. */
  decode(bytes: Uint8Array): object;
}

export interface CallShape {
  /** `/wayside.v1.JobService/GetJob` */
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly request: MessageCodec;
  readonly response: MessageCodec;
  /** What a decoded request holds that none may; empty: nothing. */
  problems(request: object): readonly FieldViolation[];
}

export interface Protos {
  /** By full name, such as `google.rpc.Status`. */
  message(fullName: string): MessageCodec;
  /** By `Service.Method`. */
  call(method: string): CallShape;
  /** `Service` -> the names of its methods; all services of wayside.v1. */
  readonly services: ReadonlyMap<string, readonly string[]>;
  /** proto3 JSON of a decoded message: `toJson('wayside.v1.Job', job)`. */
  toJson(messageType: string, message: object): Json;
}

let loaded: Protos | undefined;
let session: Protos | undefined;

/** Reads the files at the first call; they do not change while the process runs. */
export function protos(): Protos {
  loaded ??= loadProtos((dir) =>
    PROTO_FOLDERS.flatMap((folder) =>
      readdirSync(join(dir, folder))
        .filter((name) => name.endsWith('.proto'))
        .map((name) => `${folder}/${name}`),
    ),
  );
  return loaded;
}

/** The call that an agent keeps open. Half of the files are enough for it, and an agent needs no others while all is well. */
export function sessionCall(): CallShape {
  session ??= loaded ?? loadProtos(() => [SESSION_FILE]);
  return session.call(SESSION_METHOD);
}

/** Descriptors as the compiler made them, one buffer for each file: those of proto-loader lose their imports. */
export function rawDescriptors(): Buffer[] {
  const set = readFileSync(join(packageRoot(), 'proto', 'gen', 'descriptors.binpb'));
  return splitFileDescriptorSet(set);
}

/** Of the files that `filesIn` names below the folder, and all that they import. */
function loadProtos(filesIn: (dir: string) => string[]): Protos {
  const dir = join(packageRoot(), 'proto');
  const definitions = loadSync(filesIn(dir), { ...LOADER_OPTIONS, includeDirs: [dir] });
  const check = createRequestCheck((fullName) => shapeOf(definitions, fullName));
  const calls = callShapes(definitions, check);
  return {
    message: (fullName) => codecOf(messageType(definitions, fullName)),
    call: (method) => known(calls.get(method), method),
    services: methodsByService(calls),
    toJson: createProtoJson((fullName) => shapeOf(definitions, fullName)),
  };
}

function callShapes(definitions: PackageDefinition, check: RequestCheck): ReadonlyMap<string, CallShape> {
  const calls = new Map<string, CallShape>();
  for (const [fullName, definition] of Object.entries(definitions)) {
    if (!fullName.startsWith(`${PACKAGE}.`) || 'format' in definition) continue;
    const service = fullName.slice(PACKAGE.length + 1);
    for (const [name, method] of Object.entries(definition)) {
      const { path, requestStream, responseStream, requestType, responseType } = method;
      const [request, response] = [codecOf(requestType), codecOf(responseType)];
      const type = `${PACKAGE}.${(requestType.type as { readonly name: string }).name}`;
      const problems: CallShape['problems'] = (message) => check(type, message);
      calls.set(`${service}.${name}`, { path, requestStream, responseStream, request, response, problems });
    }
  }
  return calls;
}

function methodsByService(calls: ReadonlyMap<string, CallShape>): ReadonlyMap<string, readonly string[]> {
  const services = new Map<string, string[]>();
  for (const call of calls.keys()) {
    const [service = '', method = ''] = call.split('.');
    services.set(service, [...(services.get(service) ?? []), method]);
  }
  return services;
}

type MessageType = MessageTypeDefinition<object, object>;

function codecOf(type: MessageType): MessageCodec {
  return {
    encode: (message) => type.serialize(message),
    decode: (bytes) => type.deserialize(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
  };
}

function messageType(definitions: PackageDefinition, fullName: string): MessageType {
  const definition = definitions[fullName];
  const isMessage = definition?.['format'] === 'Protocol Buffer 3 DescriptorProto';
  return known(isMessage ? (definition as MessageType) : undefined, fullName);
}

function shapeOf(definitions: PackageDefinition, fullName: string): MessageShape | undefined {
  return Object.hasOwn(definitions, fullName)
    ? (messageType(definitions, fullName).type as MessageShape)
    : undefined;
}

function known<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new WaysideError('INTERNAL', `the protos know no ${name}`);
  return found;
}

/** A FileDescriptorSet holds its files as field 1, each with its length before it. */
function splitFileDescriptorSet(set: Buffer): Buffer[] {
  const FILE_TAG = 0x0a;
  const files: Buffer[] = [];
  for (let at = 0; at < set.length; ) {
    if (set[at] !== FILE_TAG) throw new WaysideError('INTERNAL', 'descriptors.binpb is damaged');
    let length = 0;
    let shift = 0;
    let byte: number;
    do {
      at += 1;
      byte = set[at] ?? 0;
      length |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    files.push(set.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return files;
}
