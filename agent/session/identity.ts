/**
 * Who this agent is, on disk: two files of mode 0600 in a folder of mode 0700.
 *
 *   keys.json       made before the first join and never changed: certificate key, Ed25519 seed, X25519 key
 *   enrolment.json  what a controller gave: written whole at each join and renewal
 *
 * The agent's id is the fingerprint of its Ed25519 key, so a join that lost its answer finds the same agent again.
 */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSecretFile } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { canonicalJson } from '../../shared/model/index.ts';
import type { Random } from '../../shared/runtime/index.ts';
import {
  createIdentityKeys,
  createSealingKeys,
  fingerprint,
  fromBase64Url,
  type IdentityKeys,
  identityKeysFromSeed,
  requireSecretDirectory,
  type SealingKeys,
  Secret,
  sealingKeysFromSecret,
  seedOf,
  toBase64Url,
  writeSecretFile,
} from '../../shared/seal/index.ts';

const KEYS_FORMAT = 'wayside/agent-keys/1';
const ENROLMENT_FORMAT = 'wayside/agent-enrolment/1';
const KEYS_FILE = 'keys.json';
const ENROLMENT_FILE = 'enrolment.json';

export interface AgentKeys {
  readonly agentId: string;
  readonly identity: IdentityKeys;
  readonly sealing: SealingKeys;
  /** ECDSA P-256, PKCS#8 in PEM: the key of the client certificate. */
  readonly certificateKey: Secret<string>;
}

/** What joining gave; nothing of it is secret. */
export interface AgentEnrolment {
  readonly agentId: string;
  /** What it asked to be called. */
  readonly name: string;
  readonly site: string;
  /** Of the controller, `host:port`, in the order to try. */
  readonly addresses: readonly string[];
  /** The CAs that are trusted, PEM; the last one issues. */
  readonly caPem: string;
  /** Leaf first, PEM. */
  readonly chainPem: string;
  /** `rootPin` of the mesh root, hex. */
  readonly rootPin: string;
  /** The newest signed membership document that was verified. */
  readonly membership: string;
}

/** `ready()` of the seal room must have resolved. Errors: SECRET_FILE_OPEN, STORE_CORRUPT, DISK_FULL. */
export function loadOrCreateAgentKeys(dir: string, random: Random): AgentKeys {
  requireSecretDirectory(dir);
  const path = join(dir, KEYS_FILE);
  if (!existsSync(path)) writeSecretFile(path, newKeysText(random).reveal());
  return parseKeys(new Secret(readSecretFile(path).toString()), path);
}

/** Whether an agent lives in that folder, joined or not. */
export function hasAgentKeys(dir: string): boolean {
  return existsSync(join(dir, KEYS_FILE));
}

/** `undefined`: never joined. Error: STORE_CORRUPT. */
export function loadEnrolment(dir: string): AgentEnrolment | undefined {
  const path = join(dir, ENROLMENT_FILE);
  if (!existsSync(path)) return undefined;
  const fields = parse(readFileSync(path, 'utf8'), path);
  const { format, agentId, name, site, addresses, caPem, chainPem, rootPin, membership } = fields;
  const texts = [agentId, name, site, caPem, chainPem, rootPin, membership];
  if (format !== ENROLMENT_FORMAT || !texts.every(isText)) throw damaged(path);
  if (!Array.isArray(addresses) || !addresses.every(isText)) throw damaged(path);
  return fields as unknown as AgentEnrolment;
}

/** On disk when it returns; a crash before leaves the former enrolment. */
export function saveEnrolment(dir: string, enrolment: AgentEnrolment): void {
  const text = canonicalJson({ format: ENROLMENT_FORMAT, ...enrolment });
  writeSecretFile(join(dir, ENROLMENT_FILE), `${text}\n`);
}

function newKeysText(random: Random): Secret<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return new Secret(
    canonicalJson({
      format: KEYS_FORMAT,
      certificateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      ed25519: toBase64Url(seedOf(createIdentityKeys(random)).reveal()),
      x25519: toBase64Url(createSealingKeys(random).secretKey.reveal()),
    }),
  );
}

function parseKeys(text: Secret<string>, path: string): AgentKeys {
  const { format, certificateKey, ed25519, x25519 } = parse(text.reveal(), path);
  const seed = isText(ed25519) ? fromBase64Url(ed25519) : undefined;
  const sealingKey = isText(x25519) ? fromBase64Url(x25519) : undefined;
  if (format !== KEYS_FORMAT || !isText(certificateKey) || !seed || !sealingKey) throw damaged(path);
  const identity = identityKeysFromSeed(new Secret(seed));
  return {
    agentId: fingerprint(identity.publicKey),
    identity,
    sealing: sealingKeysFromSecret(new Secret(sealingKey)),
    certificateKey: new Secret(certificateKey),
  };
}

/** The parser's own error would quote the file, so it is not kept. */
function parse(text: string, path: string): Record<string, unknown> {
  try {
    const fields: unknown = JSON.parse(text);
    if (typeof fields === 'object' && fields !== null) return fields as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw damaged(path);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function damaged(path: string): WaysideError {
  return new WaysideError('STORE_CORRUPT', `${path} is damaged`, {
    hint: 'Restore it from a backup; or move the folder away and let the agent join as a new one.',
  });
}
