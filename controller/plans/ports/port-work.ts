/** Port work: what people ask of ports and VLANs becomes a plan; one port is looked at live. */
import type { PortGuardSettings } from '../../../shared/config/index.ts';
import { WaysideError } from '../../../shared/errors.ts';
import {
  formatRef,
  isPortText,
  type JsonObject,
  type PlanView,
  type PortClass,
  type Principal,
  parseFilter,
  parsePortList,
  principalName,
  type RecordRef,
  type RecordView,
  type StepReason,
} from '../../../shared/model/index.ts';
import type { Jobs } from '../../jobs/index.ts';
import { refuse } from '../check.ts';
import { type PortSeen, portObjections } from '../planners/port-guards.ts';
import type { SwitchPicture } from '../planners/port-picture.ts';
import { draftPorts, type PortNote, type PortTarget } from '../planners/ports.ts';
import { draftVlans } from '../planners/vlans.ts';
import type { MakeAsk, Plans } from '../plans.ts';
import { type AskedWish, checkedVlan, checkedWish, type Reading } from './check-ports.ts';
import { foundPorts, type PicturesDeps, picturesOf, sourcesAt, sourcesOf } from './pictures.ts';
import { LIVE_PORTS_MAX, laidOver, readLive } from './read-live.ts';

export interface PortWorkDeps extends PicturesDeps {
  readonly jobs: Pick<Jobs, 'submit' | 'watch' | 'cancel' | 'as'>;
  readonly plans: Pick<Plans, 'make'>;
  readonly guards: PortGuardSettings;
}

export interface Place {
  readonly site: string;
  readonly floor: string;
}

export interface PortsAsk extends Place {
  readonly asked: AskedWish;
  readonly targets: readonly { readonly switch: RecordRef; readonly ports: string }[];
  readonly filter: string;
}

export interface VlansAsk {
  readonly action: string;
  readonly vlan: number;
  readonly name: string;
  readonly switches: readonly RecordRef[];
  readonly site: string;
}

export interface PortLook {
  readonly switch: RecordRef;
  readonly switchName: string;
  readonly port: string;
  readonly live: JsonObject;
  readonly portClass: PortClass;
  readonly signs: readonly string[];
  readonly guards: readonly StepReason[];
  readonly job: string;
}

/** Without being asked for, so many are read live. */
const LIVE_UNASKED_MAX = 10;
const TARGETS_MAX = 500;

type Who = { readonly principal: Principal; readonly signal: AbortSignal };

export class PortWork {
  private readonly deps: PortWorkDeps;

  constructor(deps: PortWorkDeps) {
    this.deps = deps;
  }

  /** Errors: INVALID_INPUT with every port that is not there, FORBIDDEN, NOT_FOUND, and those of `Plans.make`. */
  async planPorts(
    { asked, ...place }: PortsAsk,
    ask: Omit<MakeAsk, 'principal'>,
    who: Who,
  ): Promise<{ readonly plan: PlanView; readonly notes: readonly PortNote[] }> {
    const { wish, reading } = checkedWish(asked);
    const targets = await this.targetsOf(place, who.principal);
    const { fresh, notes } = await this.readFresh(targets, reading, who);
    const { guards, plans } = this.deps;
    const by = principalName(who.principal);
    const { overrides = [] } = ask;
    let told: readonly PortNote[] = [];
    const plan = await plans.make(
      () => {
        const made = draftPorts({ wish, targets: fresh, ...guards, overrides, by });
        told = made.notes;
        return made.draft;
      },
      { ...ask, principal: who.principal },
    );
    return { plan, notes: [...notes, ...told] };
  }

  /** Errors: INVALID_INPUT, FORBIDDEN, NOT_FOUND, and those of `Plans.make`. */
  async planVlans(question: VlansAsk, ask: MakeAsk): Promise<PlanView> {
    const action = checkedVlan(question);
    const { principal } = ask;
    const { vlan, name, switches, site } = question;
    const { overrides = [] } = ask;
    const sources = this.sourcesFor(switches, { site, floor: '' }, { principal, field: 'switches' });
    const pictures = await picturesOf(this.deps, sources, { addresses: action === 'rm' });
    const { guards, plans } = this.deps;
    const { reservedVlans } = guards;
    const by = principalName(principal);
    const wish = { action, vlan, name, pictures, reservedVlans, overrides, by };
    return plans.make(() => draftVlans(wish), ask);
  }

  /** Errors: INVALID_INPUT, NOT_FOUND, FORBIDDEN, and what the switch or its agent failed with. */
  async look(
    {
      ref,
      port: text,
      noCache,
    }: { readonly ref: RecordRef; readonly port: string; readonly noCache: boolean },
    { principal, signal }: Who,
  ): Promise<PortLook> {
    if (!isPortText(text)) refuse([{ field: 'port', message: 'is not the name of a port' }]);
    const [source] = sourcesOf(this.deps, [ref], { principal, fieldOf: () => 'switch' });
    if (!source) throw new WaysideError('NOT_FOUND', `${formatRef(ref)} is not known`);
    const [picture] = await picturesOf(this.deps, [source]);
    if (!picture) throw new WaysideError('NOT_FOUND', `${formatRef(ref)} is not known`);
    const known = picture.ports.find(({ name }) => picture.keyOf(name) === picture.keyOf(text));
    const ask = { source: source.ref, port: known?.name ?? text, noCache, principal, signal };
    const { job, data } = await readLive(this.deps.jobs, ask);
    const port = laidOver(known ?? nothingOf(text), { job, data });
    const standing = picture.judge(port.name);
    const turn = { accessVlan: 0, adminUp: undefined, mode: undefined, description: undefined };
    const store = formatRef(source.ref);
    return {
      ...{ switch: { ...source.ref, kind: 'switch' }, switchName: picture.name, port: port.name },
      ...{ live: this.seen(job, principal), portClass: standing.portClass, signs: standing.signs, job },
      guards: portObjections({ store, port, standing, turn, reservedVlans: [], off: this.deps.guards.off }),
    };
  }

