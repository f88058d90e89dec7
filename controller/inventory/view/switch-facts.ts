/**
 * What the views need to know of switches beyond the record in hand: on which floor one stands, which of its ports are
 * edge ports, what all switches of a site are called. Read on need and kept, until the feed says that it changed.
 */
import {
  groupOf,
  type JsonObject,
  type Kind,
  ObservedIds,
  type RecordRef,
  type RecordView,
} from '../../../shared/model/index.ts';
import { ID_ABOVE_ALL, type Store } from '../../store/index.ts';
import { kindOf } from '../codec.ts';
import { isLongAbsent, presenceOf } from '../react.ts';
import { foldRecord } from '../records.ts';
import { type EdgeFacts, edgeFacts, type SiteNames, type SwitchParts, siteNames } from './edge.ts';
import type { Veil } from './veil.ts';

/** Switches and sites kept; beyond, all are forgotten and read anew on need. */
const SWITCHES_KEPT_MAX = 20_000;
const SITES_KEPT_MAX = 1000;
/** Changes looked through for what they touch; after more of them everything is forgotten. */
const CHANGES_LOOKED_MAX = 500;
const CHUNK = 500;
const PREFIX_CHARS = prefixOf('x', 'x').length;

interface SiteFacts extends SiteNames {
  /** Alias -> id of the switch. */
  readonly aliases: ReadonlyMap<string, string>;
}

interface SwitchFacts {
  readonly alias: string;
  /** Id of the floor. */
  readonly floor: string | undefined;
  edge: EdgeFacts | undefined;
}

export class SwitchFactsCache {
  private readonly store: Store;
  private readonly veil: Veil;
  private readonly switches = new Map<string, SwitchFacts>();
  private readonly sites = new Map<string, SiteFacts>();
  /** How the ids of what a switch shows begin -> the switch. */
  private readonly owners = new Map<string, string>();
  private pos = 0;

  constructor(store: Store, veil: Veil) {
    this.store = store;
    this.veil = veil;
  }

  /** Id of the floor that the switch stands on, as far as it is known. */
  floorOf(site: string, id: string): string | undefined {
    return this.facts(site, id).floor;
  }

  edgeOf(site: string, id: string): EdgeFacts {
    const facts = this.facts(site, id);
    facts.edge ??= edgeFacts(this.partsOf({ site, kind: 'switch', id }), this.site(site));
    return facts.edge;
  }

  namesAt(site: string): SiteNames {
    this.refresh();
    return this.site(site);
  }

  idOfAlias(site: string, alias: string): string | undefined {
    this.refresh();
    return this.site(site).aliases.get(alias);
  }

  /** What stands for the id of the switch where that may not be told. */
  aliasOf(site: string, id: string): string {
    return this.facts(site, id).alias;
  }

  /** Forgets what changed since the last question. */
  private refresh(): void {
    const { position } = this.store.counters;
    if (position === this.pos) return;
    const rows = position < this.pos ? undefined : this.store.versions.since(this.pos, CHANGES_LOOKED_MAX);
    this.pos = position;
    if (!rows || rows.length === CHANGES_LOOKED_MAX) {
      this.forgetSwitches();
      this.sites.clear();
      return;
    }
    const renamed = new Set<string>();
    for (const row of rows) {
      const { site } = this.store.words.lane(row.lane);
      const kind = kindOf(this.store, row);
      if (kind === 'switch' || kind === 'source') {
        this.switches.delete(`${site}/${row.id}`);
        renamed.add(site);
      } else if (kind === 'port' || kind === 'neighbour' || kind === 'sighting') {
        const facts = this.switches.get(this.owners.get(row.id.slice(0, PREFIX_CHARS)) ?? '');
        if (facts) facts.edge = undefined;
      }
    }
    if (renamed.size > 0) this.forgetNames(renamed);
  }

