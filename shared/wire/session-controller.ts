/** Messages from the controller, to and from `SessionResponse`. */
import type { CertificateIssued__Output } from '../../proto/gen/wayside/v1/CertificateIssued.ts';
import type { JobOffered__Output } from '../../proto/gen/wayside/v1/JobOffered.ts';
import type { JobTarget__Output } from '../../proto/gen/wayside/v1/JobTarget.ts';
import type { JumpHost__Output } from '../../proto/gen/wayside/v1/JumpHost.ts';
import type { SessionResponse__Output } from '../../proto/gen/wayside/v1/SessionResponse.ts';
import type { Welcome__Output } from '../../proto/gen/wayside/v1/Welcome.ts';
import { unreachable } from '../errors.ts';
import { type JumpHost, jobRanks } from '../model/index.ts';
import { credentialOrderedFromWire, credentialOrderedToWire } from './credential.ts';
import { hostKeysAskedFromWire, hostKeysAskedToWire } from './host-key.ts';
import { jobKindFromWire } from './job.ts';
import { recordRefFromWire, recordRefToWire } from './record.ts';
import {
  bytesToWire,
  int64FromWire,
  int64ToWire,
  textFromWire,
  timeFromWire,
  timestampToWire,
} from './scalar.ts';
import type { CertificateIssued, ControllerMessage, JobOffered, JobTarget, Welcome } from './session.ts';
import { digestsComparedFromWire, digestsComparedToWire } from './session-digest.ts';
import { evidenceFromWire, evidenceToWire } from './session-evidence.ts';
import { levelAskedFromWire, levelAskedToWire } from './session-log.ts';
import { codeFromWire, countPart, heartbeatFromWire, heartbeatToWire } from './session-parts.ts';
import { stepsFromWire, stepsToWire } from './session-steps.ts';
import { macFromWire } from './trace.ts';

export function controllerMessageToWire(message: ControllerMessage): SessionResponse__Output {
  switch (message.type) {
    case 'welcome':
      return { message: 'welcome', welcome: welcomeToWire(message) };
    case 'heartbeat':
      return { message: 'heartbeat', heartbeat: heartbeatToWire(message) };
    case 'deltaAcknowledged': {
      const { outboxId, restart } = message;
      const seq = int64ToWire(message.seq);
      return { message: 'deltaAcknowledged', deltaAcknowledged: { outboxId, seq, restart } };
    }
    case 'jobOffered':
      return { message: 'jobOffered', jobOffered: offeredToWire(message) };
    case 'jobCancelled': {
      const { jobId, attempt, why, interrupt = false } = message;
      return { message: 'jobCancelled', jobCancelled: { jobId, attempt, why, interrupt } };
    }
    case 'jobEndAcknowledged': {
      const { jobId, attempt } = message;
      return { message: 'jobEndAcknowledged', jobEndAcknowledged: { jobId, attempt } };
    }
    case 'certificateIssued':
      return { message: 'certificateIssued', certificateIssued: issuedToWire(message) };
    case 'trustChanged': {
      const { membership } = message;
      const caCertificates = message.caCertificates.map(bytesToWire);
      return {
        message: 'trustChanged',
        trustChanged: { caCertificates, membership: bytesToWire(membership) },
      };
    }
    case 'goAway': {
      const { code, message: text, retryAfterMs } = message;
      const grantedNumber = int64ToWire(message.grantedNumber ?? 0);
      return { message: 'goAway', goAway: { code, message: text, retryAfterMs, grantedNumber } };
    }
    case 'logLevelAsked':
      return { message: 'logLevelAsked', logLevelAsked: levelAskedToWire(message) };
    case 'credentialOrdered':
      return { message: 'credentialOrdered', credentialOrdered: credentialOrderedToWire(message) };
    case 'firingsAcknowledged':
      return { message: 'firingsAcknowledged', firingsAcknowledged: { count: message.count } };
    case 'schedulesCopied': {
      const { revision, document } = message;
      return { message: 'schedulesCopied', schedulesCopied: { revision, document: bytesToWire(document) } };
    }
    case 'hostKeysAsked':
      return { message: 'hostKeysAsked', hostKeysAsked: hostKeysAskedToWire(message) };
    case 'digestsCompared':
      return { message: 'digestsCompared', digestsCompared: digestsComparedToWire(message) };
    default:
      return unreachable(message);
  }
}

