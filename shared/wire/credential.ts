/** Credentials without their secrets: what people see, and what agents tell of theirs. */
import type { Credential__Output } from '../../proto/gen/wayside/v1/Credential.ts';
import type { CredentialEnded__Output } from '../../proto/gen/wayside/v1/CredentialEnded.ts';
import type { CredentialOrdered__Output } from '../../proto/gen/wayside/v1/CredentialOrdered.ts';
import type { CredentialsHeld__Output } from '../../proto/gen/wayside/v1/CredentialsHeld.ts';
import type { GetSealKeyResponse__Output } from '../../proto/gen/wayside/v1/GetSealKeyResponse.ts';
import type { SealKey__Output } from '../../proto/gen/wayside/v1/SealKey.ts';
import type { CredentialView } from '../model/index.ts';
import { credentialState } from './enums.ts';
import { failureFromWire } from './job.ts';
import { bytesToWire, timestampFromWire, timestampToWire } from './scalar.ts';
import type {
  CredentialEnded,
  CredentialLabel,
  CredentialOrdered,
  CredentialsHeld,
  SealKeyTold,
} from './session.ts';

export function credentialToWire(credential: CredentialView): Credential__Output {
  const { error } = credential;
  return {
    name: credential.name,
    agentId: credential.agentId,
    agent: credential.agent,
    site: credential.site,
    state: credentialState.toWire(credential.state),
    version: credential.version,
    allowedTargets: [...credential.targets],
    targetCount: credential.targetCount,
    central: credential.isCentral,
    orderedVersion: credential.orderedVersion,
    setBy: credential.setBy,
    setTime: timestampToWire(credential.setAt),
    expireTime: timestampToWire(credential.expiresAt),
    answerTime: timestampToWire(credential.answeredAt),
    ...{ code: error?.code ?? '', message: error?.message ?? '', hint: error?.hint ?? '' },
    sourceCount: credential.sourceCount,
  };
}

/** A state that this version does not know reads as `refused`: the one that makes people look. */
export function credentialFromWire(credential: Credential__Output): CredentialView {
  const { code, message, hint } = credential;
  return {
    name: credential.name,
    agentId: credential.agentId,
    agent: credential.agent,
    site: credential.site,
    state: credentialState.fromWire(credential.state) ?? 'refused',
    version: credential.version,
    targets: credential.allowedTargets,
    targetCount: credential.targetCount,
    isCentral: credential.central,
    orderedVersion: credential.orderedVersion,
    setBy: credential.setBy,
    setAt: timestampFromWire(credential.setTime),
    expiresAt: timestampFromWire(credential.expireTime),
    answeredAt: timestampFromWire(credential.answerTime),
    error: failureFromWire({ code, message, hint }),
    sourceCount: credential.sourceCount,
  };
}

/** Where to seal to, with the agent's word for it; nothing of it is checked yet. */
export interface SealTarget {
  readonly agentId: string;
  readonly agent: string;
  readonly site: string;
  /** Ed25519 public key. */
  readonly identityKey: Uint8Array;
  readonly sealKey: SealKeyTold;
  /** For the credential that was asked about. */
  readonly nextVersion: number;
}

export function sealTargetToWire(target: SealTarget): GetSealKeyResponse__Output {
  const { agentId, agent, site, nextVersion } = target;
  const identityKey = bytesToWire(target.identityKey);
  return { agentId, agent, site, identityKey, sealKey: sealKeyToWire(target.sealKey), nextVersion };
}

export function sealTargetFromWire(response: GetSealKeyResponse__Output): SealTarget {
  const { agentId, agent, site, identityKey, nextVersion } = response;
  const sealKey = sealKeyFromWire(response.sealKey) ?? NO_KEY;
  return { agentId, agent, site, identityKey, sealKey, nextVersion };
}

/** No signature is one of this. */
const NO_KEY: SealKeyTold = { number: 0, key: new Uint8Array(), signature: new Uint8Array() };

export function sealKeyToWire({ number, key, signature }: SealKeyTold): SealKey__Output {
  return { number, key: bytesToWire(key), signature: bytesToWire(signature) };
}

export function sealKeyFromWire(sealKey: SealKey__Output | null | undefined): SealKeyTold | undefined {
  if (!sealKey) return undefined;
  const { number, key, signature } = sealKey;
  return { number, key, signature };
}

const NO_LABEL: CredentialLabel = { name: '', version: 0, isRemoval: false };

export function credentialOrderedToWire({
  orderId,
  sealed,
  told = NO_LABEL,
}: CredentialOrdered): CredentialOrdered__Output {
  const { name, version, isRemoval } = told;
  return { orderId, sealed: bytesToWire(sealed), name, version, removal: isRemoval };
}

export function credentialOrderedFromWire(ordered: CredentialOrdered__Output): CredentialOrdered {
  const { orderId, sealed, name, version, removal } = ordered;
  const told = { name, version, isRemoval: removal };
  return { type: 'credentialOrdered', orderId, sealed, ...(name !== '' && { told }) };
}

export function credentialEndedToWire({
  orderId,
  error,
  seenVersion,
  said = NO_LABEL,
}: CredentialEnded): CredentialEnded__Output {
  const { code = '', message = '', hint } = error ?? {};
  const label = { sealedName: said.name, sealedVersion: said.version, sealedRemoval: said.isRemoval };
  return { orderId, code, message, hint: hint ?? '', seenVersion, ...label };
}

export function credentialEndedFromWire(ended: CredentialEnded__Output): CredentialEnded {
  const { orderId, code, message, hint, seenVersion, sealedName: name } = ended;
  const said = { name, version: ended.sealedVersion, isRemoval: ended.sealedRemoval };
  const error = failureFromWire({ code, message, hint });
  return { type: 'credentialEnded', orderId, error, seenVersion, ...(name !== '' && { said }) };
}

export function credentialsHeldToWire({ credentials }: CredentialsHeld): CredentialsHeld__Output {
  return {
    credentials: credentials.map(({ name, version, targets, targetCount, isCentral }) => ({
      ...{ name, version, targetCount },
      ...{ allowedTargets: [...targets], central: isCentral },
    })),
  };
}

export function credentialsHeldFromWire(held: CredentialsHeld__Output): CredentialsHeld {
  const credentials = held.credentials.map(({ name, version, allowedTargets, targetCount, central }) => ({
    ...{ name, version, targetCount },
    ...{ targets: allowedTargets, isCentral: central },
  }));
  return { type: 'credentialsHeld', credentials };
}
