/**
 * Steps of plans at a switch: what a port or a VLAN is to a plan. The planner at the controller makes them, the agent
 * beside the switch carries them out; both judge by this.
 */
import type { JsonObject } from './json.ts';
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
/** `uplink`: a bridge or router is the neighbour of the port just now. */
export const anywayWords = ['uplink'] as const;

/** Ports that one configuration session changes at most; the next ones wait for its end. */
export const PORT_BATCH_MAX = 48;
export const VLAN_MIN = 1;
export const VLAN_MAX = 4094;
export const PORT_TEXT_CHARS_MAX = 255;

export function isVlanNumber(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= VLAN_MIN && Number(value) <= VLAN_MAX;
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

/** Words that stand in `anyway` of a step. */
export function anywayOf(fields: JsonObject | null): readonly string[] {
  const words = fields?.[ANYWAY_FIELD];
  return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [];
}
