/** Conflicts as people see and decide them. They are computed at each question; what is decided goes the way of every plan. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  type ConflictRule,
  type ConflictValue,
  type ConflictView,
  canonicalJson,
  DELETED_FIELD,
  type Decision,
  decide,
  formatPageToken,
  formatRef,
  isKind,
  isOriginNamed,
  type Json,
  type JsonObject,
  type PlanView,
  type Principal,
  pageSize,
  parsePageToken,
  principalName,
  type RecordRef,
  type RecordView,
  ruleFor,
} from '../../../shared/model/index.ts';
import { type Clock, nextTurn } from '../../../shared/runtime/index.ts';
import type { RecordConflictView } from '../../../shared/wire/index.ts';
import {
  ALL_CONTESTED,
  CONTESTED_START,
  type ContestedQuestion,
  commonAncestor,
  contestedAt,
  contestedRecords,
  type Homes,
  type Inventory,
  type Sight,
} from '../../inventory/index.ts';
import type { Store } from '../../store/index.ts';
import type { MakeAsk } from '../ask.ts';
import { draftResolve, type ResolvedRecord } from '../planners/resolve.ts';
import type { Plans } from '../plans.ts';

export interface ConflictsDeps {
  readonly store: Store;
  readonly inventory: Pick<Inventory, 'sight' | 'planned'>;
  readonly homes: Pick<Homes, 'current' | 'isHome'>;
  readonly clock: Clock;
  readonly plans: Pick<Plans, 'make'>;
  readonly rules: readonly ConflictRule[];
}

export interface ConflictsQuestion extends ContestedQuestion {
  readonly pageSize: number;
  readonly pageToken: string;
  /** Text of what `isWanted` judges by: a page token holds for the same alone. */
  readonly filter: string;
  readonly isWanted: (one: RecordConflictView) => boolean;
}

/** What a person takes. */
export type Taking =
  /** The value that this origin wrote: the name of its controller, or the beginning of it. */
  | { readonly origin: string }
  /** `null` takes the field away. */
  | { readonly value: Json }
  | { readonly proposed: true };

/** Records looked at for one page; the page is then short and its token goes on. */
const SCANNED_MAX = 2000;
/** Records looked at in one turn of the event loop: a few milliseconds. */
const RECORDS_PER_TURN = 100;
/** As much of a conflict's id has to be given. */
const PREFIX_CHARS_MIN = 4;

/** Sees all conflicts of a record. */
const WHOLE: Principal = { type: 'system', name: 'conflicts' };

/** One that is open, with the record that it is of. */
interface Open {
  readonly record: RecordView;
  readonly view: RecordConflictView;
}

export class Conflicts {
  private readonly deps: ConflictsDeps;

  constructor(deps: ConflictsDeps) {
    this.deps = deps;
  }

  /** By site, kind and id of the records, all of one record together. Errors: INVALID_INPUT, INVALID_TOKEN_FORMAT. */
  async list(
    question: ConflictsQuestion,
    principal: Principal,
    signal?: AbortSignal,
  ): Promise<{ readonly conflicts: readonly RecordConflictView[]; readonly nextPageToken: string }> {
    const { store, inventory } = this.deps;
    const { site, kind, filter, isWanted } = question;
    checkKind(kind);
    const size = pageSize(question.pageSize);
    const sight = inventory.sight(principal);
    const asked = { list: 'conflicts', who: principalName(principal), site, kind, filter };
    const found: RecordConflictView[] = [];
    let looked = 0;
    const start = startOf(question, asked, sight);
    for (const { ref, shown } of contestedRecords(store, { site, kind }, start, sight)) {
      looked += 1;
      if (looked % RECORDS_PER_TURN === 0) await turn(signal);
      if (shown) found.push(...this.viewsOf(shown).filter(isWanted));
      if (found.length >= size || looked >= SCANNED_MAX) {
        const place = sight.cover(`${ref.site}/${ref.kind}/${ref.id}`);
        return { conflicts: found, nextPageToken: formatPageToken(asked, [place]) };
      }
    }
    return { conflicts: found, nextPageToken: '' };
  }

