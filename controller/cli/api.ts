/** What the commands need of the controller: its calls, and the JSON form of its messages. Tests bring one in memory. */
import type { ApiClient } from '../../shared/transport/index.ts';

export type Api = Pick<ApiClient, 'unary' | 'stream' | 'toJson' | 'close'>;

/** A call that answers once takes no longer than this, unless `--timeout` says less. */
export const CALL_TIMEOUT_MS = 30_000;
