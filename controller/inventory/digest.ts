/** What is held of a source, as a digest: what an agent that lost its place compares its own with. */
import { type ScanScope, SourceDigest } from '../../shared/delta/index.ts';
import {
  groupOf,
  type Kind,
  kindNames,
  kindSpec,
  ObservedIds,
  type RecordRef,
  sectionsOf,
} from '../../shared/model/index.ts';
import { nextTurn } from '../../shared/runtime/index.ts';
import { ID_ABOVE_ALL, type Store } from '../store/index.ts';
import { parseBody } from './codec.ts';
import { presenceOf } from './react.ts';
import { isSourceDeleted } from './sources.ts';

/** Rows read at once. */
const PAGE_ROWS = 1000;

/** One source of an agent, and what the agent knows of it. */
export interface DigestTold {
  readonly source: RecordRef;
  readonly digest: SourceDigest;
}

export interface DigestCompared {
  readonly source: RecordRef;
  /** Buckets that differ; `undefined`: its records do not stand on this agent's word, so all is to be told. */
  readonly differing: readonly number[] | undefined;
}

/**
 * Sources of other sites, deleted ones and those that another agent reads are not compared. In turns, so that others are
 * served between the pages of a large source; what is written meanwhile may or may not be in it, and is found by the check
 * of the whole that ends a comparison.
 */
export async function compareDigest(
  store: Store,
  agent: { readonly agentId: string; readonly site: string },
  { source, digest }: DigestTold,
): Promise<DigestCompared> {
  const held = store.scans.scan(source.site, source.id);
  const isOurs = source.site === agent.site && source.kind === 'source' && held?.agent === agent.agentId;
  if (!isOurs || isSourceDeleted(store, source)) return { source, differing: undefined };
  const ours = new SourceDigest(digest.bits);
  for (const _page of addHeld(store, source, ours)) await nextTurn();
  return { source, differing: ours.differing(digest) };
}

/** Is what is held of the source what the agent has, now that the frames are applied? */
export function isAsTold(store: Store, source: RecordRef, { bits, total }: ScanScope): boolean {
  const held = new SourceDigest(bits);
  for (const _page of addHeld(store, source, held));
  return held.total() === total;
}

/** Yields after each full page of rows. */
function* addHeld(store: Store, source: RecordRef, digest: SourceDigest): Generator<void> {
  for (const kind of observedKinds) yield* addKind(store, source, kind, digest);
}

const observedKinds: readonly Kind[] = kindNames.filter((kind) => kindSpec(kind).absence !== undefined);

interface Row {
  readonly id: string;
  readonly section: number;
  readonly body: string;
}

function* addKind(store: Store, source: RecordRef, kind: Kind, digest: SourceDigest): Generator<void> {
  const { words, versions } = store;
  const lane = words.findLane({ site: source.site, group: groupOf(kind) });
  if (lane === undefined) return;
  const place = { lane, kind: words.nameNo(kind) };
  const presenceNo = words.nameNo('presence');
  const observed = new Set<number>();
  for (const [section, { class: sectionClass }] of sectionsOf(kind))
    if (sectionClass === 'observed') observed.add(words.nameNo(section));
  const add = (rows: readonly Row[]): void => {
    const presence = rows.find(({ section }) => section === presenceNo);
    // The agent has forgotten what is absent.
    if (presence && presenceOf(parseBody(presence.body)) !== 'active') return;
    for (const { id, section, body } of rows)
      if (observed.has(section)) digest.add({ kind, id, section: words.name(section), bodyText: body });
  };
  add(versions.current({ ...place, id: source.id }).map((row) => ({ ...row, id: source.id })));
  const { prefix } = new ObservedIds(source);
  const range = { ...place, belowId: prefix + ID_ABOVE_ALL };
  let [afterId, open]: [string, Row[]] = [prefix, []];
  for (;;) {
    const page = versions.list({ ...range, afterId }, PAGE_ROWS);
    for (const row of page) {
      if (open[0] && open[0].id !== row.id) {
        add(open);
        afterId = open[0].id;
        open = [];
      }
      open.push(row);
    }
    if (page.length < PAGE_ROWS) break;
    // The last record may be cut: it is read again.
    open = [];
    yield;
  }
  if (open.length > 0) add(open);
}