  /** As `list`, one by one; `undefined` for a record that is looked at and has none to be seen. Error: INVALID_INPUT. */
  *each(question: ContestedQuestion, principal: Principal): Generator<RecordConflictView | undefined> {
    checkKind(question.kind);
    const { store, inventory } = this.deps;
    const sight = inventory.sight(principal);
    for (const { shown } of contestedRecords(store, question, CONTESTED_START, sight)) {
      if (shown) yield* this.viewsOf(shown);
      else yield undefined;
    }
  }

  /** As it is now; `undefined`: it is open no more. */
  read(ref: RecordRef, id: string, principal: Principal): RecordConflictView | undefined {
    const shown = contestedAt(this.deps.store, ref, this.deps.inventory.sight(principal));
    return shown && this.viewsOf(shown).find(({ conflict }) => conflict.id === id);
  }

  /** By id, or a beginning of it that is unique. Errors: NOT_FOUND, AMBIGUOUS_NAME. */
  async get(id: string, principal: Principal, signal?: AbortSignal): Promise<RecordConflictView> {
    return (await this.open(id, principal, signal)).view;
  }

  /** A plan of one write that dominates all values that were seen. Errors: as of `get`, INVALID_INPUT, FORBIDDEN. */
  async resolve(
    { id, take }: { readonly id: string; readonly take: Taking },
    ask: MakeAsk,
    signal?: AbortSignal,
  ): Promise<PlanView> {
    const draft = async () => {
      const { record, view } = await this.open(id, ask.principal, signal);
      const open = { record: this.whole(record), view };
      return draftResolve(this.deps.inventory, [this.taken(open, take)], ask.principal);
    };
    return this.deps.plans.make(draft, ask);
  }

  /** What the rules say of all conflicts of the record. */
  viewsOf(record: RecordView): readonly RecordConflictView[] {
    const { ref, fields } = record;
    return record.conflicts.map((conflict) => {
      const rule = ruleFor(this.deps.rules, ref.kind, conflict.field);
      const decision = this.decision(record, conflict.id);
      return {
        ...{
          ref,
          name: String(fields['name'] ?? ref.id),
          conflict,
          rule: rule.rule,
          reason: decision.reason,
        },
        // What is proposed to be taken away is said as null.
        proposed: decision.decided ? (decision.value ?? null) : undefined,
      };
    });
  }

  /** What the rule for one conflict of the record says. */
  decision(record: RecordView, id: string): Decision {
    const { store, rules, clock, homes } = this.deps;
    const conflict = record.conflicts.find((one) => one.id === id);
    if (!conflict) return { decided: false, reason: 'it is not open' };
    const rule = ruleFor(rules, record.ref.kind, conflict.field);
    return decide(conflict, rule, {
      nowMs: clock.now(),
      nameOf: (origin) => controllerName(homes, origin),
      ancestor: rule.rule === 'union' ? commonAncestor(store, record.ref, conflict) : undefined,
    });
  }

  /** With all its conflicts, for one write settles them all. Errors: NOT_FOUND, FORBIDDEN when one is over what is hidden. */
  private whole({ ref, conflicts: shown }: RecordView): RecordView {
    const record = contestedAt(this.deps.store, ref, this.deps.inventory.sight(WHOLE));
    if (!record)
      throw new WaysideError('NOT_FOUND', `nothing contradicts in ${formatRef(ref)} any more`, {
        hint: 'wayside conflict ls lists the conflicts that are open.',
      });
    const isSeen = ({ id }: ConflictView): boolean => shown.some((one) => one.id === id);
    if (record.conflicts.every(isSeen)) return record;
    throw new WaysideError('FORBIDDEN', 'another conflict of this record is for who sees how it is reached', {
      hint: 'One write settles all conflicts of a record: it needs the switch view full at the site; ask an admin.',
    });
  }

  private taken({ record, view }: Open, take: Taking): ResolvedRecord {
    const { conflict } = view;
    const resolution = (value: Json | undefined, by: string): ResolvedRecord => ({
      record,
      resolutions: [{ conflict, value, by }],
    });
    if ('origin' in take) {
      const one = this.valueOf(conflict.values, take.origin);
      return resolution(one.value, one.by === '' ? `as ${one.origin}` : `as ${one.by} at ${one.origin}`);
    }
    if ('proposed' in take) {
      const decision = this.decision(record, conflict.id);
      if (!decision.decided)
        throw wrong('proposed', `the rule "${view.rule}" proposes nothing: ${decision.reason}`);
      return resolution(decision.value, `rule ${decision.reason}`);
    }
    const { value } = take;
    if (conflict.field === DELETED_FIELD && typeof value !== 'boolean')
      throw wrong(
        'value',
        'must be true (it goes) or false (it stays), for the conflict is over its deletion',
      );
    return resolution(
      value === null || (value === false && conflict.field === DELETED_FIELD) ? undefined : value,
      'given value',
    );
  }

