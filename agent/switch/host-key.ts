/** The device's host key: its type and fingerprint, and what each verdict on it means. */
import { createHash } from 'node:crypto';
import { WaysideError } from '../../shared/errors.ts';
import type { HostKeyPort, HostKeyVerdict, Target } from '../jobs/driver.ts';

const KEY_TYPE_MAX_BYTES = 64;

export interface HostKeyFacts {
  readonly type: string;
  /** As `ssh-keygen -l` prints it: `SHA256:` and unpadded base64. */
  readonly fingerprint: string;
  readonly verdict: HostKeyVerdict;
}

/** Judges the key. Returns the facts, with the error that forbids to go on if there is one. */
export function judgeHostKey(
  port: HostKeyPort,
  target: Target,
  key: Uint8Array,
): { readonly facts: HostKeyFacts; readonly refusal: WaysideError | undefined } {
  const type = keyType(key);
  const fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
  const verdict = port.check(target, type, key);
  return {
    facts: { type, fingerprint, verdict },
    refusal: refusalOf({ type, fingerprint, verdict }, target),
  };
}

/** An SSH key blob begins with the name of its type as a counted string. */
function keyType(key: Uint8Array): string {
  const blob = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  return blob.subarray(4, 4 + Math.min(length, KEY_TYPE_MAX_BYTES)).toString('latin1');
}

function refusalOf(facts: HostKeyFacts, target: Target): WaysideError | undefined {
  const { type, fingerprint, verdict } = facts;
  if (verdict === 'known' || verdict === 'pinned-now') return undefined;
  const where = `${target.name} (${target.address}:${target.port})`;
  const message =
    verdict === 'mismatch'
      ? `${where} shows the ${type} host key ${fingerprint}, which is not the pinned one; nothing was sent`
      : `${where} shows the ${type} host key ${fingerprint}, and this agent may not pin keys of that target; nothing was sent`;
  return new WaysideError('HOST_KEY_MISMATCH', message, {
    hint:
      verdict === 'mismatch'
        ? 'If the device was replaced, accept its new key; if not, someone may be in between'
        : 'Add the target to the list of the agent, or accept the key by hand',
    details: { fingerprint, keyType: type, verdict },
  });
}
