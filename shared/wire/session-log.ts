/** Log levels: as a controller asks an agent for them, and as the API tells them. */
import type { GetLogLevelResponse__Output } from '../../proto/gen/wayside/v1/GetLogLevelResponse.ts';
import type { LogLevelAsked__Output } from '../../proto/gen/wayside/v1/LogLevelAsked.ts';
import type { LogLevelTold__Output } from '../../proto/gen/wayside/v1/LogLevelTold.ts';
import type { LogLevel, LogLevelChange, LogLevelState } from '../runtime/index.ts';
import { logLevel } from './enums.ts';
import { int64FromWire, int64ToWire, timestampFromWire, timestampToWire } from './scalar.ts';

/** How much does the agent log; with a change, from now on. */
export interface LogLevelAsked {
  readonly type: 'logLevelAsked';
  readonly questionId: string;
  readonly change: LogLevelChange | undefined;
}

/** The answer to LogLevelAsked. */
export interface LogLevelTold extends LogLevelState {
  readonly type: 'logLevelTold';
  readonly questionId: string;
}

const LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error'] satisfies readonly LogLevel[];

export function levelAskedToWire({ questionId, change }: LogLevelAsked): LogLevelAsked__Output {
  return { questionId, level: change?.level ?? '', forMs: int64ToWire(change?.forMs ?? 0) };
}

/** A level that this version does not know is only a question: the answer shows that nothing was changed. */
export function levelAskedFromWire(asked: LogLevelAsked__Output): LogLevelAsked {
  const { questionId, level } = asked;
  const change = isLevel(level) ? { level, forMs: int64FromWire(asked.forMs) } : undefined;
  return { type: 'logLevelAsked', questionId, change };
}

export function levelToldToWire({
  questionId,
  level,
  configured,
  until,
}: LogLevelTold): LogLevelTold__Output {
  return { questionId, level, configured, expireTime: timestampToWire(until) };
}

/** A level that this version does not know reads as `info`. */
export function levelToldFromWire(told: LogLevelTold__Output): LogLevelTold {
  const { questionId, level, configured } = told;
  return {
    ...{ type: 'logLevelTold', questionId, until: timestampFromWire(told.expireTime) },
    level: isLevel(level) ? level : 'info',
    configured: isLevel(configured) ? configured : 'info',
  };
}

export function logLevelStateToWire({
  level,
  configured,
  until,
}: LogLevelState): GetLogLevelResponse__Output {
  return {
    level: logLevel.toWire(level),
    configured: logLevel.toWire(configured),
    expireTime: timestampToWire(until),
  };
}

/** A level that this version does not know reads as `info`. */
export function logLevelStateFromWire(answer: GetLogLevelResponse__Output): LogLevelState {
  return {
    level: logLevel.fromWire(answer.level) ?? 'info',
    configured: logLevel.fromWire(answer.configured) ?? 'info',
    until: timestampFromWire(answer.expireTime),
  };
}

function isLevel(text: string): text is LogLevel {
  return LEVELS.includes(text);
}
