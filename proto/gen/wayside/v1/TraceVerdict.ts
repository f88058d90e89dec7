// Original file: proto/wayside/v1/trace.proto

export const TraceVerdict = {
  TRACE_VERDICT_UNSPECIFIED: 'TRACE_VERDICT_UNSPECIFIED',
  TRACE_VERDICT_FOUND: 'TRACE_VERDICT_FOUND',
  /**
   * Every switch in scope answered and none has it.
   */
  TRACE_VERDICT_NOT_FOUND: 'TRACE_VERDICT_NOT_FOUND',
  /**
   * None that answered has it, but some did not answer. `edges` may hold where the last collect saw it.
   */
  TRACE_VERDICT_NOT_ALL_ANSWERED: 'TRACE_VERDICT_NOT_ALL_ANSWERED',
  /**
   * A virtual gateway or multicast address: it is no endpoint.
   */
  TRACE_VERDICT_NOT_AN_ENDPOINT: 'TRACE_VERDICT_NOT_AN_ENDPOINT',
  /**
   * Two edge ports at once: moving, looping or duplicated.
   */
  TRACE_VERDICT_SEVERAL: 'TRACE_VERDICT_SEVERAL',
} as const;

export type TraceVerdict =
  | 'TRACE_VERDICT_UNSPECIFIED'
  | 0
  | 'TRACE_VERDICT_FOUND'
  | 1
  /**
   * Every switch in scope answered and none has it.
   */
  | 'TRACE_VERDICT_NOT_FOUND'
  | 2
  /**
   * None that answered has it, but some did not answer. `edges` may hold where the last collect saw it.
   */
  | 'TRACE_VERDICT_NOT_ALL_ANSWERED'
  | 3
  /**
   * A virtual gateway or multicast address: it is no endpoint.
   */
  | 'TRACE_VERDICT_NOT_AN_ENDPOINT'
  | 4
  /**
   * Two edge ports at once: moving, looping or duplicated.
   */
  | 'TRACE_VERDICT_SEVERAL'
  | 5

export type TraceVerdict__Output = typeof TraceVerdict[keyof typeof TraceVerdict]
