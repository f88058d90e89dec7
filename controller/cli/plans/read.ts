/** A plan by what people type for it: its id, the beginning of that, or a file that `plan export` wrote. */
import type { Shell } from '../shell.ts';
import { type HeldPlan, planById } from './held.ts';

const ID = /^[0-9a-f]{4,64}$/i;

export function isPlanId(text: string): boolean {
  return ID.test(text);
}

/**
 * What the controller holds. Of a file it is first made sure that it says what its id stands for: what is applied is the plan of
 * the controller, and whoever read the file must have read the same. Errors: NOT_FOUND, AMBIGUOUS_NAME; of files PLAN_CHANGED, PLAN_FOREIGN, INVALID_INPUT.
 */
export async function readPlan(shell: Shell, idOrFile: string): Promise<HeldPlan> {
  if (isPlanId(idOrFile)) return planById(shell, idOrFile.toLowerCase());
  const { planOfFile } = await import('./file.ts');
  return planOfFile(shell, idOrFile);
}
