/**
 * The client of a controller: calls with a deadline, streams, and the one session. The CA is pinned; nothing is ever
 * sent to a server that it does not vouch for. Every error comes out as the WaysideError that the server meant.
 */
import { isIP } from 'node:net';
import { checkServerIdentity, createSecureContext } from 'node:tls';
import {
  ChannelCredentials,
  Client,
  type ClientReadableStream,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { WaysideError } from '../errors.ts';
import type { Json } from '../model/index.ts';
import type { Clock } from '../runtime/index.ts';
import type { ApiMethods, StreamingMethod, UnaryMethod } from '../wire/index.ts';
import { clientPipe } from './grpc-pipe.ts';
import { createLink } from './link.ts';
import {
  CALL_MESSAGE_BYTES_MAX,
  CONNECT_BACKOFF,
  type ConnectBackoff,
  clientOptions,
  KEEPALIVE,
  type Keepalive,
  type KnownOptions,
  sessionOptions,
} from './options.ts';
import { toPem } from './pem.ts';
import { type MessageCodec, protos, sessionCall } from './protos.ts';
import { type AgentLink, agentCodec } from './session-codec.ts';
import { errorOf } from './status.ts';

/** A call that answers once takes no longer, unless its caller says otherwise. */
export const CALL_TIMEOUT_MS = 30_000;

export interface ApiClientOptions {
  /** `host:port`, `192.0.2.1:7443` or `[2001:db8::1]:7443`. */
  readonly address: string;
  readonly clock: Clock;
  /** The pinned CAs, PEM text or DER bytes. */
  readonly ca: readonly (string | Uint8Array)[];
  /** The client's own identity: leaf first, and its key as PEM. */
  readonly certificate?: { readonly chain: readonly (string | Uint8Array)[]; readonly privateKey: string };
  /** Sent as bearer token with every call. */
  readonly token?: string;
  /** The name that the server's certificate must carry; the host of the address when absent. */
  readonly serverName?: string;
  readonly keepalive?: Keepalive;
  readonly backoff?: ConnectBackoff;
}

export interface CallOptions {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ApiClient {
  unary<M extends UnaryMethod>(
    method: M,
    request: ApiMethods[M]['request'],
    options?: CallOptions,
  ): Promise<ApiMethods[M]['response']>;
  /** Starts when it is iterated; leaving the loop cancels the call. Without `timeoutMs` it may run for ever. */
  stream<M extends StreamingMethod>(
    method: M,
    request: ApiMethods[M]['request'],
    options?: CallOptions,
  ): AsyncIterable<ApiMethods[M]['response']>;
  /** Opens the agent's session; whether anybody answers shows when the link is read. */
  session(): AgentLink;
  /** proto3 JSON of a message as it came from the API. */
  toJson(messageType: string, message: object): Json;
  close(): void;
}

/** Throws INVALID_INPUT for an address of another form or a token that cannot be one. */
export function createClient(options: ApiClientOptions): ApiClient {
  return new GrpcClient(options);
}

class GrpcClient implements ApiClient {
  private readonly options: ApiClientOptions;
  private readonly host: string;
  /** Two channels, because only the session's must not keep messages for a retry. Each connects at its first call. */
  private calls: Client | undefined;
  private sessions: Client | undefined;

  constructor(options: ApiClientOptions) {
    this.options = options;
    this.host = hostOf(options.address);
    checkToken(options.token);
  }

  async unary<M extends UnaryMethod>(
    method: M,
    request: ApiMethods[M]['request'],
    { timeoutMs = CALL_TIMEOUT_MS, signal }: CallOptions = {},
  ): Promise<ApiMethods[M]['response']> {
    if (signal?.aborted) throw abortReason(signal);
    const shape = protos().call(method);
    const bytes = encodeRequest(shape.request, request);
    const answer = await new Promise<Buffer>((resolve, reject) => {
      const call = this.callChannel().makeUnaryRequest(
        shape.path,
        same,
        same,
        bytes,
        this.metadata(),
        { deadline: this.options.clock.now() + timeoutMs },
        (error, value) => {
          signal?.removeEventListener('abort', cancel);
          if (error) reject(signal?.aborted ? abortReason(signal) : errorOf(error));
          else resolve(value ?? Buffer.alloc(0));
        },
      );
      const cancel = (): void => call.cancel();
      signal?.addEventListener('abort', cancel, { once: true });
    });
    return shape.response.decode(answer) as ApiMethods[M]['response'];
  }

  async *stream<M extends StreamingMethod>(
    method: M,
    request: ApiMethods[M]['request'],
    { timeoutMs, signal }: CallOptions = {},
  ): AsyncGenerator<ApiMethods[M]['response'], void, undefined> {
    if (signal?.aborted) throw abortReason(signal);
    const shape = protos().call(method);
    const bytes = encodeRequest(shape.request, request);
    const call = this.callChannel().makeServerStreamRequest(
      shape.path,
      same,
      same,
      bytes,
      this.metadata(),
      timeoutMs === undefined ? {} : { deadline: this.options.clock.now() + timeoutMs },
    );
    const cancel = (): void => call.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      for await (const answer of answersOf(call, signal)) {
        yield shape.response.decode(answer) as ApiMethods[M]['response'];
      }
    } finally {
      signal?.removeEventListener('abort', cancel);
      call.cancel();
    }
  }

  session(): AgentLink {
    const { keepalive = KEEPALIVE, backoff = CONNECT_BACKOFF, clock } = this.options;
    this.sessions ??= this.connect(sessionOptions(keepalive, backoff));
    const { path } = sessionCall();
    const call = this.sessions.makeBidiStreamRequest(path, same, same, this.metadata());
    return createLink(clientPipe(call, clock), agentCodec());
  }

  toJson(messageType: string, message: object): Json {
    return protos().toJson(messageType, message);
  }

  close(): void {
    this.calls?.close();
    this.sessions?.close();
  }

  private callChannel(): Client {
    const { keepalive = KEEPALIVE, backoff = CONNECT_BACKOFF } = this.options;
    this.calls ??= this.connect(clientOptions(keepalive, backoff));
    return this.calls;
  }

  private connect(options: KnownOptions): Client {
    const name = this.options.serverName ?? this.host;
    return new Client(this.options.address, credentialsOf(this.options, name), {
      ...options,
      // An IP address may not be sent as the name of the server; what counts is checked in the credentials.
      'grpc.ssl_target_name_override': isIP(name) === 0 ? name : 'localhost',
    });
  }

  private metadata(): Metadata {
    const metadata = new Metadata();
    if (this.options.token !== undefined) metadata.set('authorization', `Bearer ${this.options.token}`);
    return metadata;
  }
}

const same = (bytes: Buffer): Buffer => bytes;

function hostOf(address: string): string {
  const [, bracketed, plain] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]/\s]+)):\d{1,5}$/.exec(address) ?? [];
  const host = bracketed ?? plain;
  if (host !== undefined) return host;
  throw new WaysideError('INVALID_INPUT', `"${address.slice(0, 120)}" is not the address of a controller`, {
    hint: 'Give host:port, for example controller.example.net:7443 or [2001:db8::1]:7443',
  });
}

