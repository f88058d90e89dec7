/**
 * Writing what was planned. What fits into one call is one transaction. More goes in several: all of them are checked
 * by the controller first, so that only a change by somebody else in between can stop it half way, and then a repeat of
 * the same import goes on where it stopped.
 */
import { WaysideError } from '../../../shared/errors.ts';
import { type Operation, writeRecords } from '../inventory/write.ts';
import type { Shell } from '../shell.ts';
import type { ImportPlan } from './plan.ts';

/** Well below the largest message, and below what one transaction of the controller takes. */
export const BATCH_BYTES_MAX = 2_097_152;
export const BATCH_OPERATIONS_MAX = 5000;

export interface ApplyWish {
  readonly why: string;
  readonly dryRun: boolean;
}

/** Errors: those of the write, with rows instead of operation numbers; `details.rowsDone` when some batches are in. */
export async function applyImport(shell: Shell, plan: ImportPlan, { why, dryRun }: ApplyWish): Promise<void> {
  const first = plan.first.flatMap(({ operations }) => operations);
  const batches = toBatches([first, ...plan.steps.map(({ operations }) => operations)]);
  if (batches.length > 1 || dryRun) {
    for (const batch of batches) {
      // A batch may lean on sites and floors of the first one, which a check does not leave behind.
      const leansOn = batch === batches[0] ? [] : first;
      await writeRecords(shell, [...leansOn, ...batch], { why, dryRun: true });
    }
  }
  if (dryRun) return;
  let done = 0;
  for (const batch of batches) {
    try {
      await writeRecords(shell, batch, { why, dryRun: false });
    } catch (error) {
      throw done === 0 ? error : halfDone(WaysideError.from(error), done, batches.length);
    }
    done += 1;
  }
}

function halfDone(error: WaysideError, done: number, all: number): WaysideError {
  return new WaysideError(
    error.code,
    `${error.message}; ${done} of ${all} parts are written, the rest is not`,
    {
      violations: error.violations,
      details: { ...error.details, partsDone: String(done) },
      hint: 'Repeat the same import: what is written already will be found unchanged',
      cause: error,
    },
  );
}

/** Operations that belong together stay in one batch. */
export function toBatches(groups: readonly (readonly Operation[])[]): readonly (readonly Operation[])[] {
  const batches: Operation[][] = [];
  let batch: Operation[] = [];
  let bytes = 0;
  for (const group of groups) {
    const size = group.reduce((sum, { wire }) => sum + JSON.stringify(wire).length, 0);
    const full = bytes + size > BATCH_BYTES_MAX || batch.length + group.length > BATCH_OPERATIONS_MAX;
    if (full && batch.length > 0) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(...group);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
