/** Who may write what, judged before anything is written. What is out of view is refused in the words of what is not there. */
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import {
  formatRef,
  type JsonObject,
  parseRef,
  principalName,
  type RecordRef,
  type RecordView,
} from '../../../shared/model/index.ts';
import { givenFields, refOf, type WriteOperation } from '../operation.ts';
import { aimsCredential } from './shown.ts';
import type { Sight } from './sight.ts';

/** Violations told at once. */
const VIOLATIONS_MAX = 1000;

/**
 * @param read the live record, whoever asks.
 * Errors: INVALID_INPUT (names something out of view, or nothing), FORBIDDEN (in view, but not the principal's to write).
 */
export function checkWork(
  operations: readonly WriteOperation[],
  sight: Sight,
  read: (ref: RecordRef) => RecordView | undefined,
): void {
  if (sight.principal.type === 'system') return;
  const unknown: FieldViolation[] = [];
  let forbidden: RecordRef | undefined;
  let aimed: RecordRef | undefined;
  for (const [i, operation] of operations.entries()) {
    const path = `operations[${i}].`;
    const before = operation.type === 'create' ? undefined : read(operation.ref);
    if (operation.type !== 'create' && !(before && sight.see(before) && sight.inward(operation.ref))) {
      // Who sees everything is told with all other problems of the operations.
      if (!sight.everything)
        unknown.push({ field: `${path}ref`, message: `${formatRef(operation.ref)} is not known` });
      continue;
    }
    const ref = before?.ref ?? refOf(operation);
    const fields = givenFields(operation);
    if (hidesFloor(fields, sight, read)) {
      unknown.push({ field: `${path}floor`, message: `${String(fields['floor'])} is not known` });
    } else if (!mayWrite(ref, { before, fields, sight })) {
      forbidden ??= ref;
    } else if (ref.kind === 'source' && aimsCredential(fields) && sight.siteView(ref.site) !== 'full') {
      aimed ??= ref;
    }
  }
  if (unknown.length > 0) throw refusal(unknown);
  if (forbidden) throw notYours(forbidden, sight);
  if (aimed) throw notAimed(aimed, sight);
}

/** At the place where it is, and at the place where it would be. */
function mayWrite(
  ref: RecordRef,
  { before, fields, sight }: { before: RecordView | undefined; fields: JsonObject; sight: Sight },
): boolean {
  if (before && !sight.mayWorkOn(ref, before.fields)) return false;
  return sight.mayWorkOn(ref, { ...before?.fields, ...fields });
}

/** Out of view, or not there: to who asks it is the same. */
function hidesFloor(
  { floor }: JsonObject,
  sight: Sight,
  read: (ref: RecordRef) => RecordView | undefined,
): boolean {
  if (sight.everything || typeof floor !== 'string') return false;
  const ref = parsedRef(floor);
  // What is no reference at all is told with the other problems of the fields.
  if (!ref) return false;
  const record = read(ref);
  return record === undefined || !sight.see(record);
}

function parsedRef(text: string): RecordRef | undefined {
  try {
    return parseRef(text);
  } catch {
    return undefined;
  }
}

function refusal(violations: readonly FieldViolation[]): WaysideError {
  const count = violations.length;
  return new WaysideError(
    'INVALID_INPUT',
    `${count} ${count === 1 ? 'field is' : 'fields are'} wrong; nothing was written`,
    { violations: violations.slice(0, VIOLATIONS_MAX) },
  );
}

/** An address that somebody else answers at would be given the password. */
function notAimed(ref: RecordRef, sight: Sight): WaysideError {
  const who = principalName(sight.principal);
  return new WaysideError('FORBIDDEN', `${who} may not say how ${formatRef(ref)} is reached`, {
    hint: 'Address, port and credential are set by who may see them: it needs the switch view full at the site; ask an admin.',
  });
}

function notYours(ref: RecordRef, sight: Sight): WaysideError {
  const what = ref.id === '' ? `${ref.kind} records at site ${ref.site}` : formatRef(ref);
  return new WaysideError('FORBIDDEN', `${principalName(sight.principal)} may not write ${what}`, {
    hint: 'It needs the level operator there, with more than the port view; ask an admin.',
  });
}
