/** An order as it comes in: what it must hold, and what it is for. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import {
  CREDENTIAL_VERSION_MAX,
  credentialPlaceProblems,
  SEALED_CREDENTIAL_BYTES_MAX,
} from '../../shared/seal/index.ts';
import type { CredentialLabel } from '../../shared/wire/index.ts';
import type { OrderRow } from '../store/index.ts';

export interface SealedOrder {
  readonly agentId: string;
  readonly name: string;
  readonly version: number;
  /** As inside the seal; `undefined`: it is to be removed. */
  readonly targets: readonly string[] | undefined;
  readonly sealed: Uint8Array;
  /** Name of the principal. */
  readonly by: string;
}

export const NAME_VIOLATION: FieldViolation = {
  field: 'name',
  message: 'must be 1 to 63 lower-case letters, digits, dots, hyphens and underscores',
};

/** What was ordered, as people and the audit trail are told it. */
export function labelOf({ name, version, state }: OrderRow): CredentialLabel {
  return { name, version, isRemoval: state === 'removing' };
}

export function isSame(a: CredentialLabel, b: CredentialLabel): boolean {
  return a.name === b.name && a.version === b.version && a.isRemoval === b.isRemoval;
}

export function checkOrder({ name, version, targets, sealed }: SealedOrder, fitting: number): void {
  const problems = credentialPlaceProblems(name, targets ?? ['*']).map(({ field, message }) => ({
    field: field.replace(/^targets/, 'allowed_targets'),
    message,
  }));
  if (!Number.isSafeInteger(version) || version < 1 || version > CREDENTIAL_VERSION_MAX)
    problems.push({ field: 'version', message: `must be from 1 to ${CREDENTIAL_VERSION_MAX}` });
  else if (version > fitting) {
    const message = `is too far ahead: the agent takes ${fitting} at most; ask for the next one with GetSealKey`;
    problems.push({ field: 'version', message });
  }
  const { byteLength } = sealed;
  if (byteLength === 0 || byteLength > SEALED_CREDENTIAL_BYTES_MAX) {
    const message = `must have 1 to ${SEALED_CREDENTIAL_BYTES_MAX} bytes, not ${byteLength}`;
    problems.push({ field: 'sealed', message });
  }
  if (problems.length > 0) throw invalid(problems);
}

export function invalid(violations: readonly FieldViolation[]): WaysideError {
  const words = violations.map(({ field, message }) => `${field} ${message}`).join('; ');
  return new WaysideError('INVALID_INPUT', `nothing is changed: ${words}`, { violations });
}
