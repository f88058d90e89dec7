/** Repeated requests (AIP-155): the same id from the same caller gets the first answer; another question under it is refused. */
import { createHash } from 'node:crypto';
import { WaysideError } from '../../shared/errors.ts';
import { canonicalJson, type Json, type Principal, principalName } from '../../shared/model/index.ts';
import type { Store } from './store.ts';

export interface AskedRequest {
  /** Empty: the caller wants no protection. */
  readonly id: string;
  readonly method: string;
  readonly question: object;
  readonly principal: Principal;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The first answer, if the request was made before. */
export function repeated(store: Store, asked: AskedRequest): string | undefined {
  if (asked.id === '') return undefined;
  if (!UUID.test(asked.id)) throw bad('must be a UUID');
  const row = store.jobs.request(principalName(asked.principal), asked.id);
  if (!row) return undefined;
  if (row.method !== asked.method || row.question !== digest(asked.question))
    throw bad('was used before with another question');
  return row.answer;
}

/** Inside the transaction that does what was asked. */
export function remember(
  store: Store,
  asked: AskedRequest,
  kept: { readonly answer: string; readonly nowMs: number },
): void {
  if (asked.id === '') return;
  store.jobs.addRequest({
    id: asked.id,
    principal: principalName(asked.principal),
    at: kept.nowMs,
    method: asked.method,
    question: digest(asked.question),
    answer: kept.answer,
  });
}

function digest(question: object): string {
  const plain = JSON.parse(JSON.stringify(question)) as Json;
  return createHash('sha256').update(canonicalJson(plain)).digest('hex');
}

function bad(message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `request_id ${message}`, {
    violations: [{ field: 'request_id', message }],
  });
}
