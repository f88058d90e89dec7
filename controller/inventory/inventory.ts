/** The merged picture: every fact comes in here as a versioned write, everything else reads the feed of it. */
import { WaysideError } from '../../shared/errors.ts';
import {
  FIND_BY_ID,
  formatRef,
  type JsonObject,
  type Kind,
  kindNames,
  kindSpec,
  type Principal,
  type RecordRef,
  type RecordView,
  sectionsOf,
} from '../../shared/model/index.ts';
import { type Clock, newId, OrderedPages, type Random } from '../../shared/runtime/index.ts';
import type { DeltaRow, OutboxPosition, Store } from '../store/index.ts';
import { requirePast } from './at.ts';
import { compareDigest, type DigestCompared, type DigestTold } from './digest.ts';
import { runDue } from './due.ts';
import { type FindQuestion, type FoundPage, findRecords } from './find.ts';
import { beginIndex, indexMore } from './find-build.ts';
import { collectTombstones, type StuckLane, stuckLanes } from './gc.ts';
import type { HistoryPage, HistoryQuestion } from './history.ts';
import type { Homes } from './homes.ts';
import type { Incarnation } from './incarnation.ts';
import { type ListQuestion, listRecords, type RecordPage } from './list.ts';
import { listInOrder, type OrderedListQuestion } from './list-ordered.ts';
import { type ArrivedDelta, applyDelta, type DeltaAnswer, parseDeltaId } from './observe.ts';
import { onlyOne } from './only-one.ts';
import { type OwnWrite, writeAllOwn } from './own-writes.ts';
import { Past } from './past.ts';
import { PlannedWrites } from './planned-writes.ts';
import { type Keeping, pruneHistory } from './prune.ts';
import { Retention } from './retention.ts';
import { type SiteSources, sourcesAt, troubledSources, unreadSources } from './sources.ts';
import { type UnprovenSwitches, unprovenSwitches } from './unproven.ts';
import { checkWork } from './view/permit.ts';
import { Sight } from './view/sight.ts';
import { SwitchFactsCache } from './view/switch-facts.ts';
import { Veil } from './view/veil.ts';
import {
  type ChangesPage,
  changesAfter,
  FeedNotifier,
  readRecord,
  type WatchEvent,
  type WatchQuestion,
  watchRecords,
} from './watch.ts';
import { type WriteAnswer, type WriteQuestion, writeRecords } from './write.ts';

export interface InventoryDeps {
  readonly store: Store;
  readonly homes: Homes;
  readonly incarnation: Incarnation;
  readonly clock: Clock;
  readonly random: Random;
  /** How much history is kept; `HISTORY_KEEPING` when absent. */
  readonly keeping?: Readonly<Record<Kind, Keeping>>;
}

export class Inventory {
  readonly notifier: FeedNotifier = new FeedNotifier();
  readonly past: Past;
  readonly retention: Retention;
  /** For plans of what people write. */
  readonly planned: PlannedWrites;
  private readonly deps: InventoryDeps;
  private readonly veil: Veil;
  private readonly switchFacts: SwitchFactsCache;
  private readonly pages: OrderedPages;

  constructor(deps: InventoryDeps) {
    this.deps = deps;
    this.veil = Veil.open(deps.store, deps.random);
    this.switchFacts = new SwitchFactsCache(deps.store, this.veil);
    const { store, clock } = deps;
    this.pages = new OrderedPages(clock, deps.random);
    this.retention = new Retention({ store, clock, keeping: deps.keeping });
    this.planned = new PlannedWrites({
      ...deps,
      origin: () => this.origin,
      sight: (principal) => this.sight(principal),
      moved: () => this.moved(),
    });
    this.past = new Past({ store, clock, pages: this.pages, sight: (principal) => this.sight(principal) });
    // Every word that a read may ask for exists from the start, so that reads never write.
    deps.store.write(() => {
      for (const kind of kindNames) {
        deps.store.words.nameNo(kind);
        for (const section of sectionsOf(kind).keys()) deps.store.words.nameNo(section);
        for (const field of Object.keys(kindSpec(kind).fields)) deps.store.words.nameNo(field);
      }
      deps.store.words.nameNo(FIND_BY_ID);
      beginIndex(deps.store);
    });
  }

