/**
 * Which CAs this agent trusts for its controller. At first the one that its join token pins; later also those that the
 * membership document names for the home of its site, which the mesh root signs. So an agent that was away while the
 * CA was replaced finds the new one, and nobody in between can name another.
 */
import { X509Certificate } from 'node:crypto';
import { WaysideError } from '../../shared/errors.ts';
import {
  type Membership,
  type SignedMembership,
  sha256,
  toHex,
  verifyMembership,
} from '../../shared/seal/index.ts';
import type { Trust } from '../../shared/wire/index.ts';

/** More are never trusted at once: the old one and the new one, and room for one more. */
const CAS_MAX = 3;

/** The certificates of a PEM text, in order. */
export function certificatesIn(pem: string): readonly X509Certificate[] {
  const texts = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return texts.map((text) => new X509Certificate(text));
}

export interface Vouching {
  readonly body: Membership;
  readonly site: string;
  /** PEM of what is trusted so far; counts while the document names no CA. */
  readonly pinned: string;
}

/** The CAs as PEM, when each of them is vouched for. Error: WRONG_CA. */
export function requireVouched(cas: readonly Uint8Array[], { body, site, pinned }: Vouching): string {
  const home = body.sites.find((entry) => entry.site === site)?.home;
  const named = body.members.find(({ fingerprint }) => fingerprint === home)?.cas;
  const hashes = named ?? certificatesIn(pinned).map(({ raw }) => toHex(sha256(raw)));
  if (cas.length === 0 || cas.length > CAS_MAX || !cas.every((der) => hashes.includes(toHex(sha256(der))))) {
    throw new WaysideError('WRONG_CA', 'the controller names a CA that nobody vouches for', {
      hint: 'Its store may be an older copy than what this agent has seen; else somebody stands in between.',
    });
  }
  return cas.map((der) => new X509Certificate(der).toString()).join('');
}

/** What `followTrust` asks; `enrol-transport.ts` has the real one. */
export interface TrustTransport {
  /** The chain that the server presents, DER, leaf first. Nobody is trusted and nothing is sent. */
  serverChain(address: string): Promise<readonly Uint8Array[]>;
  /** The GetTrust call over a connection that takes this CA for granted: nothing of it is believed without proof. */
  trust(address: string, caPem: string): Promise<Trust>;
}

export interface Following {
  readonly transport: TrustTransport;
  readonly isTrusted: (ca: Uint8Array) => boolean;
  readonly site: string;
  readonly rootPin: Uint8Array;
  readonly held?: SignedMembership | undefined;
}

/**
 * The CAs to trust at that address, PEM. `undefined`: the server shows one that is trusted already.
 * Errors: UNAVAILABLE; WRONG_CA when it shows another one that the mesh root does not vouch for.
 */
export async function followTrust(
  address: string,
  { transport, isTrusted, site, rootPin, held }: Following,
): Promise<{ readonly shown: string; readonly cas: string | undefined }> {
  const shown = issuerIn(await transport.serverChain(address));
  if (!shown) throw foreignCa(address);
  if (isTrusted(new Uint8Array(shown.raw))) return { shown: shown.toString(), cas: undefined };
  try {
    const { caCertificates, membership } = await transport.trust(address, shown.toString());
    const { body } = verifyMembership(new TextDecoder().decode(membership), {
      rootPin,
      held,
      gaps: 'allowed',
    });
    const cas = requireVouched(caCertificates, { body, site, pinned: '' });
    if (!cas.includes(shown.toString())) throw foreignCa(address);
    return { shown: shown.toString(), cas };
  } catch (cause) {
    throw foreignCa(address, cause);
  }
}

/** The CA in the chain that its leaf comes from. */
function issuerIn(chain: readonly Uint8Array[]): X509Certificate | undefined {
  const [leaf, ...rest] = chain.map((der) => new X509Certificate(der));
  return rest.find((ca) => ca.ca && leaf?.verify(ca.publicKey));
}

function foreignCa(address: string, cause?: unknown): WaysideError {
  return new WaysideError(
    'WRONG_CA',
    `${address} does not show the CA that this agent trusts or its join token pins; nothing was sent`,
    {
      cause,
      hint: 'Check the address; a device in between that opens TLS, or a controller set up anew, causes this too.',
    },
  );
}
