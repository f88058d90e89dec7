/**
 * The one error class, over the one table of codes (`error-table.ts`).
 * A code says what went wrong in words a script can test; the table gives its gRPC status (and later its
 * HTTP status), whether trying again can help, and the sentence that the error reference prints.
 */
import { type CodeRow, errorTable } from './error-table.ts';

export type { CodeRow, GrpcStatus } from './error-table.ts';
export { errorTable };

export type ErrorCode = (typeof errorTable)[number][0];

export const errorCodes: Readonly<Record<ErrorCode, CodeRow>> = Object.fromEntries(
  errorTable.map(([code, grpc, retryable, doc]) => [code, { grpc, retryable, doc }]),
) as Record<ErrorCode, CodeRow>;

/** One wrong field of a request or one wrong row of a file. `field` is a path such as `switches[3].address`. */
export interface FieldViolation {
  readonly field: string;
  readonly message: string;
}

export interface ErrorOptions {
  readonly hint?: string;
  readonly cause?: unknown;
  readonly violations?: readonly FieldViolation[];
  /** Small facts for scripts, never secrets: `{agent: 'ams1-a', limitBytes: '262144'}`. */
  readonly details?: Readonly<Record<string, string>>;
}

export class WaysideError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly violations: readonly FieldViolation[];
  readonly details: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WaysideError';
    this.code = code;
    this.hint = options.hint;
    this.violations = options.violations ?? [];
    this.details = options.details ?? {};
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }

  /** The only funnel from `catch (e: unknown)`: a WaysideError stays itself, all else becomes INTERNAL. */
  static from(error: unknown): WaysideError {
    if (error instanceof WaysideError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new WaysideError('INTERNAL', message, { cause: error });
  }
}

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorCodes, text);
}

/** For unions: a case that cannot happen fails the build, and says so if it happens at run time. */
export function unreachable(value: never): never {
  throw new WaysideError('INTERNAL', `unexpected value ${JSON.stringify(value)}`);
}
