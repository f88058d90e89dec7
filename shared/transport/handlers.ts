/** Typed handlers, and what turns each kind into a handler of grpc-js. All errors of all calls are answered here. */
import {
  type handleBidiStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  Metadata,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { WaysideError } from '../errors.ts';
import { type Clock, type Log, withDeadline } from '../runtime/index.ts';
import type { ApiMethods, MethodOf, ServiceName, StreamingMethod } from '../wire/index.ts';
import type { CallContext, FollowStream } from './calls.ts';
import { serverPipe } from './grpc-pipe.ts';
import { createLink } from './link.ts';
import { CALL_MESSAGE_BYTES_MAX } from './options.ts';
import type { CallShape, MessageCodec } from './protos.ts';
import { type ControllerLink, controllerCodec } from './session-codec.ts';
import { statusOf } from './status.ts';
import { StreamWriter } from './stream-writer.ts';

/** A call that answers once takes no longer, even when the caller set no deadline. */
export const UNARY_TIME_MAX_MS = 120_000;

export type UnaryHandler<M extends keyof ApiMethods> = (
  request: ApiMethods[M]['received'],
  call: CallContext,
) => Promise<ApiMethods[M]['answer']>;

/** Answers are taken one by one, no faster than the caller reads them. */
export type StreamHandler<M extends keyof ApiMethods> = (
  request: ApiMethods[M]['received'],
  call: CallContext,
) => AsyncIterable<ApiMethods[M]['answer']>;

export type Handler<M extends keyof ApiMethods> = M extends StreamingMethod
  ? StreamHandler<M>
  : UnaryHandler<M>;

/** The handlers of one service, by method; none may be missing. */
export type ServiceHandlers<S extends ServiceName> = {
  readonly [M in MethodOf<S>]: Handler<`${S}.${M}` & keyof ApiMethods>;
};

export type ApiHandlers = { readonly [S in ServiceName]: ServiceHandlers<S> };

/** Runs one session to its end. When it returns the link is closed in order, when it throws, with that error. */
export type SessionHandler = (link: ControllerLink, call: CallContext) => Promise<void>;

/** A handler whose types the table of handlers has already checked. */
type AnyUnary = (request: object, call: CallContext) => Promise<object>;
type AnyStream = (request: object, call: CallContext) => AsyncIterable<object>;

/** What all calls of a server share. */
export interface CallDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly contextOf: (metadata: Metadata) => Omit<CallContext, 'signal'>;
  /** Streams and sessions under way; at shutdown each is ended with a reason. */
  readonly live: Set<(reason: WaysideError) => void>;
  readonly follow: FollowStream;
}

export function runUnary(
  deps: CallDeps,
  shape: CallShape,
  handler: unknown,
): handleUnaryCall<Buffer, Buffer> {
  return (call, callback) => {
    const { context, abort } = begin(deps, call.metadata);
    let answered = false;
    // Told at the end of every call; one that was answered is no news to anybody.
    call.on('cancelled', () => {
      if (!answered) abort(callerGone());
    });
    const work = async (signal: AbortSignal): Promise<Buffer> => {
      const request = decode(shape, call.request);
      return encode(shape.response, await (handler as AnyUnary)(request, { ...context, signal }));
    };
    const bound = { ms: UNARY_TIME_MAX_MS, what: context.method, signal: context.signal };
    withDeadline(deps.clock, bound, work)
      .finally(() => {
        answered = true;
      })
      .then(
        (answer) => callback(null, answer),
        (error: unknown) => callback(statusOf(publicError(deps, context, error))),
      );
  };
}