  /** As jobs show it. */
  private seen(job: string, principal: Principal): JsonObject {
    const [result] = this.deps.jobs.as(principal).get(job).results;
    const data = result?.data;
    return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as JsonObject) : {};
  }

  private sourcesFor(
    refs: readonly RecordRef[],
    place: Place,
    { principal, field }: { readonly principal: Principal; readonly field: string },
  ): readonly RecordView[] {
    if (refs.length > 0 && place.site !== '')
      refuse([{ field: 'site', message: `give it or ${field}, not both` }]);
    if (refs.length > TARGETS_MAX) refuse([{ field, message: `must be at most ${TARGETS_MAX}` }]);
    if (refs.length === 0 && place.site === '') refuse([{ field, message: 'name switches or a site' }]);
    if (refs.length === 0) return sourcesAt(this.deps, place, principal);
    const fieldOf = (at: number): string => `${field}[${at}]${field === 'targets' ? '.switch' : ''}`;
    return sourcesOf(this.deps, refs, { principal, fieldOf });
  }

  private async targetsOf(
    { targets, site, floor, filter }: Omit<PortsAsk, 'asked'>,
    principal: Principal,
  ): Promise<readonly PortTarget[]> {
    if (targets.length > 0 && filter.trim() !== '')
      refuse([{ field: 'filter', message: 'is for the ports of a site; targets name theirs' }]);
    // Without one it would be every port there.
    if (targets.length === 0 && site !== '' && filter.trim() === '')
      refuse([{ field: 'filter', message: 'is needed to say which ports of the site are meant' }]);
    const refs = targets.map((target) => target.switch);
    const sources = this.sourcesFor(refs, { site, floor }, { principal, field: 'targets' });
    const pictures = await picturesOf(this.deps, sources);
    const where = parseFilter(filter);
    const all = pictures.map((picture, at): PortTarget => {
      const target = targets[at];
      if (target) return { picture, list: target.ports, field: `targets[${at}].ports` };
      const found = foundPorts(this.deps, { source: picture.source, where }, principal);
      return { picture, found, field: 'filter' };
    });
    if (all.every(({ found }) => found?.length === 0))
      throw new WaysideError(
        'NOT_FOUND',
        `no port of ${floor === '' ? site : `${site}, ${floor}`} matches the filter`,
        {
          hint: `wayside port ls --site ${site} --filter … shows what a filter finds`,
        },
      );
    return all;
  }

  /** The same targets, with what their switches say of the ports now. */
  private async readFresh(
    targets: readonly PortTarget[],
    reading: Reading,
    who: Who,
  ): Promise<{ readonly fresh: readonly PortTarget[]; readonly notes: readonly PortNote[] }> {
    if (reading === 'collected') return { fresh: targets, notes: [] };
    const wanted = targets.flatMap((target) => namedOf(target).map((port) => ({ target, port })));
    const max = reading === 'live' ? LIVE_PORTS_MAX : LIVE_UNASKED_MAX;
    if (wanted.length > max && reading === 'live')
      refuse([{ field: 'reading', message: `live is for at most ${max} ports, not ${wanted.length}` }]);
    if (wanted.length > max) return { fresh: targets, notes: [] };
    const notes: PortNote[] = [];
    const read = new Map<SwitchPicture, Map<string, PortSeen>>();
    const readOne = async ({ target: { picture }, port }: (typeof wanted)[number]): Promise<void> => {
      try {
        const ask = { source: picture.source, port: port.name, noCache: true, ...who };
        const now = laidOver(port, await readLive(this.deps.jobs, ask));
        read.set(picture, (read.get(picture) ?? new Map()).set(port.name, now));
      } catch (error) {
        if (reading === 'live' || who.signal.aborted) throw error;
        const { code } = WaysideError.from(error);
        const note = `was not read now (${code}): planned on what the last collect saw`;
        notes.push({ switch: picture.name, port: port.name, note });
      }
    };
    await Promise.all(wanted.map(readOne));
    return { fresh: targets.map((target) => withRead(target, read.get(target.picture))), notes };
  }
}

/** Those of its ports that are known; what is wrong with the list is told by the planner. */
function namedOf({ picture, list = '', found }: PortTarget): readonly PortSeen[] {
  const byKey = new Map(picture.ports.map((port) => [picture.keyOf(port.name), port]));
  const isKnown = (name: string): boolean => byKey.has(picture.keyOf(name));
  const names = found ?? parsePortList(list, isKnown).names;
  return [...new Set(names.flatMap((name) => byKey.get(picture.keyOf(name)) ?? []))];
}

function withRead(target: PortTarget, read: ReadonlyMap<string, PortSeen> | undefined): PortTarget {
  if (!read) return target;
  const { picture } = target;
  const ports = picture.ports.map((port) => read.get(port.name) ?? port);
  return { ...target, picture: { ...picture, ports } };
}

function nothingOf(name: string): PortSeen {
  const unknown = { description: undefined, adminUp: undefined, operUp: undefined, state: undefined };
  const vlans = { vlan: undefined, voiceVlan: undefined, taggedVlans: undefined };
  return { name, ...unknown, mode: undefined, ...vlans, lag: undefined };
}
