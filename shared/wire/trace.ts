/** The progress and the answer of a trace. */
import type { TraceAnswer__Output } from '../../proto/gen/wayside/v1/TraceAnswer.ts';
import type { TraceDeviceError__Output } from '../../proto/gen/wayside/v1/TraceDeviceError.ts';
import type { TraceEdge__Output } from '../../proto/gen/wayside/v1/TraceEdge.ts';
import type { TraceHop__Output } from '../../proto/gen/wayside/v1/TraceHop.ts';
import type { TraceMacResponse__Output } from '../../proto/gen/wayside/v1/TraceMacResponse.ts';
import type { TraceSighting__Output } from '../../proto/gen/wayside/v1/TraceSighting.ts';
import type { TraceSkipped__Output } from '../../proto/gen/wayside/v1/TraceSkipped.ts';
import { WaysideError } from '../errors.ts';
import {
  type Failure,
  type Mac,
  type PortClass,
  parseMac,
  portClasses,
  type RejectedSighting,
  type TraceAnswer,
  type TraceDeviceError,
  type TraceEdge,
  type TraceHop,
  type TraceSkipped,
  traceSearches,
} from '../model/index.ts';
import { traceVerdict } from './enums.ts';
import { failureFromWire, failureToWire } from './job.ts';
import { recordRefFromWire, recordRefToWire } from './record.ts';
import { numberFromWire, textFromWire, timeFromWire, timestampFromWire, timestampToWire } from './scalar.ts';

export interface TraceProgress {
  readonly jobId: string;
  readonly current: number;
  readonly total: number;
  /** Name of the switch that just answered or failed. */
  readonly switch: string;
  readonly status: string;
}

/** Progress comes first, the answer is the last event. */
export type TraceEvent =
  | { readonly type: 'progress'; readonly progress: TraceProgress }
  | { readonly type: 'answer'; readonly answer: TraceAnswer };

export function traceEventToWire(event: TraceEvent): TraceMacResponse__Output {
  return event.type === 'progress'
    ? { event: 'progress', progress: { ...event.progress } }
    : { event: 'answer', answer: traceAnswerToWire(event.answer) };
}

/** `undefined` for an event that this version does not know. */
export function traceEventFromWire(response: TraceMacResponse__Output): TraceEvent | undefined {
  const { progress, answer } = response;
  if (answer) return { type: 'answer', answer: traceAnswerFromWire(answer) };
  if (!progress) return undefined;
  const { jobId, current, total, status } = progress;
  return { type: 'progress', progress: { jobId, current, total, switch: progress.switch, status } };
}

export function traceAnswerToWire(answer: TraceAnswer): TraceAnswer__Output {
  return {
    verdict: traceVerdict.toWire(answer.verdict),
    summary: answer.summary,
    edges: answer.edges.map(edgeToWire),
    path: answer.path.map(hopToWire),
    rejected: answer.rejected.map(sightingToWire),
    deviceErrors: answer.deviceErrors.map(deviceErrorToWire),
    notAsked: answer.notAsked.map(skippedToWire),
    totals: { ...answer.totals, inPlace: answer.totals.inPlace ?? 0 },
    jobId: answer.jobId ?? '',
    lastSeenTime: timestampToWire(answer.lastSeenAt),
    mac: answer.mac,
    searched: answer.searched ?? '',
  };
}

/** A verdict that this version does not know reads as `not-all-answered`: it claims nothing, the summary says more. */
export function traceAnswerFromWire(answer: TraceAnswer__Output): TraceAnswer {
  const { asked, answered, cached, failed, elapsedMs, inPlace } = answer.totals ?? NOTHING_ASKED;
  return {
    mac: macFromWire(answer.mac),
    verdict: traceVerdict.fromWire(answer.verdict) ?? 'not-all-answered',
    summary: answer.summary,
    edges: answer.edges.map(edgeFromWire),
    path: answer.path.map(hopFromWire),
    rejected: answer.rejected.map(sightingFromWire),
    deviceErrors: answer.deviceErrors.map(deviceErrorFromWire),
    notAsked: answer.notAsked.map(skippedFromWire),
    totals: { asked, answered, cached, failed, elapsedMs, inPlace: numberFromWire(inPlace) },
    jobId: textFromWire(answer.jobId),
    lastSeenAt: timestampFromWire(answer.lastSeenTime),
    searched: traceSearches.find((name) => name === answer.searched),
  };
}

function skippedToWire({ switch: ref, switchName, reason }: TraceSkipped): TraceSkipped__Output {
  return { switch: recordRefToWire(ref), switchName, reason };
}

