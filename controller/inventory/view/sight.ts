/**
 * `view(record, principal)` of one principal: what of a record, a change or a name it may see. The one place that
 * decides it, for lists, gets, watches, histories, jobs, traces, findings and errors. What is out of view is treated
 * by every caller as if it were not there.
 *
 *   a record is in view when a grant holds for its place; of several grants the best view counts
 *   a grant for a floor shows the floor, its switches and what they tell, and the name of the site; nothing else
 *   the port view shows edge ports, and of switches an alias: a reference to one bears the alias too
 */
import { errorCodes } from '../../../shared/errors.ts';
import {
  type ChangeView,
  type Failure,
  formatRef,
  type Json,
  type JsonObject,
  type Principal,
  type RecordRef,
  type RecordView,
  type Scope,
  type SwitchView,
} from '../../../shared/model/index.ts';
import { Coverage } from './coverage.ts';
import {
  type EdgeFacts,
  isEdgePort,
  isLinkItself,
  mentions,
  type SiteNames,
  withoutReachIn,
} from './edge.ts';
import { floorKinds, isReachField, pick, portFieldsOf, withoutReach } from './shown.ts';
import { floorIdOf, type SwitchFactsCache } from './switch-facts.ts';
import type { Veil } from './veil.ts';

export interface SightDeps {
  readonly facts: SwitchFactsCache;
  readonly veil: Veil;
}

/** `name` alone: of the site of a floor. */
type ShownAs = SwitchView | 'name';

/** Fields that are told now, and those of the record as it is, by which they are judged. */
interface Told {
  readonly fields: JsonObject;
  readonly of: JsonObject;
}

export class Sight {
  readonly principal: Principal;
  /** All there is, with all its fields. */
  readonly everything: boolean;
  /** Of some switches an alias is shown, so an index of real names does not find all that a filter means. */
  readonly hasAliases: boolean;
  private readonly coverage: Coverage;
  private readonly deps: SightDeps;

  constructor(deps: SightDeps, principal: Principal) {
    this.deps = deps;
    this.principal = principal;
    this.coverage = new Coverage(principal);
    this.everything = this.coverage.everything;
    this.hasAliases = this.coverage.hasPortView && !this.everything;
  }

  /** `undefined`: nothing of it, not even that it is there. */
  see(record: RecordView): RecordView | undefined {
    if (this.everything) return record;
    const as = this.shownAs(record.ref, record.fields);
    const fields = as && this.fieldsOf(record.ref, { fields: record.fields, of: record.fields }, as);
    if (!as || !fields) return undefined;
    if (as === 'full') return record;
    if (as === 'name' || as === 'port')
      return { ...record, ref: this.refAs(record.ref, as), fields, updatedBy: '', conflicts: [] };
    return { ...record, fields, ...this.writtenBy(record) };
  }

  /** A kept change of the record, which is in view; `undefined` when it tells nothing that is shown. */
  seeChange(record: RecordView, change: ChangeView): ChangeView | undefined {
    if (this.everything) return change;
    const as = this.shownAs(record.ref, record.fields);
    if (as === 'full') return change;
    const shown = as && this.fieldsOf(record.ref, { ...change, of: record.fields }, as);
    if (!as || !shown) return undefined;
    const fields = pick(shown, Object.keys(change.fields));
    const whole = Object.keys(fields).length === Object.keys(change.fields).length;
    if (!whole && Object.keys(fields).length === 0 && change.op !== 'delete') return undefined;
    // The hash covers all of the change: by it what is hidden could be guessed.
    const by = this.writer(record.ref.site, change.by);
    if (as === 'network' && whole && by === change.by && record.ref.kind !== 'source')
      return { ...change, fields };
    if (as === 'network') return { ...change, fields, by, hash: '', why: by === change.by ? change.why : '' };
    return { ...change, ref: this.refAs(change.ref, as), fields, by: '', why: '', origin: '', hash: '' };
  }

  /** From a reference as the principal names it to the real one; `undefined`: it names nothing that it may see. */
  inward(ref: RecordRef): RecordRef | undefined {
    if (!this.hasAliases || (ref.kind !== 'switch' && ref.kind !== 'source')) return ref;
    if (!this.coverage.touches(ref.site)) return undefined;
    const id = this.deps.facts.idOfAlias(ref.site, ref.id);
    if (id === undefined) return this.switchView(ref) === 'port' ? undefined : ref;
    return this.switchView({ ...ref, id }) === 'port' ? { ...ref, id } : undefined;
  }

