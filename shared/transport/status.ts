/** Errors as gRPC carries them: status, message and the bytes of `google.rpc.Status` in a trailer. */
import { Metadata, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { WaysideError } from '../errors.ts';
import type { ErrorInfo, WireStatus } from '../wire/index.ts';
import { errorFromWire, errorToWire } from '../wire/index.ts';
import { protos } from './protos.ts';

const DETAILS_TRAILER = 'grpc-status-details-bin';
const TYPE_PREFIX = 'type.googleapis.com/';

/** What a server sends for the error. */
export function statusOf(error: WaysideError): StatusObject {
  const status = errorToWire(error);
  const metadata = new Metadata();
  metadata.set(DETAILS_TRAILER, encodeStatus(status));
  return { code: status.code, details: status.message, metadata };
}

/** The same error at the client; failures of the gRPC library itself become the code that fits them. */
export function errorOf(failure: Pick<ServiceError, 'code' | 'details' | 'metadata'>): WaysideError {
  const [bytes] = failure.metadata?.get(DETAILS_TRAILER) ?? [];
  const status = bytes instanceof Buffer ? decodeStatus(bytes) : undefined;
  if (status?.info) return errorFromWire(status);
  const { code, details: message } = failure;
  const bare = { code, message, info: undefined, violations: [], retryAfterMs: undefined };
  return libraryError(message) ?? errorFromWire(bare);
}

const NOT_CONNECTED =
  /^No connection established\. Last error: (?:Error(?: \[\w+\])?: )?(.*?)\. Resolution note/s;

const COMPARE_CLOCKS =
  'Compare the clocks of this host and of the controller with a good one: timedatectl. If they are right, restart the controller: it makes its certificate anew then.';

/** What grpc-js says when no answer came at all can be told apart by its words alone. */
function libraryError(details: string): WaysideError | undefined {
  const reason = NOT_CONNECTED.exec(details)?.[1];
  const words = reason ?? details;
  if (/unable to (get|verify)|self.signed certificate|unsuitable certificate/i.test(words))
    return new WaysideError(
      'WRONG_CA',
      `the server's certificate does not come from the pinned CA: ${words}`,
    );
  const refused = `the server's certificate is not accepted: ${words}`;
  if (/certificate has expired|not yet valid/i.test(words))
    return new WaysideError('WRONG_IDENTITY', refused, { hint: COMPARE_CLOCKS });
  if (/does not match certificate/i.test(words)) return new WaysideError('WRONG_IDENTITY', refused);
  if (reason !== undefined) return new WaysideError('UNAVAILABLE', `no connection: ${reason}`);
  if (/Connection dropped|ECONNRESET|EPIPE|socket hang up/i.test(words))
    return new WaysideError('CONNECTION_LOST', `the connection was lost: ${words}`);
  return undefined;
}

function encodeStatus(status: WireStatus): Buffer {
  const details: { type_url: string; value: Buffer }[] = [];
  const add = (type: string, message: object): void => {
    details.push({ type_url: `${TYPE_PREFIX}${type}`, value: protos().message(type).encode(message) });
  };
  if (status.info) add('google.rpc.ErrorInfo', status.info);
  if (status.violations.length > 0) {
    const fieldViolations = status.violations.map(({ field, message }) => ({ field, description: message }));
    add('google.rpc.BadRequest', { fieldViolations });
  }
  if (status.retryAfterMs !== undefined) {
    const seconds = Math.floor(status.retryAfterMs / 1_000);
    const nanos = Math.round((status.retryAfterMs - seconds * 1_000) * 1e6);
    add('google.rpc.RetryInfo', { retryDelay: { seconds: String(seconds), nanos } });
  }
  return protos()
    .message('google.rpc.Status')
    .encode({ code: status.code, message: status.message, details });
}

interface DecodedStatus {
  readonly code: number;
  readonly message: string;
  readonly details: readonly { readonly type_url: string; readonly value: Buffer }[];
}

/** `undefined` when the bytes are no status: a foreign server may put anything there. */
function decodeStatus(bytes: Buffer): WireStatus | undefined {
  try {
    const status = protos().message('google.rpc.Status').decode(bytes) as DecodedStatus;
    const detail = <T>(type: string): T | undefined => {
      const any = status.details.find(({ type_url }) => type_url === `${TYPE_PREFIX}${type}`);
      return any && (protos().message(type).decode(any.value) as T);
    };
    const bad = detail<{ fieldViolations: { field: string; description: string }[] }>(
      'google.rpc.BadRequest',
    );
    const retry = detail<{ retryDelay: { seconds: string; nanos: number } | null }>('google.rpc.RetryInfo');
    const delay = retry?.retryDelay;
    return {
      code: status.code,
      message: status.message,
      info: detail<ErrorInfo>('google.rpc.ErrorInfo'),
      violations: (bad?.fieldViolations ?? []).map(({ field, description }) => ({
        field,
        message: description,
      })),
      retryAfterMs: delay ? Number(delay.seconds) * 1_000 + delay.nanos / 1e6 : undefined,
    };
  } catch {
    // Not ours, so there is nothing to learn from it; the plain status still counts.
    return undefined;
  }
}
