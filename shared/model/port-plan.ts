/**
 * Steps of plans at a switch: what a port or a VLAN is to a plan. The planner at the controller makes them, the agent
 * beside the switch carries them out; both judge by this.
 */
import type { Json, JsonObject } from './json.ts';
import { isPortText } from './port-text.ts';

/** Key: the name of the port in the short form of its platform. Only `update`. */
export const PORT_KIND = 'port';
/** Key: the number of the VLAN. `create`, `update`, `delete`. */
export const VLAN_KIND = 'vlan';

/** Of a port; all four stand in `before` as far as they are known. Of a VLAN: `name`. */
export const portPlanFields = ['mode', 'accessVlan', 'description', 'adminUp'] as const;
export type PortPlanField = (typeof portPlanFields)[number];
export const vlanPlanFields = ['name'] as const;

export const portModes = ['access', 'trunk', 'general', 'routed'] as const;
export type PortMode = (typeof portModes)[number];

/** As they stand in `before` and `after`; not set: not known, or none. A step leads to no other mode than `access`. */
export interface PortPlanFields {
  readonly mode?: PortMode;
  readonly accessVlan?: number;
  /** None: left out or empty. */
  readonly description?: string;
  readonly adminUp?: boolean;
}

/**
 * Guards of the agent itself that the maker of the plan lifted, as a list of words. Stands in `before` and `after` of the
 * step alike, so that it is no difference, and yet the plan's id and approval cover it.
 */
export const ANYWAY_FIELD = 'anyway';
/**
 * `uplink`: a bridge or router is the neighbour of the port just now. `ap`: an access point is. `err-disabled`: the switch has
 * shut the port down by itself.
 */
export const anywayWords = ['uplink', 'ap', 'err-disabled'] as const;
/** Of a VLAN that is to be taken away: nothing tells in which VLANs the switch has addresses of its own. */
export const ANYWAY_MANAGEMENT = 'management';

/**
 * The other known ways from the switch to its gateway, where a step takes one of them: as `anyway` it stands in `before` and
 * `after` alike. The agent looks whether one of them is up at that moment.
 */
export const WAYS_FIELD = 'ways';
/** More of them are not told. */
export const WAYS_MAX = 16;

/** A way as it was read last; what is not set was not known. */
export interface OtherWay {
  readonly port: string;
  readonly mode?: string;
  readonly vlan?: number;
}

/** Platforms on which a VLAN holds its ports: what takes the VLAN away takes it from them, and nothing brings that back. */
export const vlansHoldPorts: readonly string[] = [
  ...['dell_os9', 'extreme_exos', 'hp_procurve', 'mikrotik_routeros', 'ruckus_icx'],
];

/** Ports that one configuration session changes at most; the next ones wait for its end. */
export const PORT_BATCH_MAX = 48;
export const VLAN_MIN = 1;
export const VLAN_MAX = 4094;
export const PORT_TEXT_CHARS_MAX = 255;

export function isVlanNumber(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= VLAN_MIN && Number(value) <= VLAN_MAX;
}

/** Whether the VLAN is in a list of ranges such as `10-12,20`; all are in `all`. */
export function vlanListHas(list: string, vlan: number): boolean {
  return list.split(',').some((piece) => {
    const [from = '', to = from] = piece.trim().split('-');
    return from === 'all' || (from !== '' && Number(from) <= vlan && vlan <= Number(to));
  });
}

/** The key of a VLAN as a number; `undefined`: it is none. */
export function vlanOfKey(key: string): number | undefined {
  if (!/^[1-9]\d{0,3}$/.test(key)) return undefined;
  const vlan = Number(key);
  return isVlanNumber(vlan) ? vlan : undefined;
}

/** What is wrong with the key of a step at a switch, in words that follow its name. */
export function switchKeyProblem(kind: string, key: string): string | undefined {
  if (kind === PORT_KIND) return isPortText(key) ? undefined : 'is not the name of a port';
  if (kind === VLAN_KIND) return vlanOfKey(key) ? undefined : `is not a VLAN from ${VLAN_MIN} to ${VLAN_MAX}`;
  return 'is of a kind that switches do not have';
}

/** Empty: the step takes none of the known ways. */
export function waysOf(fields: JsonObject | null): readonly OtherWay[] {
  const ways = fields?.[WAYS_FIELD];
  return Array.isArray(ways) ? ways.slice(0, WAYS_MAX).flatMap((way) => wayOf(way) ?? []) : [];
}

function wayOf(way: Json): OtherWay | undefined {
  if (typeof way !== 'object' || way === null || Array.isArray(way)) return undefined;
  const { port, mode, vlan } = way as JsonObject;
  if (typeof port !== 'string') return undefined;
  return { port, ...(typeof mode === 'string' && { mode }), ...(isVlanNumber(vlan) && { vlan }) };
}

/** Words that stand in `anyway` of a step. */
export function anywayOf(fields: JsonObject | null): readonly string[] {
  const words = fields?.[ANYWAY_FIELD];
  return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [];
}
