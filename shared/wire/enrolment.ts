/** How an agent gets its identity. Keys and certificates are raw bytes or DER. */
import type { EnrolRequest__Output } from '../../proto/gen/wayside/v1/EnrolRequest.ts';
import type { EnrolResponse__Output } from '../../proto/gen/wayside/v1/EnrolResponse.ts';
import type { GetTrustResponse__Output } from '../../proto/gen/wayside/v1/GetTrustResponse.ts';
import { bytesToWire, timeFromWire, timestampToWire } from './scalar.ts';

export interface Enrolment {
  readonly joinToken: string;
  readonly agentName: string;
  /** PKCS#10 in DER. */
  readonly certificateRequest: Uint8Array;
  /** Ed25519 public key. */
  readonly identityKey: Uint8Array;
  /** X25519 public key. */
  readonly sealingKey: Uint8Array;
  readonly proof: Uint8Array;
}

export interface EnrolmentAnswer {
  readonly agentId: string;
  readonly site: string;
  /** DER, leaf first. */
  readonly certificateChain: readonly Uint8Array[];
  readonly caCertificate: Uint8Array;
  readonly expireTime: number;
  /** Signed membership document, canonical JSON. */
  readonly membership: Uint8Array;
  /** All CAs to trust, DER; the last one issues. */
  readonly caCertificates: readonly Uint8Array[];
}

/** Whom to trust, as far as it can be checked with the pin of the mesh root. */
export interface Trust {
  /** DER; the last one issues. */
  readonly caCertificates: readonly Uint8Array[];
  /** Signed membership document, canonical JSON. */
  readonly membership: Uint8Array;
}

export function enrolmentToWire(enrolment: Enrolment): EnrolRequest__Output {
  return {
    joinToken: enrolment.joinToken,
    agentName: enrolment.agentName,
    certificateRequest: bytesToWire(enrolment.certificateRequest),
    identityKey: bytesToWire(enrolment.identityKey),
    sealingKey: bytesToWire(enrolment.sealingKey),
    proof: bytesToWire(enrolment.proof),
  };
}

export function enrolmentFromWire(request: EnrolRequest__Output): Enrolment {
  return {
    joinToken: request.joinToken,
    agentName: request.agentName,
    certificateRequest: request.certificateRequest,
    identityKey: request.identityKey,
    sealingKey: request.sealingKey,
    proof: request.proof,
  };
}

export function enrolmentAnswerToWire(answer: EnrolmentAnswer): EnrolResponse__Output {
  return {
    agentId: answer.agentId,
    site: answer.site,
    certificateChain: answer.certificateChain.map(bytesToWire),
    caCertificate: bytesToWire(answer.caCertificate),
    expireTime: timestampToWire(answer.expireTime),
    membership: bytesToWire(answer.membership),
    caCertificates: answer.caCertificates.map(bytesToWire),
  };
}

export function enrolmentAnswerFromWire(response: EnrolResponse__Output): EnrolmentAnswer {
  return {
    agentId: response.agentId,
    site: response.site,
    certificateChain: response.certificateChain,
    caCertificate: response.caCertificate,
    expireTime: timeFromWire(response.expireTime),
    membership: response.membership,
    caCertificates: response.caCertificates,
  };
}

export function trustToWire(trust: Trust): GetTrustResponse__Output {
  return {
    caCertificates: trust.caCertificates.map(bytesToWire),
    membership: bytesToWire(trust.membership),
  };
}

export function trustFromWire({ caCertificates, membership }: GetTrustResponse__Output): Trust {
  return { caCertificates, membership };
}
