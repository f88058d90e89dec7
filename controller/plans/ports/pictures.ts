/** From what is named (switches, or a site with a filter) to pictures of the switches, for the planner. */
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import {
  type FilterTerm,
  formatRef,
  type JsonObject,
  type Principal,
  principalName,
  type RecordRef,
  type RecordView,
} from '../../../shared/model/index.ts';
import type { Inventory } from '../../inventory/index.ts';
import type { PortSeen, PortStanding } from '../planners/port-guards.ts';
import type { SwitchPicture } from '../planners/port-picture.ts';
import { addressVlansOf } from './address-vlans.ts';
import { isPresent } from './present.ts';

/** Of one switch, as the trace judges it. */
export interface JudgedPorts {
  port(name: string): PortStanding;
  keyOf(name: string): string;
}

/** The picture of a site, judged anew if it changed. */
export type JudgePorts = (site: string) => Promise<(source: RecordRef) => JudgedPorts>;

export interface PicturesDeps {
  readonly inventory: Pick<Inventory, 'all' | 'list' | 'peek' | 'sight' | 'get'>;
  readonly judge: JudgePorts;
}

/** Switches of one plan. */
export const SWITCHES_MAX = 500;
const PAGE_SIZE = 1000;

/** Records are read whole, for the planner; what its plan shows is cut to who looks at it. */
const READER: Principal = { type: 'system', name: 'plans' };

/** Errors: INVALID_INPUT for every one that is none or not known, FORBIDDEN. Field: `targets[N].switch` as `fieldOf` says. */
export function sourcesOf(
  { inventory }: PicturesDeps,
  refs: readonly RecordRef[],
  { principal, fieldOf }: { readonly principal: Principal; readonly fieldOf: (at: number) => string },
): readonly RecordView[] {
  const sight = inventory.sight(principal);
  const problems: FieldViolation[] = [];
  const found = refs.flatMap((ref, at) => {
    const real = ref.kind === 'switch' || ref.kind === 'source' ? sight.inward(ref) : undefined;
    const isSeen = real && sight.switchView(real) !== undefined;
    const source = isSeen ? inventory.peek({ ...real, kind: 'source' }, READER) : undefined;
    const wrong = whyNot(ref, source);
    if (source && wrong === undefined) {
      if (!sight.mayWorkOnSwitch(source.ref)) throw notYours(formatRef(ref), principal);
      return [source];
    }
    problems.push({ field: fieldOf(at), message: wrong ?? `${formatRef(ref)} is not known` });
    return [];
  });
  if (problems.length > 0) {
    const said = problems.slice(0, 3).map(({ message }) => message);
    throw new WaysideError('INVALID_INPUT', said.join('; '), { violations: problems });
  }
  return found;
}

function whyNot(ref: RecordRef, source: RecordView | undefined): string | undefined {
  if (ref.kind !== 'switch' && ref.kind !== 'source') return `${formatRef(ref)} is no switch`;
  if (!source) return `${formatRef(ref)} is not known`;
  if (source.fields['driver'] !== 'switch') return `${String(source.fields['name'])} is no switch`;
  return source.fields['enabled'] === false ? `${String(source.fields['name'])} is disabled` : undefined;
}

function notYours(what: string, principal: Principal): WaysideError {
  return new WaysideError('FORBIDDEN', `${principalName(principal)} may not change ports of ${what}`, {
    hint: 'It needs the level operator there, with more than the port view; ask an admin.',
  });
}

/** All enabled switches of the site, or of a floor of it, that the principal may work on. Errors: NOT_FOUND, FORBIDDEN. */
export function sourcesAt(
  { inventory }: PicturesDeps,
  { site, floor }: { readonly site: string; readonly floor: string },
  principal: Principal,
): readonly RecordView[] {
  inventory.get({ site, kind: 'site', id: site }, principal);
  const floorRef = floor === '' ? undefined : floorOf(inventory, { site, floor }, principal);
  const sight = inventory.sight(principal);
  const all = [...inventory.all('source', site, { driver: 'switch' }, READER)].filter(
    ({ ref, fields }) => fields['enabled'] !== false && sight.switchView(ref) !== undefined,
  );
  const there = floorRef === undefined ? all : all.filter(({ ref }) => isOn(inventory, ref, floorRef));
  const own = there.filter(({ ref }) => sight.mayWorkOnSwitch(ref));
  if (own.length === 0 && there.length > 0) throw notYours(`site ${site}`, principal);
  if (own.length > 0) return own;
  throw new WaysideError(
    'NOT_FOUND',
    `there is no enabled switch at ${floor === '' ? site : `${site}, ${floor}`}`,
    {
      hint: 'wayside switch ls lists them',
    },
  );
}