  get origin(): string {
    return this.deps.incarnation.origin;
  }

  /** What the principal may see. Follows what changes, not what happens to its grants: those end its calls. */
  sight(principal: Principal): Sight {
    return new Sight({ facts: this.switchFacts, veil: this.veil }, principal);
  }

  get position(): number {
    return this.deps.store.counters.position;
  }

  get homes(): Homes {
    return this.deps.homes;
  }

  /** Applies one delta of an agent; when this returns, it is on disk. Errors: BAD_FRAME, NOT_PERMITTED, STALE_EPOCH, DISK_FULL. */
  applyDelta(arrived: ArrivedDelta): DeltaAnswer {
    const { store, homes, clock } = this.deps;
    const answer = applyDelta(
      { store, origin: this.origin, nowMs: clock.now(), epochOf: (site) => homes.epochOf(site) },
      arrived,
    );
    if (answer.changes > 0) this.moved();
    return answer;
  }

  /** Where what an agent knows of a source differs from what is held of it. */
  compareDigest(
    agent: { readonly agentId: string; readonly site: string },
    told: DigestTold,
  ): Promise<DigestCompared> {
    return compareDigest(this.deps.store, agent, told);
  }

  /** What is held of an agent's outboxes, by site. */
  outboxPositions(agentId: string): readonly OutboxPosition[] {
    return this.deps.store.scans.positions(agentId);
  }

  /**
   * An agent's acknowledged head above ours proves that this store has gone back: new incarnation before the next write.
   * A head in an outbox that was given up since is not above ours while the trail of its delta is here: then the agent
   * went back, or is one of two copies.
   */
  proveHead(agentId: string, theirs: { readonly outboxId: string; readonly acknowledgedSeq: number }): void {
    const { outboxId, acknowledgedSeq } = theirs;
    if (acknowledgedSeq === 0) return;
    const { scans } = this.deps.store;
    const same = scans.positions(agentId).find((position) => position.outbox === outboxId);
    if (same && same.seq >= acknowledgedSeq) return;
    if (scans.delta(agentId, outboxId, acknowledgedSeq)) return;
    this.deps.incarnation.proven(agentId);
  }

  /**
   * Managed writes by people. A repeat of `requestId` gets the first answer and writes nothing.
   * Errors: INVALID_INPUT with every violation, STALE_ETAG, FORBIDDEN where the principal may see but not write.
   */
  write(question: WriteQuestion, principal: Principal): WriteAnswer {
    const before = this.position;
    const sight = this.sight(principal);
    checkWork(question.operations, sight, (ref) => this.known(ref));
    const answer = writeRecords({ ...this.deps, origin: this.origin }, question, principal);
    if (this.position !== before) this.moved();
    return { ...answer, records: answer.records.flatMap((record) => sight.see(record) ?? []) };
  }

  /** Writes on the controller's own account: an agent's record at enrolment and hello. Fields of managed sections that are not given stay. */
  writeOwn(ref: RecordRef, sections: Readonly<Record<string, JsonObject>>, why: string): void {
    this.writeAllOwn([{ ref, sections }], why);
  }

  /** As `writeOwn` for each of them, by one commit. */
  writeAllOwn(all: readonly OwnWrite[], why: string): void {
    if (writeAllOwn({ ...this.deps, origin: this.origin }, all, why) > 0) this.moved();
  }

