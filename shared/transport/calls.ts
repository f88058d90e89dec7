/** What a server knows of a call, and the calls that it has under way: at shutdown each is ended by name, not by chance. */
import type { WaysideError } from '../errors.ts';
import type { Principal } from '../model/index.ts';
import type { PeerCertificate } from './tls-listener.ts';

/** Who asks, before it is known who that is. */
export interface Caller {
  /** `JobService.GetJob`; for services that are not ours the full name, `grpc.health.v1.Health.Check`. */
  readonly method: string;
  /** From `authorization: Bearer …`; never to be logged. */
  readonly token: string | undefined;
  /** Verified against our CAs. */
  readonly certificate: PeerCertificate | undefined;
  /** `10.0.0.7:50123` */
  readonly address: string;
}

/** Says who it is, or refuses with a WaysideError: UNAUTHENTICATED, FORBIDDEN, … */
export type ResolvePrincipal = (caller: Caller) => Principal | Promise<Principal>;

/**
 * Whoever may end streams from outside, because what let them in has ended, is told of each that opens, and gives back
 * what to call when it is over.
 */
export type FollowStream = (principal: Principal, end: (reason: WaysideError) => void) => () => void;

/** What a handler gets beside the request. */
export interface CallContext {
  readonly method: string;
  /** Same in every log line of the call. */
  readonly callId: number;
  readonly principal: Principal;
  readonly address: string;
  readonly certificate: PeerCertificate | undefined;
  /** Epoch milliseconds; `undefined` when the caller set none. */
  readonly deadlineAt: number | undefined;
  /** Aborted when the caller went away, its deadline passed or the server stops. */
  readonly signal: AbortSignal;
}

/** One finished call, for metrics. */
export interface CallEnd {
  readonly method: string;
  /** gRPC status number; 0 is OK. */
  readonly status: number;
  readonly elapsedMs: number;
}