  /** A switch (or the source of the same id) as the principal may name it. */
  outward(ref: RecordRef): RecordRef {
    if (this.everything || this.switchView(ref) !== 'port') return ref;
    return { ...ref, id: this.deps.facts.aliasOf(ref.site, ref.id) };
  }

  /** The name of a switch, or what stands for it. */
  nameOf(ref: RecordRef, name: string): string {
    return this.everything || this.switchView(ref) !== 'port' ? name : this.aliasName(ref);
  }

  /** How the switch, or what of it stands at the place of the source of its id, is shown. */
  switchView(ref: RecordRef): SwitchView | undefined {
    if (this.everything) return 'full';
    return this.coverage.viewAt(this.placeOfSwitch(ref.site, ref.id));
  }

  /** What failed at the switch, in words that keep what its view hides. */
  failureAt(ref: RecordRef, failure: Failure): Failure {
    return this.failure(this.switchView(ref), ref.site, failure);
  }

  /** As `failureAt`, of something that the whole site is concerned with. */
  failureOf(site: string, failure: Failure): Failure {
    return this.failure(this.siteView(site), site, failure);
  }

  private failure(view: SwitchView | undefined, site: string, failure: Failure): Failure {
    if (view === 'full') return failure;
    const { code } = failure;
    if (view !== 'network') return { code, message: errorCodes[code].doc, hint: undefined };
    const names = this.deps.facts.namesAt(site);
    const hint = failure.hint === undefined ? undefined : withoutReachIn(names, failure.hint);
    return { code, message: withoutReachIn(names, failure.message), hint };
  }

  siteView(site: string): SwitchView | undefined {
    return this.coverage.viewAt({ site });
  }

  /** All of the site with its network: what is said of its switches needs no cutting. */
  seesSite(site: string): boolean {
    const view = this.siteView(site);
    return view === 'network' || view === 'full';
  }

  touches(site: string): boolean {
    return this.coverage.touches(site);
  }

  /** Whether what is on the port may be told. */
  seesPort(ref: RecordRef, port: string): boolean {
    const view = this.switchView(ref);
    return (
      view !== undefined && (view !== 'port' || isEdgePort(this.deps.facts.edgeOf(ref.site, ref.id), port))
    );
  }

  /** Whether words of the switch itself, such as a port's description, may be told: in the port view not if they name one. */
  mayQuote(ref: RecordRef, text: string): boolean {
    return this.switchView(ref) !== 'port' || !mentions(this.deps.facts.namesAt(ref.site), text);
  }

  /** Writing and jobs: an operator there, who sees the network and not only its edge. */
  mayWorkAt(place: Scope): boolean {
    if (this.principal.type === 'system') return true;
    const view = this.coverage.viewAt(place);
    return view !== undefined && view !== 'port' && this.coverage.may('operator', place);
  }

  mayWorkOn(ref: RecordRef, fields: JsonObject): boolean {
    return this.mayWorkAt(this.placeOf(ref, fields));
  }

  /** Of a switch, or of the source of the same id. */
  mayWorkOnSwitch(ref: RecordRef): boolean {
    return this.mayWorkAt(this.placeOfSwitch(ref.site, ref.id));
  }

  /** Words of a page token that only this controller reads. */
  cover(text: string): string {
    return this.everything ? text : this.deps.veil.cover(text);
  }

  uncover(text: string): string | undefined {
    return this.everything ? text : this.deps.veil.uncover(text);
  }

  private shownAs(ref: RecordRef, fields: JsonObject): ShownAs | undefined {
    const view = this.coverage.viewAt(this.placeOf(ref, fields));
    if (ref.kind === 'site' && view === undefined) return this.coverage.touches(ref.id) ? 'name' : undefined;
    return view;
  }

  /** Where a record is judged to be. One that no floor has is of the whole site. */
  private placeOf(ref: RecordRef, fields: JsonObject): Scope {
    const { site, kind, id } = ref;
    if (!floorKinds.has(kind)) return { site };
    if (kind === 'floor') return { site, floor: id };
    if (kind === 'switch') return placed(site, floorIdOf(fields));
    const owner = switchOf(ref, fields);
    return owner === undefined ? { site } : this.placeOfSwitch(site, owner);
  }

  private placeOfSwitch(site: string, id: string): Scope {
    return placed(site, this.deps.facts.floorOf(site, id));
  }

