/** Makes a plan of writes: what `import` and `edit` have found out becomes steps that can be looked at, applied and undone. */
import { WaysideError } from '../../../shared/errors.ts';
import { type Operation, relabelled, uuid } from '../inventory/operation.ts';
import type { Shell } from '../shell.ts';
import { type HeldPlan, heldPlan } from './held.ts';

/** Of one call, below what a message may hold: 4 MiB. */
export const PLAN_BYTES_MAX = 4_000_000;

export interface MakeWish {
  readonly planner: 'edit' | 'import';
  /** Empty: the controller names it by what it changes. */
  readonly title: string;
  readonly why: string;
  /** What asked for each operation, in their order; none: the caller. */
  readonly causes: readonly string[];
  /** Guards to lift. */
  readonly allow: readonly string[];
  /** Things that are already so. */
  readonly unchanged: number;
  /** Checked in full, and not kept. */
  readonly dryRun: boolean;
}

/** Errors: INVALID_INPUT with every wrong field by the label of its operation, MESSAGE_TOO_LARGE, STALE_ETAG, FORBIDDEN. */
export async function makePlan(
  shell: Shell,
  operations: readonly Operation[],
  wish: MakeWish,
): Promise<HeldPlan> {
  requireFits(operations, wish.causes);
  const { random } = await shell.tools();
  const { planner, title, why, causes, allow, unchanged, dryRun } = wish;
  try {
    const answer = await shell.call('PlanService.CreatePlan', {
      operations: operations.map(({ wire }) => wire),
      ...{ planner, title, why, causes: [...causes], overrides: [...allow], unchanged },
      requestId: uuid(random.bytes(16)),
      validateOnly: dryRun,
    });
    return heldPlan(answer.plan);
  } catch (error) {
    throw relabelled(WaysideError.from(error), operations);
  }
}

/** Error: MESSAGE_TOO_LARGE, with the place up to which it fits. */
function requireFits(operations: readonly Operation[], causes: readonly string[]): void {
  let bytes = 0;
  for (const [at, { wire, label }] of operations.entries()) {
    bytes += bytesOf(wire) + Buffer.byteLength(causes[at] ?? '') + OVERHEAD_BYTES;
    if (bytes <= PLAN_BYTES_MAX) continue;
    const place = label.trim() === '' ? `change ${at + 1}` : label.trim();
    throw new WaysideError(
      'MESSAGE_TOO_LARGE',
      `all that comes before ${place} fits into one plan, the rest does not; nothing was changed`,
      { hint: `Divide the file before ${place}, and import the parts one after the other` },
    );
  }
}

/** Tag and length of a text or message, which are never longer. */
const OVERHEAD_BYTES = 6;
const NUMBER_BYTES = 9;

/** At least what the message will take: texts as they are, each with its tag and length. */
export function bytesOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return Buffer.byteLength(value) + OVERHEAD_BYTES;
    case 'number':
    case 'boolean':
      return NUMBER_BYTES;
    case 'object': {
      if (value === null) return 0;
      if ('kind' in value && typeof value.kind === 'string' && value.kind.endsWith('Value'))
        return OVERHEAD_BYTES + bytesOf((value as Record<string, unknown>)[value.kind]);
      if ('fields' in value && isMap(value.fields))
        return sizeOfMap(value.fields) + sizeOfRest(value, 'fields');
      return OVERHEAD_BYTES + sizeOfRest(value, '');
    }
    default:
      return 0;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Keys of a map travel with their values; names of fields do not. */
function sizeOfMap(fields: Readonly<Record<string, unknown>>): number {
  return Object.entries(fields).reduce(
    (sum, [key, one]) => sum + Buffer.byteLength(key) + 2 * OVERHEAD_BYTES + bytesOf(one),
    OVERHEAD_BYTES,
  );
}

function sizeOfRest(value: object, without: string): number {
  return Object.entries(value).reduce((sum, [key, one]) => (key === without ? sum : sum + bytesOf(one)), 0);
}
