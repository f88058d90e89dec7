/**
 * What the trace reasons about, kept in memory and moved on by the feed: only what changed since the last question
 * is read. The facts of a switch stay the same object until something of that switch changes. After a large collect
 * both the reading and the judging take long, so they are done in pieces, and questions that come meanwhile share them.
 */
import { type JsonObject, type Kind, parseRef, type RecordView } from '../../shared/model/index.ts';
import { nextTurn } from '../../shared/runtime/index.ts';
import type { ChangesPage } from '../inventory/index.ts';
import type { FdbFacts, NeighbourFacts, PortFacts, SwitchFacts } from './facts.ts';
import { text, texts, toFdb, toNeighbour, toPort } from './facts-read.ts';
import { Resolved } from './resolved.ts';
import { buildTopology, type Topology, topologySteps } from './topology.ts';

export interface FeedReader {
  changesAfter(pos: number, kinds: ReadonlySet<Kind>): ChangesPage;
}

const KINDS: ReadonlySet<Kind> = new Set(['switch', 'source', 'port', 'sighting', 'neighbour', 'arp']);

interface Draft {
  record: RecordView | undefined;
  source: RecordView | undefined;
  readonly ports: Map<string, PortFacts>;
  readonly fdb: Map<string, FdbFacts>;
  readonly neighbours: Map<string, NeighbourFacts>;
  facts: SwitchFacts | undefined;
}

/** A switch of the picture, as the trace asks it. */
export interface KnownSwitch {
  readonly record: RecordView;
  readonly source: RecordView;
}

/** Switches judged before everything else gets its turn. */
const SWITCHES_PER_TURN = 4;
const NOTHING: Topology = buildTopology([]);

export class FactsIndex {
  private readonly feed: FeedReader;
  private pos = 0;
  private readonly sites = new Map<string, Map<string, Draft>>();
  private readonly resolved = new Map<string, Resolved>();
  private readonly topologies = new Map<string, Topology>();
  /** Sites that changed since their picture was judged. */
  private readonly dirty = new Set<string>();
  private reading: Promise<void> = Promise.resolve();
  private isReading = false;
  private readonly judging = new Map<string, Promise<void>>();

  constructor(feed: FeedReader) {
    this.feed = feed;
  }

  /** Takes in all that the feed holds by now, and judges the picture of the site anew; empty: of all sites. */
  async refresh(site: string): Promise<void> {
    if (!this.isReading) this.reading = this.read();
    await this.reading;
    for (const name of site === '' ? this.siteNames() : [site]) {
      // What is on its way may have begun before this question; what begins after it knows all that was read, and may
      // have been begun by another question that waited beside this one.
      await this.judging.get(name);
      await (this.dirty.has(name) ? this.judge(name) : this.judging.get(name));
    }
  }

  siteNames(): readonly string[] {
    return [...this.sites.keys()].sort();
  }

  /** Switches of the site that exist and have a source. */
  switches(site: string): readonly KnownSwitch[] {
    const known: KnownSwitch[] = [];
    for (const { record, source } of this.sites.get(site)?.values() ?? []) {
      if (record && source && !record.deleted && !source.deleted) known.push({ record, source });
    }
    return known;
  }

  /** The picture of one site as the last refresh judged it. */
  topology(site: string): Topology {
    return this.topologies.get(site) ?? NOTHING;
  }

  /** One page of the feed after the other; whoever asks before the last one was read gets what was there by then. */
  private async read(): Promise<void> {
    this.isReading = true;
    try {
      for (let done = false; !done; ) {
        const page = this.feed.changesAfter(this.pos, KINDS);
        for (const record of page.records) this.take(record);
        ({ pos: this.pos, done } = page);
        if (!done) await nextTurn();
      }
    } finally {
      this.isReading = false;
    }
  }

  private judge(site: string): Promise<void> {
    const judging = this.judging.get(site) ?? this.build(site).finally(() => this.judging.delete(site));
    this.judging.set(site, judging);
    return judging;
  }

