/** What an agent sends to be let in, and whether it has the right shape. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import { PUBLIC_KEY_BYTES, type Secret, SIGNATURE_BYTES } from '../../shared/seal/index.ts';

const AGENT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

const NAME_RULE = 'must be 1 to 63 letters, digits, dots, hyphens and underscores, a letter or digit first';

/** Error: INVALID_INPUT that names the field. */
export function requireAgentName(name: string, field: string): void {
  if (AGENT_NAME.test(name)) return;
  throw new WaysideError('INVALID_INPUT', `${field} ${NAME_RULE}`, {
    violations: [{ field, message: NAME_RULE }],
  });
}

export interface EnrolRequest {
  /** The whole token; empty when a known agent joins again with its bound key. */
  readonly joinToken: Secret<string>;
  readonly agentName: string;
  /** PKCS#10 in DER. */
  readonly certificateRequest: Uint8Array;
  readonly identityKey: Uint8Array;
  readonly sealingKey: Uint8Array;
  /** Signature of the identity key over `enrolProof`. */
  readonly proof: Uint8Array;
}

/** All wrong fields at once, INVALID_INPUT. */
export function checkEnrolRequest(request: EnrolRequest): void {
  const violations: FieldViolation[] = [];
  const requireBytes = (field: string, bytes: Uint8Array, length: number): void => {
    if (bytes.byteLength !== length)
      violations.push({ field, message: `must have ${length} bytes, not ${bytes.byteLength}` });
  };
  if (!AGENT_NAME.test(request.agentName)) violations.push({ field: 'agent_name', message: NAME_RULE });
  requireBytes('identity_key', request.identityKey, PUBLIC_KEY_BYTES);
  requireBytes('sealing_key', request.sealingKey, PUBLIC_KEY_BYTES);
  requireBytes('proof', request.proof, SIGNATURE_BYTES);
  if (violations.length === 0) return;
  const fields = violations.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new WaysideError('INVALID_INPUT', `the enrolment request is malformed: ${fields}`, { violations });
}