/** Before gRPC sees it, which would quote a token with a stray line end in its error. */
function checkToken(token = ''): void {
  if (/^[\x20-\x7e]*$/.test(token)) return;
  throw new WaysideError('INVALID_INPUT', 'the token holds characters that no token has', {
    hint: 'Give it as one line, without the line end',
  });
}

function credentialsOf(options: ApiClientOptions, name: string): ChannelCredentials {
  const { ca, certificate } = options;
  const context = createSecureContext({
    ca: ca.map((one) => toPem(one)),
    minVersion: 'TLSv1.2',
    ...(certificate && {
      cert: certificate.chain.map((one) => toPem(one)).join('\n'),
      key: certificate.privateKey,
    }),
  });
  return ChannelCredentials.createFromSecureContext(context, {
    checkServerIdentity: (_host, shown) => checkServerIdentity(name, shown),
  });
}

function encodeRequest(codec: MessageCodec, request: object): Buffer {
  const bytes = codec.encode(request);
  if (bytes.length <= CALL_MESSAGE_BYTES_MAX) return bytes;
  throw new WaysideError('MESSAGE_TOO_LARGE', `the request has ${bytes.length} bytes; nothing was sent`, {
    hint: 'Send fewer rows at once',
    details: { limitBytes: String(CALL_MESSAGE_BYTES_MAX) },
  });
}

/** The answers in order, then the error if there is one. They wait in the stream until they are taken. */
async function* answersOf(
  call: ClientReadableStream<Buffer>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  let failure: ServiceError | undefined;
  call.on('error', (error: ServiceError) => {
    failure = error;
  });
  try {
    yield* call;
  } catch (error) {
    throw signal?.aborted ? abortReason(signal) : failure ? errorOf(failure) : WaysideError.from(error);
  }
  if (failure) throw signal?.aborted ? abortReason(signal) : errorOf(failure);
}

function abortReason(signal: AbortSignal): WaysideError {
  const { reason } = signal as { readonly reason: unknown };
  if (reason instanceof WaysideError) return reason;
  return new WaysideError('CANCELLED', 'the call was cancelled', { cause: reason });
}
