/** The gate of the API: who is calling, and whether they may. The transport asks it before any handler sees a call. */
import { WaysideError } from '../../shared/errors.ts';
import { addressOwner, type Principal, principalName } from '../../shared/model/index.ts';
import { Secret } from '../../shared/seal/index.ts';
import type { LiveCalls } from './live-calls.ts';
import { authorize } from './policy.ts';
import type { Principals } from './principals.ts';
import type { RateLimits } from './rate-limits.ts';

export interface Credentials {
  readonly bearerToken: Secret<string> | undefined;
  /** The client certificate of the TLS handshake, DER. */
  readonly peerCertificate: Uint8Array | undefined;
  readonly address: string;
}

export interface AccessDeps {
  readonly principals: Pick<Principals, 'verify' | 'endOf'>;
  readonly limits: Pick<RateLimits, 'takeCall' | 'takeUnknown'>;
  readonly live: LiveCalls;
  /** The agents room's part: which agent a certificate stands for. Throws UNAUTHENTICATED. */
  readonly authenticateAgent: (certificate: Uint8Array) => Extract<Principal, { type: 'agent' }>;
}

/** A call as the transport sees it. */
export interface IncomingCall {
  readonly method: string;
  readonly token: string | undefined;
  readonly certificate: { readonly der: Uint8Array } | undefined;
  /** `10.0.0.7:50123` */
  readonly address: string;
}

export class Access {
  private readonly deps: AccessDeps;

  constructor(deps: AccessDeps) {
    this.deps = deps;
  }

  /** Anonymous when nothing was shown; what was shown must be right, also where nothing is needed. Error: UNAUTHENTICATED. */
  resolvePrincipal({ bearerToken, peerCertificate, address }: Credentials): Principal {
    if (bearerToken && peerCertificate) {
      throw new WaysideError('UNAUTHENTICATED', 'a call carries a token or a certificate, not both', {
        hint: 'Agents show their certificate; people and programs send a token.',
      });
    }
    if (bearerToken) return this.deps.principals.verify(bearerToken, address);
    if (peerCertificate) return this.deps.authenticateAgent(peerCertificate);
    return { type: 'anonymous' };
  }

  /** Errors: UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED. */
  admit(call: IncomingCall): Principal {
    const { limits } = this.deps;
    const principal = this.recognize(call);
    if (principal.type === 'anonymous') limits.takeUnknown(addressOwner(call.address));
    else limits.takeCall(principalName(principal), call.method);
    authorize(call.method, principal);
    return principal;
  }

  /** A stream is open; it ends as soon as what let it in does. Gives back what to call when it is over. */
  follow(principal: Principal, end: (reason: WaysideError) => void): () => void {
    if (principal.type !== 'user') return () => undefined;
    return this.deps.live.add(principal, end);
  }

  /** Ends streams whose token or session has ended by the clock. */
  endExpired(): void {
    this.deps.live.end((principal) => this.deps.principals.endOf(principal));
  }

  /** Who shows something wrong is counted by address, and slowed down in the end. */
  private recognize({ token, certificate, address }: IncomingCall): Principal {
    try {
      return this.resolvePrincipal({
        bearerToken: token === undefined ? undefined : new Secret(token),
        peerCertificate: certificate?.der,
        address,
      });
    } catch (error) {
      this.deps.limits.takeUnknown(addressOwner(address));
      throw error;
    }
  }
}