  /** A name that came or went may make a neighbour known at any switch of the site. */
  private forgetNames(sites: ReadonlySet<string>): void {
    for (const site of sites) this.sites.delete(site);
    for (const [key, facts] of this.switches) {
      if (sites.has(key.slice(0, key.indexOf('/')))) facts.edge = undefined;
    }
  }

  private forgetSwitches(): void {
    this.switches.clear();
    this.owners.clear();
  }

  private facts(site: string, id: string): SwitchFacts {
    this.refresh();
    const key = `${site}/${id}`;
    const known = this.switches.get(key);
    if (known) return known;
    if (this.switches.size >= SWITCHES_KEPT_MAX) this.forgetSwitches();
    this.owners.set(prefixOf(site, id), key);
    const facts = {
      alias: this.veil.alias({ site, kind: 'switch', id }),
      floor: floorIdOf(this.read({ site, kind: 'switch', id })?.fields ?? {}),
      edge: undefined,
    };
    this.switches.set(key, facts);
    return facts;
  }

  private site(site: string): SiteFacts {
    const known = this.sites.get(site);
    if (known) return known;
    if (this.sites.size >= SITES_KEPT_MAX) this.sites.clear();
    const ids = { afterId: '', belowId: ID_ABOVE_ALL };
    const all = [...this.records(site, 'switch', ids)];
    const sources = [...this.records(site, 'source', ids)];
    const facts = {
      ...siteNames(all, sources),
      aliases: new Map(
        [...all, ...sources].map(({ ref: { id } }) => [this.veil.alias({ site, kind: 'switch', id }), id]),
      ),
    };
    this.sites.set(site, facts);
    return facts;
  }

  private partsOf(owner: RecordRef): SwitchParts {
    const prefix = prefixOf(owner.site, owner.id);
    const range = { afterId: prefix, belowId: prefix + ID_ABOVE_ALL };
    const present = (kind: Kind): JsonObject[] =>
      [...this.records(owner.site, kind, range)]
        .map(({ fields }) => fields)
        .filter((fields) => !isLongAbsent(presenceOf(fields)));
    return { ports: present('port'), neighbours: present('neighbour'), sightings: present('sighting') };
  }

  private read(ref: RecordRef): RecordView | undefined {
    const lane = this.store.words.findLane({ site: ref.site, group: groupOf(ref.kind) });
    if (lane === undefined) return undefined;
    const rows = this.store.versions.record({ lane, kind: this.store.words.nameNo(ref.kind), id: ref.id });
    return rows.length > 0 ? foldRecord(this.store, ref, rows) : undefined;
  }

  private *records(
    site: string,
    kind: Kind,
    ids: { readonly afterId: string; readonly belowId: string },
  ): Generator<RecordView> {
    const lane = this.store.words.findLane({ site, group: groupOf(kind) });
    if (lane === undefined) return;
    for (let { afterId } = ids; ; ) {
      const rows = this.store.versions.list(
        { lane, kind: this.store.words.nameNo(kind), ...ids, afterId },
        CHUNK,
      );
      const full = rows.length === CHUNK;
      // The last record of a full page may be cut short: it is read again with the next one.
      const lastId = rows.at(-1)?.id;
      const whole = full && rows[0]?.id !== lastId ? rows.filter(({ id }) => id !== lastId) : rows;
      const byId = new Map<string, typeof rows>();
      for (const row of whole) byId.set(row.id, [...(byId.get(row.id) ?? []), row]);
      for (const [id, own] of byId) yield foldRecord(this.store, { site, kind, id }, own);
      const last = whole.at(-1);
      if (!full || !last) return;
      afterId = last.id;
    }
  }
}

function prefixOf(site: string, id: string): string {
  return new ObservedIds({ site, kind: 'source', id }).prefix;
}

/** Id of the floor that the switch record points to. */
export function floorIdOf(fields: JsonObject): string | undefined {
  const { floor } = fields;
  return typeof floor === 'string' ? floor.split('/')[2] : undefined;
}