export function runStream(
  deps: CallDeps,
  shape: CallShape,
  handler: unknown,
): handleServerStreamingCall<Buffer, Buffer> {
  return (call) => {
    const { context, abort } = begin(deps, call.metadata);
    deps.live.add(abort);
    const unfollow = deps.follow(context.principal, abort);
    call.on('cancelled', () => {
      unfollow();
      deps.live.delete(abort);
      abort(callerGone());
    });
    const answers = async (): Promise<void> => {
      const request = decode(shape, call.request);
      await sendAll((handler as AnyStream)(request, context), call, shape.response, context.signal);
    };
    answers().then(
      () => call.end(),
      (error: unknown) => {
        const status = statusOf(publicError(deps, context, error));
        if (!call.cancelled) call.emit('error', status);
      },
    );
  };
}

export function runSession(deps: CallDeps, handler: SessionHandler): handleBidiStreamingCall<Buffer, Buffer> {
  return (call) => {
    const { context, abort } = begin(deps, call.metadata);
    // Headers at once: until they come, the client keeps what it sent for another try.
    call.sendMetadata(new Metadata());
    const link = createLink(serverPipe(call), controllerCodec());
    const end = (reason: WaysideError): void => link.close(reason);
    deps.live.add(end);
    void link.closed.then((reason) => {
      deps.live.delete(end);
      abort(reason ?? callerGone());
    });
    const session = async (): Promise<void> => handler(link, context);
    session().then(
      () => link.close(),
      (error: unknown) => link.close(publicError(deps, context, error)),
    );
  };
}

function begin(
  deps: CallDeps,
  metadata: Metadata,
): { readonly context: CallContext; readonly abort: (reason: WaysideError) => void } {
  const controller = new AbortController();
  return {
    context: { ...deps.contextOf(metadata), signal: controller.signal },
    abort: (reason) => controller.abort(reason),
  };
}

async function sendAll(
  answers: AsyncIterable<object>,
  call: ServerWritableStream<Buffer, Buffer>,
  codec: MessageCodec,
  signal: AbortSignal,
): Promise<void> {
  const writer = new StreamWriter(call);
  call.on('cancelled', () => writer.finish());
  const iterator = answers[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await untilAborted(signal, iterator.next());
      if (next.done) return;
      if (!writer.write(encode(codec, next.value))) await untilAborted(signal, writer.writable());
    }
  } finally {
    // Not awaited: a handler in the middle of a wait ends when its own signal tells it to.
    iterator.return?.().catch(() => undefined);
  }
}

/** Rejects with the signal's reason if that comes first; leaves nothing behind on a signal that lives long. */
function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function callerGone(): WaysideError {
  return new WaysideError('CANCELLED', 'the caller went away, or its deadline passed');
}

function encode(codec: MessageCodec, answer: object): Buffer {
  const bytes = codec.encode(answer);
  if (bytes.length <= CALL_MESSAGE_BYTES_MAX) return bytes;
  throw new WaysideError('MESSAGE_TOO_LARGE', `the answer has ${bytes.length} bytes`, {
    hint: 'Ask for smaller pages',
    details: { limitBytes: String(CALL_MESSAGE_BYTES_MAX) },
  });
}

function decode(shape: CallShape, bytes: Buffer): object {
  const request = decodeBytes(shape.request, bytes);
  const violations = shape.problems(request);
  const [first] = violations;
  if (first) throw new WaysideError('INVALID_INPUT', `${first.field}: ${first.message}`, { violations });
  return request;
}

function decodeBytes(codec: MessageCodec, bytes: Buffer): object {
  try {
    return codec.decode(bytes);
  } catch (cause) {
    throw new WaysideError('INVALID_INPUT', 'the request cannot be read as its message', { cause });
  }
}

/** Ours as it is; what we did not expect is logged here, and the caller learns only where to look. */
function publicError(deps: CallDeps, context: CallContext, thrown: unknown): WaysideError {
  const { method, callId } = context;
  const ours = thrown instanceof WaysideError ? thrown : undefined;
  if (ours && ours.code !== 'INTERNAL') return ours;
  deps.log.error('call.failed', { method, callId, error: thrown });
  return (
    ours ??
    new WaysideError('INTERNAL', `${method} failed at the controller; its log has the reason`, {
      details: { callId: String(callId) },
    })
  );
}
