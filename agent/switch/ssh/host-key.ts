/** The device's host key: its type and fingerprint, and what each verdict on it means. */
import { createHash } from 'node:crypto';
import { WaysideError } from '../../../shared/errors.ts';
import { agentCommand, shellWord } from '../../../shared/model/index.ts';
import type { HostKeyPort, HostKeyVerdict } from '../../jobs/driver.ts';
import { type JudgedTarget, shellPlaceOf, whereOf } from '../where.ts';

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
  target: JudgedTarget,
  key: Uint8Array,
): { readonly facts: HostKeyFacts; readonly refusal: WaysideError | undefined } {
  const type = keyType(key);
  const fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
  const verdict = port.check(target, type, key);
  return {
    facts: { type, fingerprint, verdict },
    refusal: refusalOf({ type, fingerprint, verdict }, target, port.configFile),
  };
}

/** An SSH key blob begins with the name of its type as a counted string. */
function keyType(key: Uint8Array): string {
  const blob = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  return blob.subarray(4, 4 + Math.min(length, KEY_TYPE_MAX_BYTES)).toString('latin1');
}

function refusalOf(
  facts: HostKeyFacts,
  target: JudgedTarget,
  configFile: string | undefined,
): WaysideError | undefined {
  const { type, fingerprint, verdict } = facts;
  const shown = `${whereOf(target)} shows the ${type} host key ${fingerprint}`;
  const by = target.jump ? ` --by ${shellPlaceOf(target.jump)}` : '';
  const accept = agentCommand(`hostkey accept ${shellPlaceOf(target)} ${fingerprint}${by}`, configFile);
  const centrally = `wayside switch hostkey accept ${shellWord(target.name)} ${fingerprint}`;
  // A jump host is no switch of the inventory, so nobody but its agent knows its key.
  const ways = target.isJumpHost
    ? `on the agent's host ${accept}`
    : `${centrally}, or on the agent's host ${accept}`;
  const details = { fingerprint, keyType: type, verdict };
  switch (verdict) {
    case 'known':
    case 'pinned-now':
      return undefined;
    case 'mismatch':
      return new WaysideError(
        'HOST_KEY_MISMATCH',
        `${shown}, which is not the pinned one; nothing was sent`,
        {
          hint: `Compare it at the device itself. If it is the same: ${ways}; if not, someone may be in between`,
          details,
        },
      );
    case 'not-listed':
      return new WaysideError(
        'HOST_KEY_NOT_PINNED',
        `${shown}, and no credential of this agent lists that target; nothing was sent`,
        {
          hint: `Add the target to the list of the credential ${target.credential}, or compare the key at the device itself: ${accept}`,
          details,
        },
      );
  }
}