function skippedFromWire({ switch: ref, switchName, reason }: TraceSkipped__Output): TraceSkipped {
  return { switch: recordRefFromWire(ref), switchName, reason };
}

const NOTHING_ASKED = { asked: 0, answered: 0, cached: 0, failed: 0, elapsedMs: 0, inPlace: 0 } as const;

/** Throws INVALID_INPUT; any spelling is read. */
export function macFromWire(text: string, field = 'mac'): Mac {
  const mac = parseMac(text);
  if (mac) return mac;
  const message = `"${text.slice(0, 40)}" is not a MAC address`;
  throw new WaysideError('INVALID_INPUT', `${field}: ${message}`, {
    hint: 'Twelve hex digits in any spelling, for example 00:1b:21:aa:bb:cc',
    violations: [{ field, message }],
  });
}

/** A class that this version does not know reads as `unmanaged`: something is there that we cannot look into. */
function portClassFromWire(text: string): PortClass {
  return portClasses.find((name) => name === text) ?? 'unmanaged';
}

function edgeToWire(edge: TraceEdge): TraceEdge__Output {
  return {
    switch: recordRefToWire(edge.switch),
    switchName: edge.switchName,
    port: edge.port,
    portDescription: edge.portDescription ?? '',
    vlan: edge.vlan ?? 0,
    portClass: edge.portClass,
    entryType: edge.entryType,
    confidence: edge.confidence,
    evidence: edge.evidence.map(({ weight, reason }) => ({ weight, reason })),
    otherAddresses: edge.otherAddresses,
    seenTime: timestampToWire(edge.seenAt),
    live: edge.live,
    firstSeenTime: timestampToWire(edge.firstSeenAt),
    members: (edge.members ?? []).map(({ switch: ref, switchName, port }) => {
      return { switch: recordRefToWire(ref), switchName, port };
    }),
  };
}

function edgeFromWire(edge: TraceEdge__Output): TraceEdge {
  return {
    switch: recordRefFromWire(edge.switch, 'switch'),
    switchName: edge.switchName,
    port: edge.port,
    portDescription: textFromWire(edge.portDescription),
    vlan: numberFromWire(edge.vlan),
    portClass: portClassFromWire(edge.portClass),
    entryType: edge.entryType,
    confidence: edge.confidence,
    evidence: edge.evidence.map(({ weight, reason }) => ({ weight, reason })),
    otherAddresses: edge.otherAddresses,
    seenAt: timeFromWire(edge.seenTime),
    live: edge.live,
    firstSeenAt: timestampFromWire(edge.firstSeenTime),
    members: membersFromWire(edge.members),
  };
}

function membersFromWire(members: TraceEdge__Output['members']): TraceEdge['members'] {
  if (members.length === 0) return undefined;
  return members.map(({ switch: ref, switchName, port }) => {
    return { switch: recordRefFromWire(ref, 'switch'), switchName, port };
  });
}

function hopToWire(hop: TraceHop): TraceHop__Output {
  return {
    switchName: hop.switchName,
    switch: recordRefToWire(hop.switch),
    inPort: hop.inPort ?? '',
    outPort: hop.outPort ?? '',
  };
}

function hopFromWire(hop: TraceHop__Output): TraceHop {
  return {
    switch: recordRefFromWire(hop.switch, 'switch'),
    switchName: hop.switchName,
    inPort: textFromWire(hop.inPort),
    outPort: textFromWire(hop.outPort),
  };
}

function sightingToWire(sighting: RejectedSighting): TraceSighting__Output {
  const { switchName, port, portClass, reason } = sighting;
  return {
    switch: recordRefToWire(sighting.switch),
    switchName,
    port,
    vlan: sighting.vlan ?? 0,
    portClass,
    reason,
  };
}

function sightingFromWire(sighting: TraceSighting__Output): RejectedSighting {
  return {
    switch: recordRefFromWire(sighting.switch, 'switch'),
    switchName: sighting.switchName,
    port: sighting.port,
    vlan: numberFromWire(sighting.vlan),
    portClass: portClassFromWire(sighting.portClass),
    reason: sighting.reason,
  };
}

export function deviceErrorToWire(device: TraceDeviceError): TraceDeviceError__Output {
  return {
    switch: recordRefToWire(device.switch),
    switchName: device.switchName,
    error: failureToWire(device.error),
  };
}

const NO_REASON: Failure = { code: 'INTERNAL', message: 'no reason was given', hint: undefined };

export function deviceErrorFromWire(device: TraceDeviceError__Output): TraceDeviceError {
  return {
    switch: recordRefFromWire(device.switch, 'switch'),
    switchName: device.switchName,
    error: failureFromWire(device.error) ?? NO_REASON,
  };
}
