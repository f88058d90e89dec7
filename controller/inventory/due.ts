/**
 * Absence that falls due: missing records become orphaned and then retired, by time and by number of scans; those of a
 * deleted source become orphaned at once.
 */
import {
  type AbsencePolicy,
  canonicalJson,
  isKind,
  type JsonObject,
  type Kind,
  kindSpec,
  managedKinds,
} from '../../shared/model/index.ts';
import type { CurrentRow, DueRow, Store } from '../store/index.ts';
import { parseBody } from './codec.ts';
import { type DueOutcome, presenceOnDue, presenceOnSourceGone } from './react.ts';
import { isSourceDeleted } from './sources.ts';
import { ChangeWriter } from './writer.ts';

export interface DueContext {
  readonly store: Store;
  readonly origin: string;
  readonly nowMs: number;
  readonly changeSet: string;
  epochOf(site: string): number;
}

/** Records looked at in one transaction. */
const DUE_PAGE = 500;
/** Transactions of one call; what is left waits for the next. */
const DUE_PAGES_MAX = 10;

/** Looks at what is due; returns how many changes were written. */
export function runDue(context: DueContext): number {
  let written = 0;
  for (let page = 0; page < DUE_PAGES_MAX; page += 1) {
    const rows = context.store.scans.due(context.nowMs, DUE_PAGE);
    if (rows.length > 0) written += judgeAll(context, rows);
    if (rows.length < DUE_PAGE) break;
  }
  return written;
}

function judgeAll(context: DueContext, rows: readonly DueRow[]): number {
  const { store } = context;
  return store.write(() => {
    const writer = new ChangeWriter({
      store,
      origin: context.origin,
      nowMs: context.nowMs,
      writer: { by: 'system:controller', why: 'absence fell due', changeSet: context.changeSet },
    });
    const judge = new DueJudge(context, writer);
    for (const row of rows) judge.judge(row);
    return writer.count;
  });
}

class DueJudge {
  private readonly context: DueContext;
  private readonly store: Store;
  private readonly writer: ChangeWriter;
  private readonly presenceNo: number;
  private readonly coreNo: number;
  private readonly sourcesGone = new Map<string, boolean>();

  constructor(context: DueContext, writer: ChangeWriter) {
    this.context = context;
    this.store = context.store;
    this.writer = writer;
    this.presenceNo = this.store.words.nameNo('presence');
    this.coreNo = this.store.words.nameNo('core');
  }

  judge(due: DueRow): void {
    const { scans, versions, words } = this.store;
    const kind = words.name(due.kind);
    const policy = isKind(kind) ? kindSpec(kind).absence : undefined;
    if (!policy) {
      scans.clearDue(due);
      return;
    }
    const current = versions.current(due);
    const outcome = this.outcome(due, kind as Kind, { current, policy });
    if (outcome.body) this.write(due, kind as Kind, current, outcome.body);
    if (outcome.nextAtMs === undefined) scans.clearDue(due);
    else scans.setDue({ ...due, at: outcome.nextAtMs });
  }

  private outcome(
    due: DueRow,
    kind: Kind,
    { current, policy }: { readonly current: readonly CurrentRow[]; readonly policy: AbsencePolicy },
  ): DueOutcome {
    const { nowMs } = this.context;
    const row = current.find((one) => one.section === this.presenceNo);
    const presence = row && parseBody(row.body);
    // What people made is theirs, read or not; a label on what agents report makes it nobody's.
    const isOfPeople = managedKinds.includes(kind) && current.some((one) => one.section === this.coreNo);
    if (!isOfPeople && this.isSourceGone(due)) {
      const body = presenceOnSourceGone(presence, nowMs);
      if (body) return { body, nextAtMs: Number(body['missingSince']) + policy.retireAfterMs };
    }
    const { site } = this.store.words.lane(due.lane);
    const scansSince = (this.store.scans.scan(site, due.source)?.complete_scans ?? 0) - due.scans_at;
    return presenceOnDue(presence, { policy, nowMs, scansSince });
  }

  private isSourceGone({ lane, source }: DueRow): boolean {
    const key = `${lane} ${source}`;
    const known = this.sourcesGone.get(key);
    if (known !== undefined) return known;
    const { site } = this.store.words.lane(lane);
    const is = isSourceDeleted(this.store, { site, kind: 'source', id: source });
    this.sourcesGone.set(key, is);
    return is;
  }

  private write(key: DueRow, kind: Kind, current: readonly CurrentRow[], body: JsonObject): void {
    const { site } = this.store.words.lane(key.lane);
    this.writer.write({
      site,
      kind,
      key,
      section: 'presence',
      op: 'put',
      bodyText: canonicalJson(body),
      body,
      ctx: [],
      fieldDots: {},
      epoch: this.context.epochOf(site),
      current,
    });
  }
}
