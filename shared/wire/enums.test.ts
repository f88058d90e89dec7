import { describe, expect, test } from 'vitest';
import { agentStates, jobStates, traceVerdicts } from '../model/index.ts';
import {
  agentState,
  enumCodec,
  findingLevel,
  jobState,
  logLevel,
  traceVerdict,
  watchEventType,
} from './enums.ts';

type Ours = 'red' | 'green';
type Theirs = 'COLOUR_UNSPECIFIED' | 'COLOUR_RED' | 'COLOUR_GREEN';
type Grown = Theirs | 'COLOUR_BLUE';

describe('enums', () => {
  test.each([
    ['job state', jobState, jobStates],
    ['agent state', agentState, agentStates],
    ['trace verdict', traceVerdict, traceVerdicts],
    ['log level', logLevel, ['debug', 'info', 'warn', 'error']],
    ['watch event', watchEventType, ['record', 'synced', 'heartbeat']],
    ['finding level', findingLevel, ['ok', 'warning', 'problem']],
  ] as const)('%s: each of our values comes back from the wire', (_, codec, values) => {
    const { toWire, fromWire } = codec as {
      toWire(value: string): string;
      fromWire(value: string): string | undefined;
    };
    expect(values.map((value) => fromWire(toWire(value)))).toEqual(values);
    expect(new Set(values.map(toWire)).size).toBe(values.length);
  });

  test('what a newer peer may send is undefined, never an error', () => {
    for (const value of ['JOB_STATE_UNSPECIFIED', 'JOB_STATE_FROZEN', 99, '', undefined])
      expect(jobState.fromWire(value)).toBeUndefined();
    expect(jobState.fromWire('constructor')).toBeUndefined();
  });

  test('a table that lacks a value of either side does not compile', () => {
    const whole = enumCodec<Ours, Theirs>()({ red: 'COLOUR_RED', green: 'COLOUR_GREEN' });
    expect(whole.fromWire('COLOUR_GREEN')).toBe('green');
    // @ts-expect-error The proto enum has grown by COLOUR_BLUE.
    enumCodec<Ours, Grown>()({ red: 'COLOUR_RED', green: 'COLOUR_GREEN' });
    // @ts-expect-error Our union has green, and the table does not.
    enumCodec<Ours, Theirs>()({ red: 'COLOUR_RED' });
    // @ts-expect-error No such value on the wire.
    enumCodec<Ours, Theirs>()({ red: 'COLOUR_RED', green: 'COLOUR_GREY' });
  });
});
