/** The parts that messages of both directions are made of. */
import type { HealthItem__Output } from '../../proto/gen/wayside/v1/HealthItem.ts';
import type { Heartbeat__Output } from '../../proto/gen/wayside/v1/Heartbeat.ts';
import type { TargetEnded__Output } from '../../proto/gen/wayside/v1/TargetEnded.ts';
import { type ErrorCode, isErrorCode, WaysideError } from '../errors.ts';
import { canonicalJson, type HealthItem, type Json, type TargetResult } from '../model/index.ts';
import { failureFromWire } from './job.ts';
import { recordRefFromWire, recordRefToWire } from './record.ts';
import { int64FromWire, int64ToWire, timeFromWire, timestampToWire } from './scalar.ts';
import type { Heartbeat } from './session.ts';

export function heartbeatToWire(heartbeat: Heartbeat): Heartbeat__Output {
  return {
    time: timestampToWire(heartbeat.time),
    runningTargets: heartbeat.runningTargets,
    outboxBytes: int64ToWire(heartbeat.outboxBytes),
    health: healthToWire(heartbeat.health),
  };
}

export function heartbeatFromWire(heartbeat: Heartbeat__Output): Heartbeat {
  return {
    type: 'heartbeat',
    time: timeFromWire(heartbeat.time),
    runningTargets: heartbeat.runningTargets,
    outboxBytes: int64FromWire(heartbeat.outboxBytes),
    ...healthFromWire(heartbeat.health),
  };
}

export function healthToWire(health: readonly HealthItem[] = []): HealthItem__Output[] {
  return health.map(({ reason, message, hint }) => ({ reason, message, hint }));
}

/** Nothing to tell is no field. */
export function healthFromWire(health: readonly HealthItem__Output[]): {
  readonly health?: readonly HealthItem[];
} {
  if (health.length === 0) return {};
  return { health: health.map(({ reason, message, hint }) => ({ reason, message, hint })) };
}

export function targetEndedToWire(result: TargetResult): TargetEnded__Output {
  return {
    source: recordRefToWire(result.source),
    name: result.name,
    code: result.error?.code ?? '',
    message: result.error?.message ?? '',
    hint: result.error?.hint ?? '',
    data: canonicalJson(result.data),
    timingsMs: { ...result.timingsMs },
    credential: result.credential ?? '',
  };
}

export function targetEndedFromWire(target: TargetEnded__Output): TargetResult {
  const { code, message, hint } = target;
  return {
    source: recordRefFromWire(target.source, 'source'),
    name: target.name,
    error: failureFromWire({ code, message, hint }),
    data: parseData(target.data),
    timingsMs: { ...target.timingsMs },
    ...(target.credential !== '' && { credential: target.credential }),
  };
}

/** JSON text; empty is null. Printing it again is what finds nesting over our bound. */
export function parseData(text: string): Json {
  if (text === '') return null;
  try {
    const data: Json = JSON.parse(text);
    canonicalJson(data);
    return data;
  } catch (cause) {
    throw new WaysideError('INVALID_INPUT', 'data: not JSON, or nested too deep', { cause });
  }
}

/** A code that this version does not know reads as INTERNAL. */
export function codeFromWire(code: string): ErrorCode {
  return isErrorCode(code) ? code : 'INTERNAL';
}

/** A field that is absent at 0. */
export function countPart<Name extends string>(name: Name, text: string): { readonly [K in Name]?: number } {
  const count = int64FromWire(text);
  return count === 0 ? {} : ({ [name]: count } as { readonly [K in Name]: number });
}
