/**
 * What the trace reasons about, kept in memory and moved on by the feed: only what changed since the last question
 * is read. The facts of a switch stay the same object until something of that switch changes.
 */
import { type JsonObject, type Kind, parseRef, type RecordView } from '../../shared/model/index.ts';
import type { ChangesPage } from '../inventory/index.ts';
import type { FdbFacts, NeighbourFacts, PortFacts, SwitchFacts } from './facts.ts';
import { buildTopology, type Topology } from './topology.ts';

export interface FeedReader {
  changesAfter(pos: number, kinds: ReadonlySet<Kind>): ChangesPage;
}

const KINDS: ReadonlySet<Kind> = new Set(['switch', 'source', 'port', 'sighting', 'neighbour']);

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

export class FactsIndex {
  private readonly feed: FeedReader;
  private pos = 0;
  private readonly sites = new Map<string, Map<string, Draft>>();
  private readonly topologies = new Map<string, Topology>();
  private readonly dirty = new Set<string>();

  constructor(feed: FeedReader) {
    this.feed = feed;
  }

  /** Reads the feed to its end. */
  refresh(): void {
    for (;;) {
      const page = this.feed.changesAfter(this.pos, KINDS);
      for (const record of page.records) this.take(record);
      this.pos = page.pos;
      if (page.done) return;
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

  /** The judged picture of one site. */
  topology(site: string): Topology {
    const known = this.topologies.get(site);
    if (known && !this.dirty.has(site)) return known;
    const facts: SwitchFacts[] = [];
    for (const draft of this.sites.get(site)?.values() ?? []) {
      if (!draft.record || draft.record.deleted) continue;
      draft.facts ??= toFacts(draft, draft.record);
      facts.push(draft.facts);
    }
    const topology = buildTopology(facts, known);
    this.topologies.set(site, topology);
    this.dirty.delete(site);
    return topology;
  }

  private take(record: RecordView): void {
    const { site, kind, id } = record.ref;
    const owner = kind === 'switch' || kind === 'source' ? id : ownerOf(record.fields);
    if (owner === undefined) return;
    const draft = this.draft(site, owner);
    const gone = record.deleted || !isPresent(record.fields);
    if (kind === 'switch') draft.record = record;
    else if (kind === 'source') draft.source = record;
    else if (kind === 'port') set(draft.ports, id, gone ? undefined : toPort(record.fields));
    else if (kind === 'sighting') set(draft.fdb, id, gone ? undefined : toFdb(record.fields));
    else if (kind === 'neighbour') set(draft.neighbours, id, gone ? undefined : toNeighbour(record.fields));
    draft.facts = undefined;
    this.dirty.add(site);
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

function toFacts(draft: Draft, record: RecordView): SwitchFacts {
  const { fields } = record;
  return {
    ref: record.ref,
    name: text(fields, 'name') ?? record.ref.id,
    hostname: text(fields, 'hostname'),
    baseMac: text(fields, 'baseMac'),
    macs: texts(fields, 'macs'),
    managementAddress: draft.source ? text(draft.source.fields, 'address') : undefined,
    ports: [...draft.ports.values()],
    fdb: [...draft.fdb.values()],
    neighbours: [...draft.neighbours.values()],
  };
}

function toPort(fields: JsonObject): PortFacts {
  return {
    name: text(fields, 'name') ?? '',
    description: text(fields, 'description'),
    mode: text(fields, 'mode'),
    vlan: number(fields, 'vlan'),
    lag: text(fields, 'lag'),
    operUp: typeof fields['operUp'] === 'boolean' ? fields['operUp'] : undefined,
    state: text(fields, 'state'),
  };
}

function toFdb(fields: JsonObject): FdbFacts {
  return {
    mac: text(fields, 'mac') ?? '',
    port: text(fields, 'port') ?? '',
    vlan: number(fields, 'vlan'),
    type: text(fields, 'type') ?? 'other',
  };
}

function toNeighbour(fields: JsonObject): NeighbourFacts {
  return {
    port: text(fields, 'port') ?? '',
    protocol: text(fields, 'protocol') ?? '',
    chassisId: text(fields, 'chassisId'),
    remotePort: text(fields, 'remotePort'),
    systemName: text(fields, 'systemName'),
    systemDescription: text(fields, 'systemDescription'),
    managementAddress: text(fields, 'managementAddress'),
    capabilities: texts(fields, 'capabilities'),
  };
}

function text(fields: JsonObject, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

function number(fields: JsonObject, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' ? value : undefined;
}

function texts(fields: JsonObject, name: string): readonly string[] {
  const value = fields[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
