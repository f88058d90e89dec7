/** Absence that falls due: missing records become orphaned and then retired, by time and by number of scans. */
import { canonicalJson, isKind, type Kind, kindSpec } from '../../shared/model/index.ts';
import type { DueRow, Store } from '../store/index.ts';
import { parseBody } from './codec.ts';
import { presenceOnDue } from './react.ts';
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
    for (const row of rows) judge(context, writer, row);
    return writer.count;
  });
}

function judge(context: DueContext, writer: ChangeWriter, due: DueRow): void {
  const { store } = context;
  const kind = store.words.name(due.kind);
  const policy = isKind(kind) ? kindSpec(kind).absence : undefined;
  if (!policy) {
    store.scans.clearDue(due);
    return;
  }
  const current = store.versions.current(due);
  const presence = current.find((row) => row.section === store.words.nameNo('presence'));
  const site = store.words.lane(due.lane).site;
  const scansSince = (store.scans.scan(site, due.source)?.complete_scans ?? 0) - due.scans_at;
  const outcome = presenceOnDue(presence && parseBody(presence.body), {
    policy,
    nowMs: context.nowMs,
    scansSince,
  });
  if (outcome.body) {
    writer.write({
      site,
      kind: kind as Kind,
      key: due,
      section: 'presence',
      op: 'put',
      bodyText: canonicalJson(outcome.body),
      body: outcome.body,
      ctx: [],
      fieldDots: {},
      epoch: context.epochOf(site),
      current,
    });
  }
  if (outcome.nextAtMs === undefined) store.scans.clearDue(due);
  else store.scans.setDue({ ...due, at: outcome.nextAtMs });
}
