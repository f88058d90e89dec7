/** The two forms of a line: our own JSON, and that of the Elastic Common Schema for who collects logs there. */
import { type LoggerOptions, pino } from 'pino';

type Fields = Readonly<Record<string, unknown>>;

export type LogFormat = 'json' | 'ecs';

const ECS_VERSION = '8.11.0';

/** What is left out by level is judged elsewhere: a child of pino keeps the level that its parent had when it was made. */
export function lineOptions(format: LogFormat, component: string): LoggerOptions {
  return format === 'ecs' ? ecsOptions(component) : jsonOptions(component);
}

function jsonOptions(component: string): LoggerOptions {
  return {
    level: 'debug',
    base: { component },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: errorFields },
  };
}

function ecsOptions(component: string): LoggerOptions {
  return {
    level: 'debug',
    messageKey: 'message',
    base: { 'ecs.version': ECS_VERSION, 'service.name': `wayside-${component}` },
    timestamp: () => pino.stdTimeFunctions.isoTime().replace('"time"', '"@timestamp"'),
    formatters: { level: (label) => ({ 'log.level': label }), log: ecsFields },
  };
}

/** The fields of a child: pino does not shape them as it does those of a line. */
export function childFields(format: LogFormat, fields: Fields): Fields {
  return format === 'ecs' ? ecsFields(fields) : fields;
}

/** Our fields below a name of our own, so that none is taken for one of the schema. */
function ecsFields(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      if (name.includes('.')) return [[name, value]];
      return name === 'error' ? ecsError(value) : [[`wayside.${name}`, value]];
    }),
  );
}

function ecsError(error: unknown): readonly (readonly [string, unknown])[] {
  const told = errorFields(error);
  if (typeof told !== 'object' || told === null) return [['error.message', String(told)]];
  const { code, message, hint, stack } = told as Record<string, unknown>;
  return [
    ['error.code', code],
    ['error.message', message],
    ['error.stack_trace', stack],
    ['wayside.hint', hint],
  ];
}

/** Code, message and hint of an error; never its whole object, which could carry a request. */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, hint } = error as { code?: unknown; hint?: unknown };
  return { code, message: error.message, hint, stack: error.stack };
}