  private valueOf(values: readonly ConflictValue[], word: string): ConflictValue {
    const { homes } = this.deps;
    const theirs = values.filter(({ origin }) => isOriginNamed(word, origin, controllerName(homes, origin)));
    const [first] = theirs;
    const origins = values.map(({ origin }) => origin).join(', ');
    if (!first) throw wrong('origin', `"${word}" wrote none of the values; those who did: ${origins}`);
    if (new Set(theirs.map(({ value }) => canonicalJson(value))).size > 1)
      throw wrong('origin', `"${word}" is meant by several; write more of it: ${origins}`);
    return first;
  }

  private async open(id: string, principal: Principal, signal: AbortSignal | undefined): Promise<Open> {
    const { store, inventory } = this.deps;
    const sight = inventory.sight(principal);
    if (id.length < PREFIX_CHARS_MIN)
      throw wrong('id', `must be the id of a conflict, or its first ${PREFIX_CHARS_MIN} characters or more`);
    const found: Open[] = [];
    let looked = 0;
    for (const { shown } of contestedRecords(store, ALL_CONTESTED, CONTESTED_START, sight)) {
      looked += 1;
      if (looked % RECORDS_PER_TURN === 0) await turn(signal);
      if (!shown?.conflicts.some((one) => one.id.startsWith(id))) continue;
      for (const view of this.viewsOf(shown))
        if (view.conflict.id.startsWith(id)) found.push({ record: shown, view });
    }
    const [first, second] = found;
    if (first && second)
      throw new WaysideError(
        'AMBIGUOUS_NAME',
        `${found.length} conflicts begin with "${id}"; write more of the id`,
      );
    if (first) return first;
    throw this.notOpen(id, sight);
  }

  /** By whom it was settled is told to those who saw it. */
  private notOpen(id: string, sight: Sight): WaysideError {
    const settled = this.deps.store.conflicts.settled(id);
    const mayKnow =
      settled &&
      (settled.kind === 'source' ? sight.siteView(settled.site) === 'full' : sight.seesSite(settled.site));
    if (!settled || !mayKnow)
      return new WaysideError('NOT_FOUND', `there is no conflict "${id}"`, {
        hint: 'wayside conflict ls lists those that are open.',
      });
    const { site, kind, record, field, by, at } = settled;
    const when = new Date(at).toISOString();
    return new WaysideError(
      'NOT_FOUND',
      `conflict ${settled.id} over ${field} of ${site}/${kind}/${record} was resolved by ${by} at ${when}`,
      { hint: `wayside history ls ${site}/${kind}/${record}` },
    );
  }
}

/** `undefined`: it is no member of this mesh, or no more. */
function controllerName(homes: Pick<Homes, 'current'>, origin: string): string | undefined {
  const { members } = homes.current.body;
  return members.find(({ fingerprint }) => origin.startsWith(`${fingerprint}.`))?.name;
}

function startOf({ pageToken }: ConflictsQuestion, asked: JsonObject, sight: Sight): typeof CONTESTED_START {
  if (pageToken === '') return CONTESTED_START;
  const [covered] = parsePageToken(pageToken, asked);
  const [site, kind = '', id] = sight.uncover(String(covered))?.split('/') ?? [];
  if (site === undefined || id === undefined || !isKind(kind))
    throw new WaysideError('INVALID_TOKEN_FORMAT', 'page_token is not a token that this controller gave out');
  return { site, kind, id };
}

async function turn(signal: AbortSignal | undefined): Promise<void> {
  await nextTurn();
  signal?.throwIfAborted();
}

function checkKind(kind: string): void {
  if (kind !== '' && !isKind(kind)) throw wrong('kind', `there is no kind "${kind}"`);
}

function wrong(field: string, message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `${field} ${message}`, { violations: [{ field, message }] });
}
