/**
 * The one gate of the server: every call of every service passes it, before its handler sees anything. It learns who
 * calls, refuses who may not, and counts how calls end.
 */
import {
  type Metadata,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { WaysideError } from '../errors.ts';
import type { Principal } from '../model/index.ts';
import type { Clock, Log } from '../runtime/index.ts';
import { grpcStatusNumbers } from '../wire/index.ts';
import type { CallContext, CallEnd, Caller, ResolvePrincipal } from './calls.ts';
import { statusOf } from './status.ts';
import type { ConnectionEnds, TlsPeer } from './tls-listener.ts';

const PACKAGE_PREFIX = 'wayside.v1.';
const BEARER = /^Bearer (.+)$/i;

export interface GateOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly resolvePrincipal: ResolvePrincipal;
  readonly peer: (ends: ConnectionEnds) => TlsPeer;
  readonly onCall: (end: CallEnd) => void;
  /** Of a call that no handler will see. */
  readonly onRefused: (caller: Caller, error: WaysideError) => void;
}

type Passed = Omit<CallContext, 'signal'>;

export class Gate {
  private readonly options: GateOptions;
  /** A handler is given the same metadata object that passed here: so it finds its context, and nobody can forge one. */
  private readonly passed = new WeakMap<Metadata, Passed>();
  private lastCallId = 0;
  private closedWith: WaysideError | undefined;

  constructor(options: GateOptions) {
    this.options = options;
  }

  /** From now on every new call is refused with this error. */
  close(reason: WaysideError): void {
    this.closedWith = reason;
  }

  /** What was learned of a call that passed. */
  contextOf(metadata: Metadata): Passed {
    const context = this.passed.get(metadata);
    if (!context) throw new WaysideError('INTERNAL', 'a call reached its handler without passing the gate');
    return context;
  }

  readonly interceptor: ServerInterceptor = (definition, call) => {
    const method = methodName(definition.path);
    const ended = this.counter(method);
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, pass) => {
            this.admit(method, metadata, call).then(
              () => pass(metadata),
              (error: unknown) => {
                const status = statusOf(this.refusal(method, error));
                ended(status.code);
                call.sendStatus(status);
              },
            );
          },
          onReceiveMessage: (message, pass) => pass(message),
          onReceiveHalfClose: (pass) => pass(),
          onCancel: () => ended(grpcStatusNumbers.CANCELLED),
        }),
      sendStatus: (status, next) => {
        ended(status.code);
        next(status);
      },
    });
  };

  private async admit(
    method: string,
    metadata: Metadata,
    call: ServerInterceptingCallInterface,
  ): Promise<void> {
    if (this.closedWith) throw this.closedWith;
    const address = call.getPeer();
    const { certificate, refused } = this.options.peer(call.getConnectionInfo());
    const token = BEARER.exec(String(metadata.get('authorization')[0] ?? ''))?.[1];
    const principal = await this.recognise({ method, token, certificate, address }, refused);
    this.lastCallId += 1;
    const callId = this.lastCallId;
    const deadlineAt = deadlineOf(call);
    this.passed.set(metadata, { method, callId, principal, address, certificate, deadlineAt });
  }

  /** Says who it is; a refusal is told before it is answered. */
  private async recognise(caller: Caller, refused: WaysideError | undefined): Promise<Principal> {
    try {
      if (refused) throw refused;
      return await this.options.resolvePrincipal(caller);
    } catch (error) {
      if (error instanceof WaysideError) this.options.onRefused(caller, error);
      throw error;
    }
  }

  private refusal(method: string, thrown: unknown): WaysideError {
    if (thrown instanceof WaysideError) return thrown;
    this.options.log.error('call.failed', { method, error: thrown });
    return new WaysideError('INTERNAL', 'the caller could not be recognised; the log has the reason');
  }

  /** Counts a call once: its own status comes before the cancellation that follows every end. */
  private counter(method: string): (status: number) => void {
    const { clock, onCall } = this.options;
    const startedMs = clock.monotonic();
    let counted = false;
    return (status) => {
      if (counted) return;
      counted = true;
      onCall({ method, status, elapsedMs: clock.monotonic() - startedMs });
    };
  }
}

/** `/wayside.v1.JobService/GetJob` -> `JobService.GetJob` */
function methodName(path: string): string {
  const name = path.slice(1).replace('/', '.');
  return name.startsWith(PACKAGE_PREFIX) ? name.slice(PACKAGE_PREFIX.length) : name;
}

function deadlineOf(call: ServerInterceptingCallInterface): number | undefined {
  const deadline = Number(call.getDeadline());
  return Number.isFinite(deadline) ? deadline : undefined;
}
