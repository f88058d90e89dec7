/**
 * A WaysideError as `google.rpc.Status` and back. Here is the mapping between the two; the bytes of the trailer
 * `grpc-status-details-bin` are made in shared/transport, where the protos are loaded.
 */
import {
  type ErrorCode,
  errorCodes,
  type FieldViolation,
  type GrpcStatus,
  isErrorCode,
  WaysideError,
} from '../errors.ts';
import { escapeText } from '../runtime/index.ts';

export const ERROR_DOMAIN = 'wayside';

/** What we tell a caller to wait before it tries again, unless the error says otherwise in `details.retryAfterMs`. */
export const RETRY_AFTER_MS = 1_000;

/**
 * Trailers much over 64 KiB never reach a client of grpc-js: the call hangs until its deadline. So texts are cut and
 * violations counted; together, in base64 and in any script, the bounds below stay under 64 KiB.
 */
const MESSAGE_CHARS_MAX = 1_024;
const HINT_CHARS_MAX = 1_024;
const DETAILS_MAX = 16;
const DETAIL_KEY_CHARS_MAX = 64;
const DETAIL_CHARS_MAX = 160;
const VIOLATION_CHARS_MAX = 512;
const VIOLATIONS_BYTES_MAX = 24_576;
/** A violation's share of the bound besides its texts. */
const VIOLATION_OVERHEAD_BYTES = 16;

/** Numbers of the statuses on the wire. */
export const grpcStatusNumbers: Readonly<Record<GrpcStatus | 'OK' | 'UNKNOWN', number>> = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
};

/** An error on the wire: the status and those of its details that we use. */
export interface WireStatus {
  readonly code: number;
  readonly message: string;
  readonly info: ErrorInfo | undefined;
  readonly violations: readonly FieldViolation[];
  /** For errors that may go away by themselves. */
  readonly retryAfterMs: number | undefined;
}

export interface ErrorInfo {
  readonly reason: string;
  readonly domain: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The hint travels as the detail `hint`. What is over a bound is cut, and says so. Errors quote what they were given, and
 * land in logs and terminals of clients that take no care: what steers those is spelled out here.
 */
export function errorToWire(error: WaysideError): WireStatus {
  const details = Object.entries(error.details)
    .slice(0, DETAILS_MAX)
    .map(([key, value]) => [
      cut(escapeText(key), DETAIL_KEY_CHARS_MAX),
      cut(escapeText(value), DETAIL_CHARS_MAX),
    ]);
  const hint = error.hint === undefined ? {} : { hint: cut(error.hint, HINT_CHARS_MAX) };
  const metadata = { ...Object.fromEntries(details), ...hint };
  return {
    code: grpcStatusNumbers[errorCodes[error.code].grpc],
    message: cut(escapeText(error.message), MESSAGE_CHARS_MAX),
    info: { reason: error.code, domain: ERROR_DOMAIN, metadata },
    violations: boundedViolations(error.violations),
    retryAfterMs: error.retryable ? retryAfterMs(error) : undefined,
  };
}

/** Gives back the same error; without our ErrorInfo, or with a code of a newer peer, the nearest one of its status. */
export function errorFromWire(status: WireStatus): WaysideError {
  const { info, message, violations } = status;
  const ours = info?.domain === ERROR_DOMAIN ? info : undefined;
  const { hint, ...details } = ours?.metadata ?? {};
  const options = { violations, details, ...(hint === undefined ? {} : { hint }) };
  if (!ours) return new WaysideError(nearestCode(status), message, options);
  if (isErrorCode(ours.reason)) return new WaysideError(ours.reason, message, options);
  return new WaysideError(nearestCode(status), `${ours.reason.slice(0, 80)}: ${message}`, options);
}

const nearest: Readonly<Record<GrpcStatus | 'OK' | 'UNKNOWN', ErrorCode>> = {
  OK: 'INTERNAL',
  CANCELLED: 'CANCELLED',
  UNKNOWN: 'INTERNAL',
  INVALID_ARGUMENT: 'INVALID_INPUT',
  DEADLINE_EXCEEDED: 'TIMEOUT',
  NOT_FOUND: 'NOT_FOUND',
  ALREADY_EXISTS: 'ALREADY_EXISTS',
  PERMISSION_DENIED: 'FORBIDDEN',
  RESOURCE_EXHAUSTED: 'QUEUE_FULL',
  FAILED_PRECONDITION: 'UNSUPPORTED',
  ABORTED: 'UNSUPPORTED',
  OUT_OF_RANGE: 'RESYNC',
  UNIMPLEMENTED: 'UNSUPPORTED',
  INTERNAL: 'INTERNAL',
  UNAVAILABLE: 'UNAVAILABLE',
  DATA_LOSS: 'STORE_CORRUPT',
  UNAUTHENTICATED: 'UNAUTHENTICATED',
};

const codeByNumber: ReadonlyMap<number, ErrorCode> = new Map(
  Object.entries(nearest).map(([name, code]) => [grpcStatusNumbers[name as GrpcStatus], code]),
);

function nearestCode(status: WireStatus): ErrorCode {
  // The gRPC library itself says RESOURCE_EXHAUSTED of messages over the limit, and of nothing else.
  if (/larger than/.test(status.message)) return 'MESSAGE_TOO_LARGE';
  return codeByNumber.get(status.code) ?? 'INTERNAL';
}

function retryAfterMs(error: WaysideError): number {
  const told = Number(error.details['retryAfterMs']);
  return Number.isFinite(told) && told > 0 ? told : RETRY_AFTER_MS;
}

function boundedViolations(violations: readonly FieldViolation[]): readonly FieldViolation[] {
  const kept: FieldViolation[] = [];
  let bytes = 0;
  for (const violation of violations) {
    const field = cut(escapeText(violation.field), VIOLATION_CHARS_MAX);
    const message = cut(escapeText(violation.message), VIOLATION_CHARS_MAX);
    bytes += Buffer.byteLength(field) + Buffer.byteLength(message) + VIOLATION_OVERHEAD_BYTES;
    if (bytes > VIOLATIONS_BYTES_MAX) {
      kept.push({ field: '', message: `and ${violations.length - kept.length} more` });
      break;
    }
    kept.push({ field, message });
  }
  return kept;
}

/** Also mends half surrogate pairs, which no header can carry. */
function cut(text: string, charsMax: number): string {
  const short = text.length > charsMax ? `${text.slice(0, charsMax - 1)}…` : text;
  return Buffer.from(short).toString();
}
