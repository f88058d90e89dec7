/** Logs: an event name in past tense and fields. pino stays behind this file. */
import { pino } from 'pino';
import { escapeQuoted } from './escape.ts';
import { childFields, type LogFormat, lineOptions } from './log-format.ts';
import type { LogTail } from './log-tail.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** A log that adds the fields to every line. */
  with(fields: LogFields): Log;
  /** For this log and all that were or will be made from the same `createLog`. */
  setLevel(level: LogLevel): void;
}

export interface LogOptions {
  readonly level: LogLevel;
  readonly component: string;
  /** `json` when absent. */
  readonly format?: LogFormat | undefined;
  /** A file to append to; stdout when absent. */
  readonly file?: string | undefined;
  /** Gets every line that is written, too. */
  readonly tail?: LogTail | undefined;
}

export function createLog(options: LogOptions): Log {
  const destination = pino.destination({
    ...(options.file ? { dest: options.file, mkdir: true } : { dest: 1 }),
    sync: true,
  });
  const { tail } = options;
  const both = {
    write: (json: string): void => {
      // Names and errors of others stand in it, and people read it in a terminal.
      const line = escapeQuoted(json);
      tail?.add(line);
      destination.write(line);
    },
  };
  const { format = 'json', level, component } = options;
  return wrap(pino(lineOptions(format, component), both), { lowest: level, format });
}

const RANKS: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** One object for a log and all that come from it. */
interface Shared {
  lowest: LogLevel;
  readonly format: LogFormat;
}

function wrap(logger: pino.Logger, shared: Shared): Log {
  const at =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}): void => {
      if (RANKS[level] >= RANKS[shared.lowest]) logger[level](fields, event);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => wrap(logger.child(childFields(shared.format, fields)), shared),
    setLevel: (level) => {
      shared.lowest = level;
    },
  };
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silentLog,
  setLevel: () => undefined,
};