  /** Of the network view. */
  private writtenBy({ ref, updatedBy, conflicts }: RecordView): Pick<RecordView, 'updatedBy' | 'conflicts'> {
    const { site, kind } = ref;
    const shown = conflicts.filter(({ field }) => kind !== 'source' || !isReachField(field));
    const told = shown.map((conflict) => ({
      ...conflict,
      values: conflict.values.map((value) => ({ ...value, by: this.writer(site, value.by) })),
    }));
    return { updatedBy: this.writer(site, updatedBy), conflicts: told };
  }

  /** Agents are of a site: who sees a part of it is not told which one wrote. */
  private writer(site: string, by: string): string {
    return by.startsWith('agent:') && !this.seesSite(site) ? 'agent' : by;
  }

  private fieldsOf(ref: RecordRef, told: Told, as: ShownAs): JsonObject | undefined {
    const { fields } = told;
    if (as === 'full') return fields;
    if (as === 'name') return pick(fields, ['name']);
    if (as === 'network') return ref.kind === 'source' ? withoutReach(fields) : fields;
    const names = portFieldsOf(ref.kind);
    if (!names) return undefined;
    if (ref.kind === 'site' || ref.kind === 'floor') return pick(fields, names);
    if (ref.kind === 'switch') return { ...pick(fields, names), name: this.aliasName(ref) };
    return this.edgeFields(ref, told, names);
  }

  /** What a switch tells of its edge; `undefined` when it is not of the edge. */
  private edgeFields(ref: RecordRef, { fields, of }: Told, names: readonly string[]): JsonObject | undefined {
    const { site } = ref;
    const owner = switchOf(ref, of);
    if (owner === undefined) return undefined;
    const edge = this.deps.facts.edgeOf(site, owner);
    const known = this.deps.facts.namesAt(site);
    if (!isOfEdge(ref, of, edge) || (fields !== of && wasNotOfEdge(ref, { fields, of }, edge, known)))
      return undefined;
    if (ref.kind === 'sighting' && (of['type'] === 'self' || known.macs.has(String(of['mac']))))
      return undefined;
    const shown: Record<string, Json> = {};
    for (const [name, value] of Object.entries(pick(fields, names))) {
      if (name === 'switch') shown[name] = formatRef(this.refAs({ site, kind: 'switch', id: owner }, 'port'));
      else if (Array.isArray(value)) shown[name] = value.filter((port) => isEdgePort(edge, String(port)));
      else if (value !== undefined && !(isQuoted(ref, name) && mentions(known, String(value))))
        shown[name] = value;
    }
    return shown;
  }

  private refAs(ref: RecordRef, as: ShownAs): RecordRef {
    return as === 'port' && ref.kind === 'switch'
      ? { ...ref, id: this.deps.facts.aliasOf(ref.site, ref.id) }
      : ref;
  }

  private aliasName({ site, id }: RecordRef): string {
    return `Switch ${this.deps.facts.aliasOf(site, id)}`;
  }
}

/** Words that people wrote on the device, which may name a switch. */
function isQuoted(ref: RecordRef, field: string): boolean {
  return field === 'description' || (ref.kind === 'vlan' && field === 'name');
}

function isOfEdge(ref: RecordRef, fields: JsonObject, edge: EdgeFacts): boolean {
  if (ref.kind === 'port') return isEdgePort(edge, String(fields['name']));
  if (ref.kind === 'sighting') return isEdgePort(edge, String(fields['port']));
  return ref.kind === 'vlan' && edge.vlans.has(Number(fields['vlan']));
}

/** Of what is of the edge now: an address that was learned on an uplink, a port that was one. */
function wasNotOfEdge(ref: RecordRef, { fields, of }: Told, edge: EdgeFacts, known: SiteNames): boolean {
  if (ref.kind === 'port') return Object.hasOwn(fields, 'name') && isLinkItself(fields, known);
  return !isOfEdge(ref, { ...of, ...fields }, edge);
}

function placed(site: string, floor: string | undefined): Scope {
  return floor === undefined ? { site } : { site, floor };
}

/** Id of the switch that the record was seen at. It comes from an agent, so it may be anything. */
function switchOf(ref: RecordRef, fields: JsonObject): string | undefined {
  const { switch: owner } = fields;
  const [site, kind, id] = typeof owner === 'string' ? owner.split('/') : [];
  return site === ref.site && kind === 'switch' ? id : undefined;
}