/** `undefined` for a message that this version does not know: newer peers may send some. Throws INVALID_INPUT. */
export function controllerMessageFromWire(response: SessionResponse__Output): ControllerMessage | undefined {
  const { welcome, heartbeat, deltaAcknowledged, jobOffered, jobCancelled, jobEndAcknowledged } = response;
  const { certificateIssued, trustChanged, goAway, logLevelAsked } = response;
  if (welcome) return welcomeFromWire(welcome);
  if (heartbeat) return heartbeatFromWire(heartbeat);
  if (deltaAcknowledged) {
    const { outboxId, restart } = deltaAcknowledged;
    return { type: 'deltaAcknowledged', outboxId, seq: int64FromWire(deltaAcknowledged.seq), restart };
  }
  if (jobOffered) return offeredFromWire(jobOffered);
  if (jobCancelled) {
    const { jobId, attempt, why, interrupt } = jobCancelled;
    return { type: 'jobCancelled', jobId, attempt, why, ...(interrupt && { interrupt }) };
  }
  if (jobEndAcknowledged) {
    const { jobId, attempt } = jobEndAcknowledged;
    return { type: 'jobEndAcknowledged', jobId, attempt };
  }
  if (certificateIssued) return issuedFromWire(certificateIssued);
  if (trustChanged) {
    const { caCertificates, membership } = trustChanged;
    return { type: 'trustChanged', caCertificates, membership };
  }
  if (goAway) {
    const { code, message, retryAfterMs } = goAway;
    const granted = countPart('grantedNumber', goAway.grantedNumber);
    return { type: 'goAway', code: codeFromWire(code), message, retryAfterMs, ...granted };
  }
  if (response.credentialOrdered) return credentialOrderedFromWire(response.credentialOrdered);
  if (response.firingsAcknowledged)
    return { type: 'firingsAcknowledged', count: response.firingsAcknowledged.count };
  if (response.schedulesCopied) {
    const { revision, document } = response.schedulesCopied;
    return { type: 'schedulesCopied', revision, document };
  }
  if (response.hostKeysAsked) return hostKeysAskedFromWire(response.hostKeysAsked);
  if (response.digestsCompared) return digestsComparedFromWire(response.digestsCompared);
  if (logLevelAsked) return levelAskedFromWire(logLevelAsked);
  return undefined;
}

function welcomeToWire(welcome: Welcome): Welcome__Output {
  return {
    controllerOrigin: welcome.controllerOrigin,
    sessionNumber: int64ToWire(welcome.sessionNumber),
    protocolVersion: welcome.protocolVersion,
    heartbeatMs: welcome.heartbeatMs,
    deltaWindowBytes: welcome.deltaWindowBytes,
    positions: welcome.positions.map((position) => ({
      site: position.site,
      epoch: int64ToWire(position.epoch),
      incarnation: position.incarnation,
      outboxId: position.outboxId ?? '',
      seq: int64ToWire(position.seq),
    })),
    time: timestampToWire(welcome.time),
    softwareVersion: welcome.softwareVersion,
    protocolMinor: welcome.protocolMinor ?? 0,
    clockAheadMs: int64ToWire(welcome.clockAheadMs ?? 0),
    grantedNumber: int64ToWire(welcome.grantedNumber ?? 0),
  };
}

