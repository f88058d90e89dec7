/** An address and where it plugs in, before the switches have learned it. */
import type { Mac } from '../../../shared/model/index.ts';
import type { Random } from '../../../shared/runtime/index.ts';
import type { EndpointClass } from './model.ts';
import { type AddressPool, type MacPool, oneOf } from './pools.ts';

export interface Endpoint {
  readonly mac: Mac;
  readonly class: EndpointClass;
  readonly name: string;
  /** Index of the switch. */
  readonly at: number;
  /** As in that switch's MAC table. */
  readonly port: string;
  readonly vlan: number;
  /** Also learned in this VLAN, on the edge switch alone: phones that booted untagged. */
  readonly alsoVlan?: number;
  readonly ip: string;
  /** Where a moved host was: index of the switch, and the port. */
  readonly was?: { readonly at: number; readonly port: string };
}

/** What furnishing needs and fills. */
export interface Furnishing {
  readonly random: Random;
  readonly macs: MacPool;
  readonly addresses: AddressPool;
  readonly lldp: boolean;
  readonly endpoints: Endpoint[];
}

export const OUI = {
  pc: ['1866da', '3c5282', '54e1ad', 'a44cc8', 'f01898'],
  printer: ['a0d3c1', '0021b7'],
  ciscoPhone: ['c8f9f9', '001ef7'],
  otherPhone: ['64167f', '805ec0'],
  ciscoAp: ['707db9'],
  otherAp: ['204c03'],
  server: ['f4e9d4', '000e1e', 'b49691'],
  vm: ['005056'],
} as const;

export function freshMac(site: Furnishing, kind: keyof typeof OUI): Mac {
  return site.macs.next(oneOf(site.random, OUI[kind]));
}

/** Adds one address; the name gets a number of its own. */
export function plugIn(
  site: Furnishing,
  endpoint: Omit<Endpoint, 'name' | 'ip'> & { readonly prefix: string },
): Endpoint {
  const { prefix, ...rest } = endpoint;
  const name = `${prefix}-${String(site.endpoints.length + 1).padStart(4, '0')}`;
  const placed: Endpoint = { ...rest, name, ip: site.addresses.next(endpoint.vlan) };
  site.endpoints.push(placed);
  return placed;
}
