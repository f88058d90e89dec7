import { describe, expect, it } from 'vitest';
import type { Failure, Json, TargetResult } from '../../shared/model/index.ts';
import { judgeAttempt } from './outcome.ts';

const failure: Failure = { code: 'UNREACHABLE', message: 'no answer', hint: undefined };

function result(id: string, error?: Failure, data: Json = {}): TargetResult {
  return { source: { site: 'ams1', kind: 'source', id }, name: id, error, data, timingsMs: {} };
}

function judge(results: readonly TargetResult[], targets: number, stopped?: Failure) {
  return judgeAttempt(results, { targets, cancelled: false, stopped });
}

describe('the outcome of an attempt', () => {
  it('is a success only when every target succeeded', () => {
    expect(judge([result('a'), result('b')], 2)).toEqual({ outcome: 'succeeded', error: undefined });
    expect(judge([result('a')], 2).outcome).toBe('partly');
  });

  it('is partly when some failed, failed when all did, with the first reason', () => {
    expect(judge([result('a'), result('b', failure)], 2)).toEqual({ outcome: 'partly', error: failure });
    expect(judge([result('a', failure)], 1)).toEqual({ outcome: 'failed', error: failure });
    expect(judge([], 3, failure)).toEqual({ outcome: 'failed', error: failure });
  });

  it('is partly, not failed, when the one target was read in part', () => {
    expect(judge([result('a', failure, { completeness: 'partial' })], 1).outcome).toBe('partly');
    expect(judge([result('a', failure, { completeness: 'complete' })], 1).outcome).toBe('failed');
  });

  it('is cancelled when somebody asked for the end, whatever was done until then', () => {
    const facts = { targets: 2, cancelled: true, stopped: failure };
    expect(judgeAttempt([result('a')], facts)).toEqual({ outcome: 'cancelled', error: failure });
  });
});
