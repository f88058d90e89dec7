/** Messages about log levels. */
import fc from 'fast-check';
import type { LogLevelState } from '../../shared/runtime/index.ts';
import type { LogLevelAsked, LogLevelTold } from '../../shared/wire/index.ts';

const level = fc.constantFrom('debug' as const, 'info' as const, 'warn' as const, 'error' as const);
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
const state = { level, configured: level, until: fc.option(time, { nil: undefined }) };

export const levelState: fc.Arbitrary<LogLevelState> = fc.record(state);

export const levelTold: fc.Arbitrary<LogLevelTold> = fc.record({
  ...{ type: fc.constant('logLevelTold' as const), questionId: fc.string() },
  ...state,
});

export const levelAsked: fc.Arbitrary<LogLevelAsked> = fc.record({
  type: fc.constant('logLevelAsked' as const),
  questionId: fc.string(),
  change: fc.option(fc.record({ level, forMs: fc.integer({ min: 1, max: 86_400_000 }) }), { nil: undefined }),
});