function welcomeFromWire(welcome: Welcome__Output): Welcome {
  return {
    type: 'welcome',
    controllerOrigin: welcome.controllerOrigin,
    sessionNumber: int64FromWire(welcome.sessionNumber),
    protocolVersion: welcome.protocolVersion,
    heartbeatMs: welcome.heartbeatMs,
    deltaWindowBytes: welcome.deltaWindowBytes,
    positions: welcome.positions.map((position) => ({
      site: position.site,
      epoch: int64FromWire(position.epoch),
      incarnation: position.incarnation,
      outboxId: textFromWire(position.outboxId),
      seq: int64FromWire(position.seq),
    })),
    time: timeFromWire(welcome.time),
    softwareVersion: welcome.softwareVersion,
    ...(welcome.protocolMinor > 0 && {
      protocolMinor: welcome.protocolMinor,
      clockAheadMs: int64FromWire(welcome.clockAheadMs),
    }),
    ...countPart('grantedNumber', welcome.grantedNumber),
  };
}

function offeredToWire(offer: JobOffered): JobOffered__Output {
  return {
    jobId: offer.jobId,
    attempt: offer.attempt,
    idempotencyKey: offer.idempotencyKey,
    leaseMs: offer.leaseMs,
    timeoutMs: offer.timeoutMs,
    kind: offer.kind ?? '',
    driver: offer.driver,
    targets: offer.targets.map(targetToWire),
    mac: offer.mac ?? '',
    epoch: int64ToWire(offer.epoch),
    steps: stepsToWire(offer.steps),
    evidence: evidenceToWire(offer.evidence),
    subject: offer.subject ?? '',
    rank: offer.rank ?? '',
    noCache: offer.noCache ?? false,
    transcript: offer.transcript ?? false,
  };
}

function offeredFromWire(offer: JobOffered__Output): JobOffered {
  const kind = jobKindFromWire(offer.kind);
  return {
    type: 'jobOffered',
    jobId: offer.jobId,
    attempt: offer.attempt,
    idempotencyKey: offer.idempotencyKey,
    leaseMs: offer.leaseMs,
    timeoutMs: offer.timeoutMs,
    kind: kind === 'trace' ? undefined : kind,
    driver: offer.driver,
    targets: offer.targets.map(targetFromWire),
    mac: offer.mac === '' ? undefined : macFromWire(offer.mac),
    epoch: int64FromWire(offer.epoch),
    ...stepsFromWire(offer.steps),
    ...evidenceFromWire(offer.evidence),
    ...wishesFromWire(offer),
  };
}

/** What an earlier version does not say is left out. */
function wishesFromWire(
  offer: JobOffered__Output,
): Pick<JobOffered, 'subject' | 'rank' | 'noCache' | 'transcript'> {
  const rank = jobRanks.find((one) => one === offer.rank);
  return {
    ...(offer.subject !== '' && { subject: offer.subject }),
    ...(rank && { rank }),
    ...(offer.noCache && { noCache: true }),
    ...(offer.transcript && { transcript: true }),
  };
}

function targetToWire(target: JobTarget): JobTarget__Output {
  return {
    source: recordRefToWire(target.source),
    name: target.name,
    address: target.address,
    port: target.port,
    platform: target.platform ?? '',
    credential: target.credential,
    jump: target.jump ? { ...target.jump } : null,
  };
}

function targetFromWire(target: JobTarget__Output): JobTarget {
  return {
    source: recordRefFromWire(target.source, 'source'),
    name: target.name,
    address: target.address,
    port: target.port,
    platform: textFromWire(target.platform),
    credential: target.credential,
    ...(target.jump && { jump: jumpFromWire(target.jump) }),
  };
}

function jumpFromWire({ address, port, credential }: JumpHost__Output): JumpHost {
  return { address, port, credential };
}

function issuedToWire(issued: CertificateIssued): CertificateIssued__Output {
  return {
    certificateChain: issued.certificateChain.map(bytesToWire),
    expireTime: timestampToWire(issued.expireTime),
  };
}

function issuedFromWire(issued: CertificateIssued__Output): CertificateIssued {
  return {
    type: 'certificateIssued',
    certificateChain: issued.certificateChain,
    expireTime: timeFromWire(issued.expireTime),
  };
}
