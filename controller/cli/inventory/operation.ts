/** One write of a record on its way to the controller, and how people are told of what is wrong with it. */
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import type { ApiMethods } from '../../../shared/wire/index.ts';

type WireOperation = NonNullable<
  ApiMethods['InventoryService.WriteRecords']['request']['operations']
>[number];

export interface Operation {
  readonly wire: WireOperation;
  /** How an error names the place: `row 7, ` of a file, nothing on the command line. */
  readonly label: string;
}

/** Problems with the label of their operation instead of its number. */
export function relabelled(error: WaysideError, operations: readonly Operation[]): WaysideError {
  if (error.violations.length === 0) return error;
  const violations = error.violations.map((violation): FieldViolation => {
    const [, number, rest = ''] = /^operations\[(\d+)\]\.?(.*)$/.exec(violation.field) ?? [];
    const operation = operations[Number(number)];
    return operation ? { ...violation, field: `${operation.label}${rest}`.trim() } : violation;
  });
  // Name and floor are fields of several parts: one line for each place is enough.
  const unique = violations.filter(
    (one, at) =>
      violations.findIndex((other) => other.field === one.field && said(other) === said(one)) === at,
  );
  const { hint, details, cause } = error;
  // So the count that the message begins with is that of the lines below it.
  const count = unique.length === 1 ? '1 field is' : `${unique.length} fields are`;
  const message = error.message.replace(/^\d+ fields? (?:is|are)\b/, count);
  return new WaysideError(error.code, message, {
    violations: unique,
    details,
    cause,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** A switch and the source below it have one name: that both are there already is one mistake. */
function said({ message }: FieldViolation): string {
  return message.replace(/^another source of site /, 'another switch of site ');
}

/** RFC 4122 version 4, from 16 random bytes. */
export function uuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes);
  hex[6] = ((hex[6] ?? 0) & 0x0f) | 0x40;
  hex[8] = ((hex[8] ?? 0) & 0x3f) | 0x80;
  const text = hex.toString('hex');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}
