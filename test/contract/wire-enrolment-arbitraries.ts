/** As `wire-arbitraries.ts`, for how agents get in: enrolment, join tokens, CAs. */
import fc from 'fast-check';
import {
  type CaView,
  type CredentialView,
  credentialStates,
  type JoinTokenView,
  joinTokenStates,
} from '../../shared/model/index.ts';
import type { Enrolment, EnrolmentAnswer, SealTarget, Trust } from '../../shared/wire/index.ts';
import { bytes, count, failure, list, maybe, oneOf, text, time } from './wire-arbitraries.ts';

export const joinToken: fc.Arbitrary<JoinTokenView> = fc.record({
  id: text,
  site: text,
  state: oneOf(joinTokenStates),
  createdAt: time,
  createdBy: text,
  expiresAt: time,
  usedAt: maybe(time),
  usedBy: text,
  revokedAt: maybe(time),
  revokedBy: text,
});

export const caCertificate: fc.Arbitrary<CaView> = fc.record({
  fingerprint: text,
  pem: text,
  startsAt: time,
  expiresAt: time,
  issues: fc.boolean(),
  serves: fc.boolean(),
  agents: list(text),
  agentCount: count,
  openTokens: count,
});

export const enrolment: fc.Arbitrary<Enrolment> = fc.record({
  joinToken: text,
  agentName: text,
  certificateRequest: bytes,
  identityKey: bytes,
  sealingKey: bytes,
  proof: bytes,
});

export const enrolmentAnswer: fc.Arbitrary<EnrolmentAnswer> = fc.record({
  agentId: text,
  site: text,
  certificateChain: list(bytes),
  caCertificate: bytes,
  expireTime: time,
  membership: bytes,
  caCertificates: list(bytes),
});

export const trust: fc.Arbitrary<Trust> = fc.record({ caCertificates: list(bytes), membership: bytes });

export const credential: fc.Arbitrary<CredentialView> = fc.record({
  name: text,
  agentId: text,
  agent: text,
  site: text,
  state: oneOf(credentialStates),
  version: count,
  targets: list(text),
  targetCount: count,
  isCentral: fc.boolean(),
  orderedVersion: count,
  setBy: text,
  setAt: maybe(time),
  expiresAt: maybe(time),
  answeredAt: maybe(time),
  error: maybe(failure),
  sourceCount: count,
});

export const sealTarget: fc.Arbitrary<SealTarget> = fc.record({
  ...{ agentId: text, agent: text, site: text, identityKey: bytes, nextVersion: count },
  sealKey: fc.record({ number: count, key: bytes, signature: bytes }),
});
