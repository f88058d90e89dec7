/** What an import would do: rows against what is there. Pure; problems are those that only the inventory can show. */
import type { FieldViolation } from '../../../shared/errors.ts';
import { formatRef, type Json, type RecordView } from '../../../shared/model/index.ts';
import { nounOf } from '../inventory/given.ts';
import { type FieldValues, type Noun, partOf, type Thing } from '../inventory/noun.ts';
import { nouns } from '../inventory/nouns.ts';
import type { Operation } from '../inventory/operation.ts';
import { nameOf, qualifiedName } from '../inventory/records.ts';
import { valueProblems } from '../inventory/values.ts';
import { createOperations, sameValue, updateOperations } from '../inventory/write.ts';
import { dialledAddress, type ImportRow } from './check.ts';

/** What is there already. */
export interface Known {
  readonly sites: ReadonlySet<string>;
  readonly floors: readonly RecordView[];
  readonly things: readonly Thing[];
}

export interface PlanWish {
  readonly createMissing: boolean;
  newId(): string;
}

export interface FieldChange {
  readonly field: string;
  readonly before: Json;
  readonly after: Json;
}

export interface ImportStep {
  readonly type: 'add' | 'change';
  /** `switch` or, for what `--create-missing` makes, `site` or `floor`. */
  readonly kind: Noun['kind'];
  /** `ams1/sw03` */
  readonly name: string;
  readonly changes: readonly FieldChange[];
  readonly operations: readonly Operation[];
}

export interface ImportPlan {
  /** Sites and floors that the rows need; written before them. */
  readonly first: readonly ImportStep[];
  readonly steps: readonly ImportStep[];
  readonly unchanged: number;
  readonly violations: readonly FieldViolation[];
}

export function planImport(noun: Noun, rows: readonly ImportRow[], known: Known, wish: PlanWish): ImportPlan {
  const planner = new Planner(noun, { ...known, staying: stayingAddresses(rows, known) }, wish);
  for (const row of rows) planner.add(row);
  return planner;
}

/** Address -> who has it and keeps it: no row gives that thing another one. */
function stayingAddresses(rows: readonly ImportRow[], known: Known): ReadonlyMap<string, Thing> {
  const rowOf = new Map(rows.map((row) => [keyOf(row.site, row.name), row]));
  return new Map(
    known.things.flatMap((thing) => {
      const { site } = thing.view.ref;
      const fields = new Map(Object.entries(thing.source?.fields ?? {}));
      const given = rowOf.get(keyOf(site, nameOf(thing.view)))?.values ?? [];
      const before = dialledAddress(site, fields);
      const after = dialledAddress(site, new Map([...fields, ...given]));
      return before !== undefined && before === after ? [[before, thing] as const] : [];
    }),
  );
}

class Planner implements ImportPlan {
  readonly first: ImportStep[] = [];
  readonly steps: ImportStep[] = [];
  readonly violations: FieldViolation[] = [];
  unchanged = 0;
  private readonly noun: Noun;
  private readonly wish: PlanWish;
  private readonly sites: Set<string>;
  /** `site/floor name`, lower case -> reference. */
  private readonly floors: Map<string, string>;
  private readonly things: ReadonlyMap<string, Thing>;
  private readonly staying: ReadonlyMap<string, Thing>;

  constructor(noun: Noun, known: Known & { readonly staying: ReadonlyMap<string, Thing> }, wish: PlanWish) {
    this.noun = noun;
    this.wish = wish;
    this.sites = new Set(known.sites);
    this.floors = new Map(
      known.floors.map((view) => [keyOf(view.ref.site, nameOf(view)), formatRef(view.ref)]),
    );
    this.things = new Map(
      known.things.map((thing) => [keyOf(thing.view.ref.site, nameOf(thing.view)), thing]),
    );
    this.staying = known.staying;
  }

  add(given: ImportRow): void {
    const isSite = this.noun.kind === 'site';
    const before = this.violations.length;
    const thing = this.things.get(keyOf(given.site, given.name));
    const row = isSite && !thing ? namedSite(given) : given;
    if (!isSite) this.needSite(row);
    const values = this.withFloorRef(row);
    if (!thing) this.checkNew(row);
    if (this.violations.length > before) return;
    if (thing) this.change(row, thing, values);
    else this.create(row, values);
  }

