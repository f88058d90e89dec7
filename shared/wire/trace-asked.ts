/** Traces that begin with an IP address or a name. */
import type { TraceIpAnswer__Output } from '../../proto/gen/wayside/v1/TraceIpAnswer.ts';
import type { TraceIpResponse__Output } from '../../proto/gen/wayside/v1/TraceIpResponse.ts';
import type { TraceNameAnswer__Output } from '../../proto/gen/wayside/v1/TraceNameAnswer.ts';
import type { TraceNamed__Output } from '../../proto/gen/wayside/v1/TraceNamed.ts';
import type { TraceNameResponse__Output } from '../../proto/gen/wayside/v1/TraceNameResponse.ts';
import type { TraceResolution__Output } from '../../proto/gen/wayside/v1/TraceResolution.ts';
import {
  nameSources,
  parseMac,
  type TraceIpAnswer,
  type TraceNameAnswer,
  type TraceNamed,
  type TraceResolution,
} from '../model/index.ts';
import { traceVerdict } from './enums.ts';
import { recordRefFromWire, recordRefToWire } from './record.ts';
import { numberFromWire, textFromWire, timeFromWire, timestampToWire } from './scalar.ts';
import {
  deviceErrorFromWire,
  deviceErrorToWire,
  macFromWire,
  type TraceProgress,
  traceAnswerFromWire,
  traceAnswerToWire,
} from './trace.ts';

/** Progress comes first, the answer is the last event. */
export type TraceIpEvent =
  | { readonly type: 'progress'; readonly progress: TraceProgress }
  | { readonly type: 'answer'; readonly answer: TraceIpAnswer };

export type TraceNameEvent =
  | { readonly type: 'progress'; readonly progress: TraceProgress }
  | { readonly type: 'answer'; readonly answer: TraceNameAnswer };

export function traceIpEventToWire(event: TraceIpEvent): TraceIpResponse__Output {
  return event.type === 'progress'
    ? { event: 'progress', progress: { ...event.progress } }
    : { event: 'answer', answer: traceIpAnswerToWire(event.answer) };
}

/** `undefined` for an event that this version does not know. */
export function traceIpEventFromWire({
  progress,
  answer,
}: TraceIpResponse__Output): TraceIpEvent | undefined {
  if (answer) return { type: 'answer', answer: traceIpAnswerFromWire(answer) };
  return progress ? { type: 'progress', progress: progressOf(progress) } : undefined;
}

export function traceNameEventToWire(event: TraceNameEvent): TraceNameResponse__Output {
  return event.type === 'progress'
    ? { event: 'progress', progress: { ...event.progress } }
    : { event: 'answer', answer: traceNameAnswerToWire(event.answer) };
}

/** `undefined` for an event that this version does not know. */
export function traceNameEventFromWire({
  progress,
  answer,
}: TraceNameResponse__Output): TraceNameEvent | undefined {
  if (answer) return { type: 'answer', answer: traceNameAnswerFromWire(answer) };
  return progress ? { type: 'progress', progress: progressOf(progress) } : undefined;
}

export function traceIpAnswerToWire(answer: TraceIpAnswer): TraceIpAnswer__Output {
  return {
    verdict: traceVerdict.toWire(answer.verdict),
    summary: answer.summary,
    address: answer.address,
    resolutions: answer.resolutions.map(resolutionToWire),
    traces: answer.traces.map(traceAnswerToWire),
    deviceErrors: answer.deviceErrors.map(deviceErrorToWire),
    asked: answer.asked,
  };
}

/** As `traceAnswerFromWire`. */
export function traceIpAnswerFromWire(answer: TraceIpAnswer__Output): TraceIpAnswer {
  return {
    verdict: traceVerdict.fromWire(answer.verdict) ?? 'not-all-answered',
    summary: answer.summary,
    address: answer.address,
    resolutions: answer.resolutions.map(resolutionFromWire),
    traces: answer.traces.map(traceAnswerFromWire),
    deviceErrors: answer.deviceErrors.map(deviceErrorFromWire),
    asked: answer.asked,
  };
}

export function traceNameAnswerToWire(answer: TraceNameAnswer): TraceNameAnswer__Output {
  const { verdict, trace, resolved } = answer;
  return {
    verdict: verdict === undefined ? 'TRACE_VERDICT_UNSPECIFIED' : traceVerdict.toWire(verdict),
    summary: answer.summary,
    name: answer.name,
    matches: answer.matches.map(namedToWire),
    trace: trace === undefined ? null : traceAnswerToWire(trace),
    resolved: resolved === undefined ? null : traceIpAnswerToWire(resolved),
  };
}

export function traceNameAnswerFromWire(answer: TraceNameAnswer__Output): TraceNameAnswer {
  const { trace, resolved } = answer;
  return {
    verdict: traceVerdict.fromWire(answer.verdict),
    summary: answer.summary,
    name: answer.name,
    matches: answer.matches.map(namedFromWire),
    trace: trace === null ? undefined : traceAnswerFromWire(trace),
    resolved: resolved === null ? undefined : traceIpAnswerFromWire(resolved),
  };
}

function progressOf({ jobId, current, total, status, ...rest }: TraceProgress): TraceProgress {
  return { jobId, current, total, switch: rest.switch, status };
}

function resolutionToWire(one: TraceResolution): TraceResolution__Output {
  const { switchName, mac, type, live, otherAddresses } = one;
  return {
    ...{ switchName, mac, type, live, otherAddresses },
    switch: recordRefToWire(one.switch),
    vlan: one.vlan ?? 0,
    port: one.port ?? '',
    seenTime: timestampToWire(one.seenAt),
  };
}

function resolutionFromWire(one: TraceResolution__Output): TraceResolution {
  const { switchName, type, live, otherAddresses } = one;
  return {
    ...{ switchName, type, live, otherAddresses },
    switch: recordRefFromWire(one.switch, 'switch'),
    mac: macFromWire(one.mac),
    vlan: numberFromWire(one.vlan),
    port: textFromWire(one.port),
    seenAt: timeFromWire(one.seenTime),
  };
}

function namedToWire(one: TraceNamed): TraceNamed__Output {
  const { name, source, switchName } = one;
  return {
    ...{ name, source, switchName },
    switch: recordRefToWire(one.switch),
    port: one.port ?? '',
    mac: one.mac ?? '',
    address: one.address ?? '',
    seenTime: timestampToWire(one.seenAt),
  };
}

/** A source that this version does not know reads as a neighbour: something that somebody saw. */
function namedFromWire(one: TraceNamed__Output): TraceNamed {
  const { name, source, switchName } = one;
  return {
    ...{ name, switchName },
    source: nameSources.find((known) => known === source) ?? 'neighbour',
    switch: recordRefFromWire(one.switch, 'switch'),
    port: textFromWire(one.port),
    mac: parseMac(one.mac),
    address: textFromWire(one.address),
    seenAt: timeFromWire(one.seenTime),
  };
}