function floorOf(
  inventory: PicturesDeps['inventory'],
  { site, floor }: { readonly site: string; readonly floor: string },
  principal: Principal,
): string {
  for (const { ref, fields } of inventory.all('floor', site, {}, principal))
    if (ref.id === floor || fields['name'] === floor) return formatRef(ref);
  throw new WaysideError('NOT_FOUND', `site ${site} has no floor "${floor.slice(0, 80)}"`, {
    hint: 'wayside floor ls lists them',
  });
}

function isOn(inventory: PicturesDeps['inventory'], source: RecordRef, floor: string): boolean {
  return inventory.peek({ ...source, kind: 'switch' }, READER)?.fields['floor'] === floor;
}

/** @param addresses looks up in which VLANs the switches have addresses, too. */
export async function picturesOf(
  { inventory, judge }: PicturesDeps,
  sources: readonly RecordView[],
  { addresses = false }: { readonly addresses?: boolean } = {},
): Promise<readonly SwitchPicture[]> {
  if (sources.length > SWITCHES_MAX) {
    const message = `name ${sources.length} switches; a plan takes at most ${SWITCHES_MAX}`;
    throw new WaysideError('INVALID_INPUT', `targets ${message}`, {
      violations: [{ field: 'targets', message }],
    });
  }
  const pictures: SwitchPicture[] = [];
  for (const source of sources) {
    const { ref, fields } = source;
    const judged = (await judge(ref.site))({ ...ref, kind: 'switch' });
    const filter = { source: formatRef(ref) };
    const ports = [...inventory.all('port', ref.site, filter, READER)].filter(isPresent);
    const vlans = [...inventory.all('vlan', ref.site, filter, READER)].filter(isPresent);
    const seen = inventory.peek({ ...ref, kind: 'switch' }, READER)?.fields['platform'];
    pictures.push({
      source: ref,
      name: String(fields['name']),
      platform: String(seen ?? fields['platform'] ?? ''),
      addressVlans: addresses ? addressVlansOf(inventory, source, READER) : new Map(),
      ports: ports.map((record) => portOf(record.fields)),
      vlans: new Map(
        vlans.map((record) => [Number(record.fields['vlan']), String(record.fields['name'] ?? '')]),
      ),
      judge: (name) => judged.port(name),
      keyOf: (name) => judged.keyOf(name),
    });
  }
  return pictures;
}

/** Names of the ports of a switch that the terms find; the principal's own view counts. Error: INVALID_INPUT. */
export function foundPorts(
  { inventory }: PicturesDeps,
  { source, where }: { readonly source: RecordRef; readonly where: readonly FilterTerm[] },
  principal: Principal,
): readonly string[] {
  const names: string[] = [];
  let pageToken = '';
  do {
    const page = inventory.list(
      {
        ...{ kind: 'port', site: source.site, pageSize: PAGE_SIZE, pageToken, where },
        ...{ filter: { source: formatRef(source) }, showAbsent: false, showDeleted: false },
      },
      principal,
    );
    names.push(...page.records.map(({ fields }) => String(fields['name'])));
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return names;
}

function portOf(fields: JsonObject): PortSeen {
  const text = (name: string): string | undefined => {
    const value = fields[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const number = (name: string): number | undefined => {
    const value = fields[name];
    return typeof value === 'number' ? value : undefined;
  };
  const flag = (name: string): boolean | undefined => {
    const value = fields[name];
    return typeof value === 'boolean' ? value : undefined;
  };
  return {
    ...{ name: text('name') ?? '', description: text('description'), state: text('state') },
    ...{ adminUp: flag('adminUp'), operUp: flag('operUp'), mode: text('mode'), vlan: number('vlan') },
    ...{ voiceVlan: number('voiceVlan'), taggedVlans: text('taggedVlans'), lag: text('lag') },
  };
}