  get(ref: RecordRef, principal: Principal): RecordView {
    const shown = this.peek(ref, principal);
    if (shown) return shown;
    if (ref.kind === 'site') {
      throw new WaysideError('NOT_FOUND', `there is no site "${ref.id}"`, {
        hint: 'wayside site ls lists them',
      });
    }
    throw new WaysideError('NOT_FOUND', `${formatRef(ref)} is not known`);
  }

  /** As `get`; `undefined` when it is not known. */
  peek(ref: RecordRef, principal: Principal): RecordView | undefined {
    const sight = this.sight(principal);
    const real = sight.inward(ref);
    const record = real && this.known(real);
    return record && sight.see(record);
  }

  /** As `peek` for each of them, of one moment. */
  peekAll(refs: readonly RecordRef[], principal: Principal): readonly (RecordView | undefined)[] {
    return this.deps.store.read(() => refs.map((ref) => this.peek(ref, principal)));
  }

  /** By name; `site` may be empty when the name is unique. Errors: NOT_FOUND, AMBIGUOUS_NAME. */
  find(kind: Kind, name: string, site: string, principal: Principal): RecordView {
    const question = {
      kind,
      site,
      filter: { name },
      pageSize: 0,
      pageToken: '',
      showAbsent: true,
      showDeleted: false,
    };
    return onlyOne(this.list(question, principal).records, { kind, name, site });
  }

  /** With `atMs`: errors as of `past`. */
  list(question: ListQuestion, principal: Principal): RecordPage {
    const { store, clock } = this.deps;
    const sight = this.sight(principal);
    const { kind, atMs } = question;
    if (atMs !== undefined) requirePast(store, { kind, atMs, nowMs: clock.now() }, sight);
    return store.read(() => listRecords(store, question, sight));
  }

  /** As `list`, in the order that is asked for; in turns, so that nobody waits for the whole. */
  async listInOrder(question: OrderedListQuestion, principal: Principal): Promise<RecordPage> {
    const { store, clock } = this.deps;
    const sight = this.sight(principal);
    const { kind, atMs } = question;
    if (atMs !== undefined) requirePast(store, { kind, atMs, nowMs: clock.now() }, sight);
    return listInOrder({ store, pages: this.pages, sight }, question);
  }

  /** Records of all kinds that have the text somewhere; best matches first. Errors: INVALID_INPUT, INVALID_TOKEN_FORMAT. */
  findText(question: FindQuestion, principal: Principal): FoundPage {
    const { store, clock } = this.deps;
    return store.read(() => findRecords({ store, clock, sight: this.sight(principal) }, question));
  }

  /** Builds a piece of the index of `findText`; whether there is more to do. */
  indexMore(): boolean {
    return indexMore(this.deps.store);
  }

