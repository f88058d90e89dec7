/** A disagreement with the record that it is of, and what the rule for it says. */
import type { RecordConflict__Output } from '../../proto/gen/wayside/v1/RecordConflict.ts';
import { WaysideError } from '../errors.ts';
import type { ConflictView, Json, RecordRef } from '../model/index.ts';
import { conflictFromWire, conflictToWire, recordRefFromWire, recordRefToWire } from './record.ts';
import { valueFromWire, valueToWire } from './struct.ts';

export interface RecordConflictView {
  readonly ref: RecordRef;
  /** For people. */
  readonly name: string;
  readonly conflict: ConflictView;
  readonly rule: string;
  /** `undefined`: a person has to decide. */
  readonly proposed: Json | undefined;
  /** Why the rule decides nothing, or what it decided by. */
  readonly reason: string;
}

export function recordConflictToWire(one: RecordConflictView): RecordConflict__Output {
  const { ref, name, conflict, rule, proposed, reason } = one;
  return {
    ...{ ref: recordRefToWire(ref), name, conflict: conflictToWire(conflict), rule, reason },
    proposed: proposed === undefined ? null : valueToWire(proposed),
  };
}

export function recordConflictFromWire(one: RecordConflict__Output): RecordConflictView {
  const { ref, name, conflict, rule, proposed, reason } = one;
  if (!conflict) throw new WaysideError('INVALID_INPUT', 'a conflict came without what contradicts');
  return {
    ...{ ref: recordRefFromWire(ref), name, conflict: conflictFromWire(conflict), rule, reason },
    proposed: valueFromWire(proposed),
  };
}
