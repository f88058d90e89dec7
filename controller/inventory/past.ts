/** The past, read by people: records as they were, and single changes. What may be seen of it is judged as of the present. */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatRef,
  type Kind,
  type Principal,
  principalName,
  type RecordRef,
  type RecordView,
} from '../../shared/model/index.ts';
import type { Clock, OrderedPages } from '../../shared/runtime/index.ts';
import type { Store } from '../store/index.ts';
import { firstKnownAt, notThereAt, recordAt, requirePast } from './at.ts';
import {
  type ChangeDetail,
  type HistoryPage,
  type HistoryQuestion,
  listHistory,
  readChange,
} from './history.ts';
import { historyInOrder, type OrderedHistoryQuestion, seenChange } from './history-ordered.ts';
import { listRecords } from './list.ts';
import { onlyOne } from './only-one.ts';
import type { Sight } from './view/sight.ts';
import { readRecord } from './watch.ts';

export interface PastDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly pages: OrderedPages;
  readonly sight: (principal: Principal) => Sight;
}

export class Past {
  private readonly deps: PastDeps;

  constructor(deps: PastDeps) {
    this.deps = deps;
  }

  /** The record as it was then. Errors: NOT_FOUND, HISTORY_GONE, INVALID_INPUT for a time to come, FORBIDDEN. */
  get(ref: RecordRef, atMs: number, principal: Principal): RecordView {
    const { store } = this.deps;
    const sight = this.checked(ref.kind, atMs, principal);
    return store.read(() => {
      const real = sight.inward(ref);
      const now = real && readRecord(store, real);
      const record = real && recordAt(store, real, atMs);
      const shown = record && !record.deleted ? sight.see(record) : undefined;
      // What was forgotten since may still have a past; who sees a part only is not told of one that it cannot see.
      const isHidden = now ? !sight.see(now) : !shown && !sight.everything;
      if (!real || isHidden || firstKnownAt(store, real) === undefined)
        throw new WaysideError('NOT_FOUND', `${formatRef(ref)} is not known`);
      if (!shown) throw notThereAt(store, ref, atMs);
      return shown;
    });
  }

  /** The kept changes of one record, newest first. Errors: NOT_FOUND, INVALID_INPUT, INVALID_TOKEN_FORMAT. */
  history(question: HistoryQuestion, principal: Principal): HistoryPage {
    const { store } = this.deps;
    const sight = this.deps.sight(principal);
    const record = this.seenEver(question.ref, sight);
    const see = seenChange(record, question, sight);
    const who = principalName(principal);
    const page = store.read(() => listHistory(store, { ...question, who, ref: record.ref }));
    return { ...page, changes: page.changes.flatMap((change) => see(change) ?? []) };
  }

  /** As `history`, in the order that is asked for. */
  async historyInOrder(question: OrderedHistoryQuestion, principal: Principal): Promise<HistoryPage> {
    const { store, pages } = this.deps;
    const sight = this.deps.sight(principal);
    return historyInOrder({ store, pages, sight }, this.seenEver(question.ref, sight), question);
  }

  /** Deleted or not. Error: NOT_FOUND, out of view too. */
  private seenEver(asked: RecordRef, sight: Sight): RecordView {
    const ref = sight.inward(asked);
    const record = ref && readRecord(this.deps.store, ref);
    if (record && sight.see(record)) return record;
    throw new WaysideError('NOT_FOUND', `${formatRef(asked)} is not known`);
  }

  /** By the name that it had then. Errors: as of `get`, and AMBIGUOUS_NAME. */
  find(
    wanted: { readonly kind: Kind; readonly name: string; readonly site: string },
    atMs: number,
    principal: Principal,
  ): RecordView {
    const { kind, name, site } = wanted;
    const { store } = this.deps;
    const sight = this.checked(kind, atMs, principal);
    const found: RecordView[] = [];
    let pageToken = '';
    do {
      const question = {
        ...{ kind, site, filter: { name }, pageSize: 2, pageToken, atMs },
        ...{ showAbsent: true, showDeleted: false },
      };
      const page = store.read(() => listRecords(store, question, sight));
      found.push(...page.records);
      pageToken = page.nextPageToken;
    } while (pageToken !== '' && found.length < 2);
    return onlyOne(found, wanted);
  }

  /** One change by its position, as far as it is in view. Error: NOT_FOUND. */
  change(pos: number, principal: Principal): ChangeDetail {
    const { store, sight: sightOf } = this.deps;
    const sight = sightOf(principal);
    const found = store.read(() => readChange(store, pos));
    const record = found && readRecord(store, found.change.ref);
    const change = found && record && sight.see(record) ? sight.seeChange(record, found.change) : undefined;
    if (!found || !record || !change) {
      throw new WaysideError('NOT_FOUND', `no change is known at position ${pos}`, {
        hint: 'wayside history ls -o wide shows positions; what is too old is not kept',
      });
    }
    const { before: fields, beforeKnown } = found;
    const before = fields && (sight.seeChange(record, { ...found.change, op: 'put', fields })?.fields ?? {});
    return { change, before, beforeKnown };
  }

  private checked(kind: Kind, atMs: number, principal: Principal): Sight {
    const { store, clock, sight: sightOf } = this.deps;
    const sight = sightOf(principal);
    requirePast(store, { kind, atMs, nowMs: clock.now() }, sight);
    return sight;
  }
}