  /** All records of a question, page by page. */
  *all(
    kind: Kind,
    site: string,
    filter: Readonly<Record<string, string>>,
    principal: Principal,
  ): Generator<RecordView> {
    let pageToken = '';
    do {
      const question = {
        kind,
        site,
        filter,
        pageSize: 1000,
        pageToken,
        showAbsent: false,
        showDeleted: false,
      };
      const page = this.list(question, principal);
      yield* page.records;
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
  }

  /** See `Past.history`. */
  history(question: HistoryQuestion, principal: Principal): HistoryPage {
    return this.past.history(question, principal);
  }

  watch(
    question: WatchQuestion,
    who: { principal: Principal; signal: AbortSignal },
  ): AsyncGenerator<WatchEvent> {
    const { store, clock } = this.deps;
    const deps = { store, clock, notifier: this.notifier, origin: () => this.origin };
    return watchRecords(deps, question, { sight: this.sight(who.principal), signal: who.signal });
  }

  /** What changed after the position, for rooms that keep an index of their own; no principal, nothing leaves the process by it. */
  changesAfter(pos: number, kinds: ReadonlySet<Kind>): ChangesPage {
    return changesAfter(this.deps.store, pos, kinds);
  }

  /** Of an agent of a site that the principal sees with its network. Error: NOT_FOUND. */
  delta(id: string, principal: Principal): DeltaRow {
    const { agent, outbox, seq } = parseDeltaId(id);
    const { scans } = this.deps.store;
    const row = scans.delta(agent, outbox, seq);
    const sight = this.sight(principal);
    if (!row || !(sight.everything || scans.positions(agent).some(({ site }) => sight.seesSite(site)))) {
      throw new WaysideError('NOT_FOUND', `delta ${id} is not known here`, {
        hint: 'It may still lie in the outbox of the agent, or its trail is older than what is kept.',
      });
    }
    return row;
  }

  /** When the source (or the switch of the same id) was last read to its end. */
  lastCompleteAt(ref: RecordRef): number | undefined {
    return this.deps.store.scans.scan(ref.site, ref.id)?.last_complete_at ?? undefined;
  }

  /** Agent -> of how many of the sources the records stand on its deltas; another one would have to send all anew. */
  readers(site: string, sources: readonly string[]): ReadonlyMap<string, number> {
    return this.deps.store.scans.readers(site, sources);
  }

  /** Source -> the agent that read it last; without those that nobody read. */
  readerOf(site: string, sources: readonly string[]): ReadonlyMap<string, string> {
    return this.deps.store.scans.readerOf(site, sources);
  }

  private known(ref: RecordRef): RecordView | undefined {
    const record = readRecord(this.deps.store, ref);
    return record && !record.deleted ? record : undefined;
  }

  /** Moves absent records on when their time has come. */
  runDue(): number {
    const { store, homes, clock, random } = this.deps;
    const written = runDue({
      store,
      origin: this.origin,
      nowMs: clock.now(),
      changeSet: newId(clock, random),
      epochOf: (site) => homes.epochOf(site),
    });
    if (written > 0) this.moved();
    return written;
  }

  get storeBytes(): number {
    return this.deps.store.sizeBytes();
  }

  /** Forgets superseded versions that are too old or too many; a bounded piece of the work. Returns how many went. */
  pruneHistory(): number {
    return pruneHistory(this.deps.store, this.deps.clock.now(), this.deps.keeping);
  }

  /** Moves the lines below which deleted records are forgotten, and forgets them; a bounded piece of the work. */
  collectTombstones(): number {
    const { store, clock, homes } = this.deps;
    return collectTombstones(store, clock.now(), (site) => homes.isHome(site));
  }

  /** Lanes of which no deleted record is forgotten any more. */
  stuckLanes(): readonly StuckLane[] {
    return stuckLanes(this.deps.store, this.deps.clock.now());
  }

  /** Number of records by kind, over all sites, without deleted ones and those absent for long. */
  counts(): Record<string, number> {
    const { words, counters } = this.deps.store;
    const counts: Record<string, number> = Object.fromEntries(kindNames.map((kind) => [kind, 0]));
    for (const { kind, n } of counters.tallies()) {
      const name = words.name(kind);
      counts[name] = (counts[name] ?? 0) + n;
    }
    return counts;
  }

  /** Sources whose last scan failed, or gave only a part; some may have been deleted since. */
  troubledSources(): readonly RecordRef[] {
    return troubledSources(this.deps.store);
  }

  /** Enabled ones of which nobody has read anything yet, so many as one look passes. */
  unreadSources(): readonly RecordRef[] {
    return unreadSources(this.deps.store);
  }

  /** What there is to read at the sites that are wanted; those without are left out. */
  sourcesAt(isWanted: (site: string) => boolean): readonly SiteSources[] {
    return sourcesAt(this.deps.store, isWanted);
  }

  /** Switches read by rules that nothing recorded has proven yet. */
  unprovenSwitches(): readonly UnprovenSwitches[] {
    return unprovenSwitches(this.deps.store);
  }

  private moved(): void {
    this.deps.incarnation.saveMark();
    this.notifier.notify();
  }
}