  private needSite(row: ImportRow): void {
    if (this.sites.has(row.site)) return;
    if (!this.wish.createMissing) {
      const message = `there is no site "${row.site}"; add it, or give --create-missing`;
      this.violations.push({ field: `${row.label} site`, message });
      return;
    }
    this.sites.add(row.site);
    const values = new Map<string, Json>([['name', row.site]]);
    const operations = createOperations(
      nouns.site,
      { site: row.site, id: row.site, label: `${row.label} site ` },
      values,
    );
    this.first.push({ type: 'add', kind: 'site', name: row.site, changes: [], operations });
  }

  private withFloorRef(row: ImportRow): FieldValues {
    const floor = row.values.get('floor');
    if (typeof floor !== 'string') return row.values;
    const ref = this.floors.get(keyOf(row.site, floor)) ?? this.newFloor(row, floor);
    return new Map([...row.values, ['floor', ref]]);
  }

  private newFloor(row: ImportRow, name: string): string {
    if (!this.sites.has(row.site)) return '';
    if (!this.wish.createMissing) {
      const message = `site ${row.site} has no floor "${name}"; add it, or give --create-missing`;
      this.violations.push({ field: `${row.label} floor`, message });
      return '';
    }
    const id = this.wish.newId();
    const ref = formatRef({ site: row.site, kind: 'floor', id });
    this.floors.set(keyOf(row.site, name), ref);
    const values = new Map<string, Json>([['name', name]]);
    const operations = createOperations(
      nouns.floor,
      { site: row.site, id, label: `${row.label} floor ` },
      values,
    );
    this.first.push({ type: 'add', kind: 'floor', name: `${row.site}/${name}`, changes: [], operations });
    return ref;
  }

  /** What only a new one must have, and whether it is an old one under another name. */
  private checkNew(row: ImportRow): void {
    for (const { field, message } of valueProblems(this.noun, row.values, 'create')) {
      if (message === 'is required') this.violations.push({ field: `${row.label} ${field}`, message });
    }
    const address = dialledAddress(row.site, row.values);
    const other = address && this.staying.get(address);
    if (!other) return;
    const name = qualifiedName(other.view);
    const message = `${row.values.get('address')} belongs to ${name} already; rename that with: wayside ${this.noun.kind} edit ${name} --name ${row.name}`;
    this.violations.push({ field: `${row.label} address`, message });
  }

  private create(row: ImportRow, values: FieldValues): void {
    const id = this.noun.kind === 'site' ? row.site : this.wish.newId();
    const made = nounOf(this.noun, String(values.get('driver') ?? ''));
    const operations = createOperations(made, { site: row.site, id, label: `${row.label} ` }, values);
    const name = this.noun.kind === 'site' ? row.site : `${row.site}/${row.name}`;
    this.steps.push({ type: 'add', kind: this.noun.kind, name, changes: [], operations });
  }

  private change(row: ImportRow, thing: Thing, values: FieldValues): void {
    const operations = updateOperations(this.noun, { thing, label: `${row.label} ` }, values);
    if (operations.length === 0) {
      this.unchanged += 1;
      return;
    }
    const changes = this.changesOf(thing, values);
    this.steps.push({
      type: 'change',
      kind: this.noun.kind,
      name: qualifiedName(thing.view),
      changes,
      operations,
    });
  }

  private changesOf(thing: Thing, values: FieldValues): readonly FieldChange[] {
    return [...values].flatMap(([field, after]): readonly FieldChange[] => {
      const kinds = this.noun.fields.find(({ name }) => name === field)?.kinds ?? this.noun.parts;
      const holder = kinds[0] && partOf(thing, kinds[0]);
      const before = holder?.fields[field];
      if (sameValue(before, after)) return [];
      return [
        {
          field,
          before: field === 'floor' ? thing.floor : (before ?? null),
          after: this.shown(field, after),
        },
      ];
    });
  }

  /** A floor by its name. */
  private shown(field: string, value: Json): Json {
    if (field !== 'floor') return value;
    const name = [...this.floors].find(([, ref]) => ref === value)?.[0];
    return name?.slice(name.indexOf('/') + 1) ?? value;
  }
}

/** A site that was given no full name goes by its short one. */
function namedSite(row: ImportRow): ImportRow {
  return { ...row, values: new Map([['name', row.site], ...row.values]) };
}

/** Names are the same in any case, as the controller has it. */
function keyOf(site: string, name: string): string {
  return `${site}/${name.toLowerCase()}`;
}
