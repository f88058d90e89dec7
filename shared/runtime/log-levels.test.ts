import { expect, test } from 'vitest';
import type { Log, LogLevel } from './log.ts';
import { silentLog } from './log.ts';
import { LogLevels } from './log-levels.ts';
import { ManualClock } from './manual-clock.ts';

function levels(): { clock: ManualClock; levels: LogLevels; taken: LogLevel[] } {
  const taken: LogLevel[] = [];
  const log: Log = { ...silentLog, setLevel: (level) => void taken.push(level) };
  const clock = new ManualClock();
  return { clock, taken, levels: new LogLevels({ log, clock, configured: 'info' }) };
}

test('another level goes back to the configured one by itself', () => {
  const { clock, levels: own, taken } = levels();
  expect(own.state).toEqual({ level: 'info', configured: 'info', until: undefined });
  expect(own.set({ level: 'debug', forMs: 60_000 })).toEqual({
    ...{ level: 'debug', configured: 'info', until: clock.now() + 60_000 },
  });
  clock.advance(59_999);
  expect(taken).toEqual(['debug']);
  clock.advance(1);
  expect(taken).toEqual(['debug', 'info']);
  expect(own.state.until).toBeUndefined();
});

test('a later wish counts alone, and the configured level ends it at once', () => {
  const { clock, levels: own, taken } = levels();
  own.set({ level: 'debug', forMs: 1000 });
  own.set({ level: 'warn', forMs: 5000 });
  clock.advance(1000);
  expect(own.state.level).toBe('warn');
  own.set({ level: 'info', forMs: 5000 });
  expect(own.state).toMatchObject({ level: 'info', until: undefined });
  clock.advance(10_000);
  expect(taken).toEqual(['debug', 'warn', 'info']);
});

test('a time out of bounds is refused and changes nothing', () => {
  const { levels: own, taken } = levels();
  for (const forMs of [0, -1, 86_400_001, 1.5, Number.NaN])
    expect(() => own.set({ level: 'debug', forMs })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  expect(taken).toEqual([]);
});
