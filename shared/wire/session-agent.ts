/** Messages from the agent, to and from `SessionRequest`. */
import type { CertificateRequested__Output } from '../../proto/gen/wayside/v1/CertificateRequested.ts';
import type { Delta__Output } from '../../proto/gen/wayside/v1/Delta.ts';
import type { Hello__Output } from '../../proto/gen/wayside/v1/Hello.ts';
import type { JobEnded__Output } from '../../proto/gen/wayside/v1/JobEnded.ts';
import type { JobProgressed__Output } from '../../proto/gen/wayside/v1/JobProgressed.ts';
import type { SessionRequest__Output } from '../../proto/gen/wayside/v1/SessionRequest.ts';
import { unreachable } from '../errors.ts';
import { slotsFromWire } from './agent.ts';
import {
  credentialEndedFromWire,
  credentialEndedToWire,
  credentialsHeldFromWire,
  credentialsHeldToWire,
  sealKeyFromWire,
  sealKeyToWire,
} from './credential.ts';
import { hostKeysToldFromWire, hostKeysToldToWire } from './host-key.ts';
import { failureFromWire } from './job.ts';
import { bytesToWire, int64FromWire, int64ToWire, timeFromWire, timestampToWire } from './scalar.ts';
import { firingsToldFromWire, firingsToldToWire } from './schedule.ts';
import {
  type AgentMessage,
  type CertificateRequested,
  type Delta,
  type Hello,
  type JobEnded,
  type JobProgressed,
  jobOutcomes,
} from './session.ts';
import { digestsToldFromWire, digestsToldToWire } from './session-digest.ts';
import { levelToldFromWire, levelToldToWire } from './session-log.ts';
import {
  codeFromWire,
  countPart,
  healthFromWire,
  healthToWire,
  heartbeatFromWire,
  heartbeatToWire,
  targetEndedFromWire,
  targetEndedToWire,
} from './session-parts.ts';
import { stepsToldFromWire, stepsToldToWire } from './session-steps.ts';

export function agentMessageToWire(message: AgentMessage): SessionRequest__Output {
  switch (message.type) {
    case 'hello':
      return { message: 'hello', hello: helloToWire(message) };
    case 'heartbeat':
      return { message: 'heartbeat', heartbeat: heartbeatToWire(message) };
    case 'delta':
      return { message: 'delta', delta: deltaToWire(message) };
    case 'jobAccepted': {
      const { jobId, attempt } = message;
      return { message: 'jobAccepted', jobAccepted: { jobId, attempt } };
    }
    case 'jobRejected': {
      const { jobId, attempt, code, message: text } = message;
      return { message: 'jobRejected', jobRejected: { jobId, attempt, code, message: text } };
    }
    case 'jobProgressed':
      return { message: 'jobProgressed', jobProgressed: progressedToWire(message) };
    case 'jobEnded':
      return { message: 'jobEnded', jobEnded: endedToWire(message) };
    case 'certificateRequested': {
      const certificateRequest = bytesToWire(message.certificateRequest);
      return { message: 'certificateRequested', certificateRequested: { certificateRequest } };
    }
    case 'logLevelTold':
      return { message: 'logLevelTold', logLevelTold: levelToldToWire(message) };
    case 'credentialEnded':
      return { message: 'credentialEnded', credentialEnded: credentialEndedToWire(message) };
    case 'credentialsHeld':
      return { message: 'credentialsHeld', credentialsHeld: credentialsHeldToWire(message) };
    case 'firingsTold':
      return { message: 'firingsTold', firingsTold: firingsToldToWire(message) };
    case 'hostKeysTold':
      return { message: 'hostKeysTold', hostKeysTold: hostKeysToldToWire(message) };
    case 'digestsTold':
      return { message: 'digestsTold', digestsTold: digestsToldToWire(message) };
    default:
      return unreachable(message);
  }
}

/** `undefined` for a message that this version does not know: newer peers may send some. Throws INVALID_INPUT. */
export function agentMessageFromWire(request: SessionRequest__Output): AgentMessage | undefined {
  const { hello, heartbeat, delta, jobAccepted, jobRejected, jobProgressed, jobEnded } = request;
  if (hello) return helloFromWire(hello);
  if (heartbeat) return heartbeatFromWire(heartbeat);
  if (delta) return deltaFromWire(delta);
  if (jobAccepted) {
    return { type: 'jobAccepted', jobId: jobAccepted.jobId, attempt: jobAccepted.attempt };
  }
  if (jobRejected) {
    const { jobId, attempt, code, message } = jobRejected;
    return { type: 'jobRejected', jobId, attempt, code: codeFromWire(code), message };
  }
  if (jobProgressed) return progressedFromWire(jobProgressed);
  if (jobEnded) return endedFromWire(jobEnded);
  if (request.certificateRequested) return certificateRequestedFromWire(request.certificateRequested);
  if (request.credentialEnded) return credentialEndedFromWire(request.credentialEnded);
  if (request.credentialsHeld) return credentialsHeldFromWire(request.credentialsHeld);
  if (request.firingsTold) return firingsToldFromWire(request.firingsTold);
  if (request.logLevelTold) return levelToldFromWire(request.logLevelTold);
  if (request.hostKeysTold) return hostKeysToldFromWire(request.hostKeysTold);
  if (request.digestsTold) return digestsToldFromWire(request.digestsTold);
  return undefined;
}

