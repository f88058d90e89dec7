/**
 * How the agent joins. Before it says anything it makes sure that it talks to the controller that the token pins: the
 * CA in the presented chain must have the pinned hash or be vouched for by the pinned mesh root, and the call that
 * carries the token trusts that CA alone. What comes back is checked against the pins and the agent's own keys, and
 * only then written.
 */
import { type ErrorCode, WaysideError } from '../../shared/errors.ts';
import {
  enrolProof,
  equalBytes,
  fromHex,
  parseJoinToken,
  Secret,
  type SignedMembership,
  sha256,
  sign,
  toHex,
  trimJoinToken,
  verifyMembership,
} from '../../shared/seal/index.ts';
import type { Enrolment, EnrolmentAnswer } from '../../shared/wire/index.ts';
import { type AgentEnrolment, type AgentKeys, loadEnrolment, saveEnrolment } from './identity.ts';
import { createCertificateRequest, verifyCertificateChain } from './identity-certificate.ts';
import { certificatesIn, followTrust, requireVouched, type TrustTransport } from './trust.ts';

/** The way to a controller; `enrol-transport.ts` has the real one. */
export interface EnrolTransport extends TrustTransport {
  /** The Enrol call over a connection that trusts these CAs alone. */
  enrol(address: string, caPem: string, request: Enrolment): Promise<EnrolmentAnswer>;
}

export interface JoinOptions {
  readonly keys: AgentKeys;
  /** Folder of the identity files. */
  readonly dir: string;
  readonly name: string;
  readonly transport: EnrolTransport;
}

const PIN_BYTES = 32;
/** These say that an address did not answer; the next one may. All else is an answer. */
const TRY_NEXT: ReadonlySet<ErrorCode> = new Set([
  'UNAVAILABLE',
  'UNREACHABLE',
  'CONNECTION_LOST',
  'TIMEOUT',
]);

/** Who joins again keeps its name, unless it is told another. `otherwise`: for who joins for the first time. */
export function nameToJoinWith(dir: string, told: string | undefined, otherwise: string): string {
  return told ?? loadEnrolment(dir)?.name ?? otherwise;
}

/**
 * Joins with a token and stores what was given; a former enrolment stays until then. Errors: JOIN_TOKEN_MISSING,
 * INVALID_TOKEN_FORMAT, WRONG_CA (nothing was sent), UNAVAILABLE, MEMBERSHIP_REFUSED, WRONG_IDENTITY, and the
 * refusals of the controller.
 */
export async function enrol(token: Secret<string>, options: JoinOptions): Promise<AgentEnrolment> {
  const joinToken = trimJoinToken(token);
  const pins = parseJoinToken(joinToken);
  const request = await createRequest(joinToken, options);
  return tryEach(pins.addresses, async (address) => {
    const { shown, cas } = await followTrust(address, {
      ...{ transport: options.transport, site: pins.site, rootPin: pins.rootPin },
      isTrusted: (ca) => equalBytes(sha256(ca), pins.caPin),
    });
    const caPem = cas ?? shown;
    const answer = await options.transport.enrol(address, caPem, request);
    if (answer.site !== pins.site)
      throw new WaysideError('WRONG_IDENTITY', `the token is for site ${pins.site}, the answer for another`);
    return accept(answer, { ...options, addresses: pins.addresses, caPem, rootPin: pins.rootPin });
  });
}

/** Joins again with the bound key, when the certificate has expired. Errors as `enrol`; JOIN_TOKEN_MISSING: removed there. */
export async function rejoin(
  former: AgentEnrolment,
  join: Omit<JoinOptions, 'name'>,
): Promise<AgentEnrolment> {
  const { addresses, caPem, name } = former;
  const options = { ...join, name };
  const rootPin = fromHex(former.rootPin, PIN_BYTES);
  if (!rootPin) throw new WaysideError('STORE_CORRUPT', 'the stored pin of the mesh root is damaged');
  const held = verifyMembership(former.membership, { rootPin });
  const request = await createRequest(new Secret(''), options);
  const known = certificatesIn(caPem);
  return tryEach(addresses, async (address) => {
    const { cas = caPem } = await followTrust(address, {
      ...{ transport: options.transport, site: former.site, rootPin, held },
      isTrusted: (ca) => known.some(({ raw }) => equalBytes(new Uint8Array(raw), ca)),
    });
    const answer = await options.transport.enrol(address, cas, request);
    return accept(answer, { ...options, addresses, caPem: cas, rootPin, held });
  });
}

async function createRequest(joinToken: Secret<string>, options: JoinOptions): Promise<Enrolment> {
  const { identity, sealing, certificateKey } = options.keys;
  const certificateRequest = await createCertificateRequest(certificateKey);
  const sealingKey = sealing.publicKey;
  return {
    joinToken: joinToken.reveal(),
    agentName: options.name,
    certificateRequest,
    identityKey: identity.publicKey,
    sealingKey,
    proof: sign(identity, enrolProof({ joinToken, sealingKey, certificateRequest })),
  };
}

interface Expected extends JoinOptions {
  readonly addresses: readonly string[];
  readonly caPem: string;
  readonly rootPin: Uint8Array;
  readonly held?: SignedMembership;
}

function accept(answer: EnrolmentAnswer, expected: Expected): AgentEnrolment {
  const { keys, name, caPem, rootPin, held, addresses, dir } = expected;
  const isKnown = certificatesIn(caPem).some(({ raw }) =>
    equalBytes(answer.caCertificate, new Uint8Array(raw)),
  );
  if (!isKnown) throw new WaysideError('WRONG_CA', 'the answer names another CA than the pinned one');
  if (answer.agentId !== keys.agentId)
    throw new WaysideError('WRONG_IDENTITY', 'the answer is for another agent');
  const text = new TextDecoder().decode(answer.membership);
  const { body } = verifyMembership(text, { rootPin, held, gaps: 'allowed' });
  const given = answer.caCertificates.length > 0 ? answer.caCertificates : [answer.caCertificate];
  const trusted = requireVouched(given, { body, site: answer.site, pinned: caPem });
  const chainPem = verifyCertificateChain(answer.certificateChain, {
    caPem: trusted,
    certificateKey: keys.certificateKey,
    agentId: keys.agentId,
    meshId: body.meshId,
  });
  const enrolment: AgentEnrolment = {
    agentId: keys.agentId,
    name,
    site: answer.site,
    addresses,
    caPem: trusted,
    chainPem,
    rootPin: toHex(rootPin),
    membership: text,
  };
  saveEnrolment(dir, enrolment);
  return enrolment;
}

async function tryEach<T>(addresses: readonly string[], join: (address: string) => Promise<T>): Promise<T> {
  const failures: WaysideError[] = [];
  for (const address of addresses) {
    try {
      return await join(address);
    } catch (thrown) {
      const error = WaysideError.from(thrown);
      if (!TRY_NEXT.has(error.code)) throw error;
      failures.push(error);
    }
  }
  const reasons = addresses.map((address, at) => `${address}: ${failures[at]?.message}`).join('; ');
  throw new WaysideError('UNAVAILABLE', `no address of the controller answers (${reasons})`, {
    cause: failures.at(-1),
    hint: 'Check that the agent can reach one of them; the join token stays good.',
  });
}
