/** Logs: an event name in past tense and fields. pino stays behind this file. */
import { pino } from 'pino';
import { escapeQuoted } from './escape.ts';
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
  const root = pino(
    {
      // What is left out is judged here: a child of pino keeps the level that its parent had when it was made.
      level: 'debug',
      base: { component: options.component },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: errorFields },
    },
    both,
  );
  return wrap(root, { lowest: options.level });
}

const RANKS: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** `shared` is one object for a log and all that come from it. */
function wrap(logger: pino.Logger, shared: { lowest: LogLevel }): Log {
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
    with: (fields) => wrap(logger.child(fields), shared),
    setLevel: (level) => {
      shared.lowest = level;
    },
  };
}

/** Code, message and hint of an error; never its whole object, which could carry a request. */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, hint } = error as { code?: unknown; hint?: unknown };
  return { code, message: error.message, hint, stack: error.stack };
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silentLog,
  setLevel: () => undefined,
};