function helloToWire(hello: Hello): Hello__Output {
  return {
    agentId: hello.agentId,
    bootId: hello.bootId,
    sessionNumber: int64ToWire(hello.sessionNumber),
    protocolVersion: hello.protocolVersion,
    softwareVersion: hello.softwareVersion,
    nodeVersion: hello.nodeVersion,
    os: hello.os,
    capabilities: [...hello.capabilities],
    targetSlots: hello.targetSlots,
    attempts: hello.attempts.map(({ jobId, attempt, state }) => ({ jobId, attempt, state })),
    outboxId: hello.outboxId,
    durableSeq: int64ToWire(hello.durableSeq),
    acknowledgedSeq: int64ToWire(hello.acknowledgedSeq),
    time: timestampToWire(hello.time),
    health: healthToWire(hello.health),
    sealKey: hello.sealKey ? sealKeyToWire(hello.sealKey) : null,
    labels: { ...hello.labels },
    slots: { ...hello.slots },
    protocolMinor: hello.protocolMinor ?? 0,
    bootNumber: int64ToWire(hello.bootNumber ?? 0),
    grantedNumber: int64ToWire(hello.grantedNumber ?? 0),
  };
}

function helloFromWire(hello: Hello__Output): Hello {
  return {
    type: 'hello',
    agentId: hello.agentId,
    bootId: hello.bootId,
    sessionNumber: int64FromWire(hello.sessionNumber),
    protocolVersion: hello.protocolVersion,
    softwareVersion: hello.softwareVersion,
    nodeVersion: hello.nodeVersion,
    os: hello.os,
    capabilities: hello.capabilities,
    targetSlots: hello.targetSlots,
    // Anything but "ended" may still be at work, so it must not be handed to anyone else.
    attempts: hello.attempts.map(({ jobId, attempt, state }) => ({
      jobId,
      attempt,
      state: state === 'ended' ? 'ended' : 'running',
    })),
    outboxId: hello.outboxId,
    durableSeq: int64FromWire(hello.durableSeq),
    acknowledgedSeq: int64FromWire(hello.acknowledgedSeq),
    time: timeFromWire(hello.time),
    ...healthFromWire(hello.health),
    sealKey: sealKeyFromWire(hello.sealKey),
    ...(Object.keys(hello.labels).length > 0 && { labels: { ...hello.labels } }),
    ...slotsFromWire(hello.slots),
    ...(hello.protocolMinor > 0 && { protocolMinor: hello.protocolMinor }),
    ...countPart('bootNumber', hello.bootNumber),
    ...countPart('grantedNumber', hello.grantedNumber),
  };
}

function deltaToWire(delta: Delta): Delta__Output {
  return {
    outboxId: delta.outboxId,
    seq: int64ToWire(delta.seq),
    frame: bytesToWire(delta.frame),
    spoolTime: timestampToWire(delta.spoolTime),
    sendTime: timestampToWire(delta.sendTime),
  };
}

function deltaFromWire(delta: Delta__Output): Delta {
  return {
    type: 'delta',
    outboxId: delta.outboxId,
    seq: int64FromWire(delta.seq),
    frame: delta.frame,
    spoolTime: timeFromWire(delta.spoolTime),
    sendTime: timeFromWire(delta.sendTime),
  };
}

function progressedToWire(message: JobProgressed): JobProgressed__Output {
  const { jobId, attempt, current, total, target, status } = message;
  const targets = message.targets.map(targetEndedToWire);
  return { jobId, attempt, current, total, target, status, targets, steps: stepsToldToWire(message.steps) };
}

function progressedFromWire(message: JobProgressed__Output): JobProgressed {
  const { jobId, attempt, current, total, target, status } = message;
  const targets = message.targets.map(targetEndedFromWire);
  const steps = stepsToldFromWire(message.steps);
  return { type: 'jobProgressed', jobId, attempt, current, total, target, status, targets, ...steps };
}

function endedToWire(message: JobEnded): JobEnded__Output {
  return {
    jobId: message.jobId,
    attempt: message.attempt,
    outcome: message.outcome,
    code: message.error?.code ?? '',
    message: message.error?.message ?? '',
    targets: message.targets.map(targetEndedToWire),
    steps: stepsToldToWire(message.steps),
  };
}

/** An outcome that this version does not know counts as failed. */
function endedFromWire(ended: JobEnded__Output): JobEnded {
  const { jobId, attempt, code, message } = ended;
  return {
    type: 'jobEnded',
    jobId,
    attempt,
    outcome: jobOutcomes.find((outcome) => outcome === ended.outcome) ?? 'failed',
    error: failureFromWire({ code, message, hint: '' }),
    targets: ended.targets.map(targetEndedFromWire),
    ...stepsToldFromWire(ended.steps),
  };
}

function certificateRequestedFromWire(request: CertificateRequested__Output): CertificateRequested {
  return { type: 'certificateRequested', certificateRequest: request.certificateRequest };
}
