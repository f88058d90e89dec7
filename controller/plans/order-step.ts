import type { Standing } from '../../shared/model/index.ts';
import type { DraftStep } from './draft.ts';

/** A step in its place. Its needs all have lower numbers. */
export interface OrderedStep extends Omit<DraftStep, 'needs' | 'standing'> {
  /** From 1. */
  readonly no: number;
  readonly needs: readonly number[];
  readonly standing: Standing;
  /** Of a step that could not be done at once: the number of its other half. */
  readonly otherHalf?: number;
}