  private async build(site: string): Promise<void> {
    this.dirty.delete(site);
    try {
      const steps = topologySteps(this.factsOf(site), this.topologies.get(site));
      let step = steps.next();
      for (let worked = 1; !step.done; worked += 1) {
        if (worked % SWITCHES_PER_TURN === 0) await nextTurn();
        step = steps.next();
      }
      this.topologies.set(site, step.value);
    } catch (error) {
      this.dirty.add(site);
      throw error;
    }
  }

  private factsOf(site: string): readonly SwitchFacts[] {
    const facts: SwitchFacts[] = [];
    for (const draft of this.sites.get(site)?.values() ?? []) {
      if (!draft.record || draft.record.deleted) continue;
      draft.facts ??= toFacts(draft, draft.record, this.resolvedAt(site));
      facts.push(draft.facts);
    }
    return facts;
  }

  private take(record: RecordView): void {
    const { site, kind, id } = record.ref;
    if (kind === 'arp') return this.takeArp(record);
    const owner = kind === 'switch' || kind === 'source' ? id : ownerOf(record.fields);
    if (owner === undefined) return;
    const draft = this.draft(site, owner);
    const gone = record.deleted || !isPresent(record.fields);
    if (kind === 'switch') draft.record = record;
    else if (kind === 'source') {
      draft.source = record;
      this.resolvedAt(site).place(id, text(record.fields, 'address') ?? '');
    } else if (kind === 'port') set(draft.ports, id, gone ? undefined : toPort(record.fields));
    else if (kind === 'sighting') set(draft.fdb, id, gone ? undefined : toFdb(record.fields));
    else if (kind === 'neighbour') set(draft.neighbours, id, gone ? undefined : toNeighbour(record.fields));
    draft.facts = undefined;
    this.dirty.add(site);
  }

  /** Changes the facts of those switches alone whose management address it speaks of. */
  private takeArp({ ref: { site, id }, fields, deleted }: RecordView): void {
    const gone = deleted || !isPresent(fields);
    const addresses = this.resolvedAt(site).take(id, gone ? undefined : fields);
    if (addresses.length === 0) return;
    for (const address of addresses) {
      const id = this.resolvedAt(site).switchAt(address);
      const draft = id === undefined ? undefined : this.sites.get(site)?.get(id);
      if (draft === undefined) continue;
      draft.facts = undefined;
      this.dirty.add(site);
    }
  }

  private resolvedAt(site: string): Resolved {
    const known = this.resolved.get(site) ?? new Resolved();
    this.resolved.set(site, known);
    return known;
  }

  private draft(site: string, id: string): Draft {
    const drafts = this.sites.get(site) ?? new Map<string, Draft>();
    this.sites.set(site, drafts);
    const known = drafts.get(id);
    if (known) return known;
    const draft: Draft = {
      record: undefined,
      source: undefined,
      ports: new Map(),
      fdb: new Map(),
      neighbours: new Map(),
      facts: undefined,
    };
    drafts.set(id, draft);
    return draft;
  }
}

function ownerOf(fields: JsonObject): string | undefined {
  const owner = fields['switch'];
  return typeof owner === 'string' ? parseRef(owner).id : undefined;
}

function isPresent(fields: JsonObject): boolean {
  return fields['presence'] === undefined || fields['presence'] === 'active';
}

function set<T>(map: Map<string, T>, key: string, value: T | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}

function toFacts(draft: Draft, record: RecordView, resolved: Resolved): SwitchFacts {
  const { fields } = record;
  const managementAddress = draft.source ? text(draft.source.fields, 'address') : undefined;
  return {
    ref: record.ref,
    name: text(fields, 'name') ?? record.ref.id,
    hostname: text(fields, 'hostname'),
    baseMac: text(fields, 'baseMac'),
    macs: texts(fields, 'macs'),
    managementAddress,
    resolvedMac: managementAddress === undefined ? undefined : resolved.macOf(managementAddress),
    ports: [...draft.ports.values()],
    fdb: [...draft.fdb.values()],
    neighbours: [...draft.neighbours.values()],
  };
}
