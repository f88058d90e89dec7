/** A managed write as it is asked for: once per request id, and with its answer seen before it is kept. */
import { type Principal, principalName, type RecordView } from '../../shared/model/index.ts';
import { type Clock, newId, type Random } from '../../shared/runtime/index.ts';
import { remember, repeated, type Store } from '../store/index.ts';
import { DirectChanges } from './change-sets.ts';
import type { Homes } from './homes.ts';
import { writeManaged } from './manage.ts';
import type { WriteOperation } from './operation.ts';

export interface WriteQuestion {
  readonly operations: readonly WriteOperation[];
  readonly why: string;
  /** UUID, or empty: no protection against repeats. */
  readonly requestId: string;
  readonly validateOnly: boolean;
  /** Sees the answer before anything is kept; when it throws, nothing is written. */
  readonly check?: (answer: WriteAnswer) => void;
  /** Adds to the transaction of the write what must be kept with it; when it throws, nothing is written. */
  readonly journal?: (answer: WriteAnswer) => void;
}

export interface WriteAnswer {
  readonly records: readonly RecordView[];
  readonly changeSet: string;
}

interface WriteDeps {
  readonly store: Store;
  readonly homes: Homes;
  readonly clock: Clock;
  readonly random: Random;
  readonly origin: string;
}

/** A repeat of `requestId` gets the first answer and writes nothing. Errors: INVALID_INPUT with every violation, STALE_ETAG. */
export function writeRecords(deps: WriteDeps, question: WriteQuestion, principal: Principal): WriteAnswer {
  const { store, clock } = deps;
  const { operations, why, requestId, validateOnly } = question;
  if (validateOnly) return writeOnce(deps, question, principal);
  const asked = { id: requestId, method: 'WriteRecords', question: { operations, why }, principal };
  const first = repeated(store, asked);
  if (first !== undefined) return JSON.parse(first) as WriteAnswer;
  // One transaction around both: a crash between them would let a repeat write twice.
  return store.write(() => {
    const written = writeOnce(deps, question, principal);
    if (requestId !== '') remember(store, asked, { answer: JSON.stringify(written), nowMs: clock.now() });
    question.journal?.(written);
    return written;
  });
}

function writeOnce(deps: WriteDeps, question: WriteQuestion, principal: Principal): WriteAnswer {
  const { store, homes, clock, random, origin } = deps;
  const { operations, why, validateOnly, check } = question;
  const changeSet = newId(clock, random);
  const context = {
    store,
    origin,
    nowMs: clock.now(),
    newId: () => newId(clock, random),
    epochOf: (site: string) => homes.epochOf(site),
    addSite: (site: string) => homes.addSite(site, clock.now()),
  };
  const by = principalName(principal);
  // What the controller writes by itself is nothing that people would undo.
  const capture = principal.type === 'system' ? undefined : new DirectChanges();
  const records = writeManaged(context, { operations, why, validateOnly, by, changeSet, capture });
  const answer = { records, changeSet };
  check?.(answer);
  if (!validateOnly) capture?.keep(store, { id: changeSet, by, why, atMs: context.nowMs });
  return answer;
}
