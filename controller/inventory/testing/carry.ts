/** For tests: what a peer would bring. Versions of one store are merged into another, in whatever order they are given. */
import {
  canonicalJson,
  groupOf,
  HLC_EPOCH_MS,
  type JsonObject,
  mergeVersion,
  type RecordRef,
} from '../../../shared/model/index.ts';
import {
  DATABASE_DEFAULTS,
  openDatabase,
  type RecordKey,
  Store,
  type VersionRow,
} from '../../store/index.ts';
import { toVersion } from '../codec.ts';
import { Rig } from './rig.ts';

/** A controller of the same mesh: a store of its own, and an origin that no other life has. */
export function rigOfLife(life: number): Rig {
  const store = new Store(openDatabase({ file: ':memory:', ...DATABASE_DEFAULTS }));
  store.write(() => store.meta.set('incarnation', String(life)));
  return new Rig({ store });
}

type Stored = Pick<Rig, 'store'>;

export function keyOf(rig: Stored, ref: RecordRef): RecordKey {
  const { words } = rig.store;
  return {
    lane: words.laneNo({ site: ref.site, group: groupOf(ref.kind) }),
    kind: words.nameNo(ref.kind),
    id: ref.id,
  };
}

/** The versions of the record that count, as they would be sent. */
export function rowsOf(rig: Stored, ref: RecordRef): readonly VersionRow[] {
  return rig.store.versions.record(keyOf(rig, ref));
}

/** Merges versions of `from` into `to`, one by one in their order, as a peer's apply would. */
export function carry(
  from: Stored,
  to: Stored,
  ref: RecordRef,
  rows: readonly VersionRow[] = rowsOf(from, ref),
): void {
  const { store } = to;
  store.write(() => {
    for (const row of rows) {
      const incoming = toVersion(from.store, row);
      const section = store.words.nameNo(from.store.words.name(row.section));
      const key = keyOf(to, ref);
      const there = store.versions.record(key).filter((one) => one.section === section);
      const merged = mergeVersion(
        there.map((one) => toVersion(store, one)),
        incoming,
      );
      if (!merged.includes(incoming)) continue;
      const kept = new Set(merged.map(({ dot }) => `${dot.origin} ${dot.seq}`));
      for (const one of there)
        if (!kept.has(`${store.words.origin(one.origin)} ${one.seq}`)) store.versions.archive(one.pos, 0);
      store.versions.insert({
        ...{ ...row, ...key, section, pos: store.counters.nextPos() },
        origin: store.words.originNo(incoming.dot.origin),
        writer: store.words.writerNo(from.store.words.writer(row.writer)),
      });
    }
  });
}

/** A write of another controller that had seen none of the versions that are here; of the section that people write. */
export function foreignWrite(
  { store }: Stored,
  ref: RecordRef,
  write: { readonly origin: string; readonly fields: JsonObject; readonly atMs: number; readonly by: string },
): void {
  const { origin, fields, atMs, by } = write;
  const core = store.words.nameNo('core');
  const like = store.versions.record(keyOf({ store }, ref)).find((row) => row.section === core);
  if (!like) throw new Error(`nobody wrote ${ref.id}`);
  store.write(() => {
    const originNo = store.words.originNo(origin);
    store.versions.insert({
      ...{ ...like, pos: store.counters.nextPos(), origin: originNo, ctx: null, field_dots: null },
      seq: store.counters.nextSeq(like.lane, originNo),
      ...{ hlc: (atMs - HLC_EPOCH_MS) * HLC_PER_MS, body: canonicalJson(fields) },
      ...{ op: fields['deleted'] === true ? 'delete' : 'put' },
      writer: store.words.writerNo({ by, why: '', changeSet: 'elsewhere' }),
    });
  });
}

const HLC_PER_MS = 4096;
