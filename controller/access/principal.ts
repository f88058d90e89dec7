/** The gate of the API: who is calling, and whether they may. The transport asks it before any handler sees a call. */
import { WaysideError } from '../../shared/errors.ts';
import type { Principal } from '../../shared/model/index.ts';
import { Secret } from '../../shared/seal/index.ts';
import { authorize } from './policy.ts';
import type { Tokens } from './tokens.ts';

export interface Credentials {
  readonly bearerToken: Secret<string> | undefined;
  /** The client certificate of the TLS handshake, DER. */
  readonly peerCertificate: Uint8Array | undefined;
}

export interface AccessDeps {
  readonly tokens: Pick<Tokens, 'verify'>;
  /** The agents room's part: which agent a certificate stands for. Throws UNAUTHENTICATED. */
  readonly authenticateAgent: (certificate: Uint8Array) => Extract<Principal, { type: 'agent' }>;
}

/** A call as the transport sees it. */
export interface IncomingCall {
  readonly method: string;
  readonly token: string | undefined;
  readonly certificate: { readonly der: Uint8Array } | undefined;
}

export class Access {
  private readonly deps: AccessDeps;

  constructor(deps: AccessDeps) {
    this.deps = deps;
  }

  /** Anonymous when nothing was shown; what was shown must be right, also where nothing is needed. Error: UNAUTHENTICATED. */
  resolvePrincipal({ bearerToken, peerCertificate }: Credentials): Principal {
    if (bearerToken && peerCertificate) {
      throw new WaysideError('UNAUTHENTICATED', 'a call carries a token or a certificate, not both', {
        hint: 'Agents show their certificate; people and programs send a token.',
      });
    }
    if (bearerToken) return this.deps.tokens.verify(bearerToken);
    if (peerCertificate) return this.deps.authenticateAgent(peerCertificate);
    return { type: 'anonymous' };
  }

  /** Errors: UNAUTHENTICATED, FORBIDDEN. */
  admit(call: IncomingCall): Principal {
    const principal = this.resolvePrincipal({
      bearerToken: call.token === undefined ? undefined : new Secret(call.token),
      peerCertificate: call.certificate?.der,
    });
    authorize(call.method, principal);
    return principal;
  }
}
