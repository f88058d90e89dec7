/** Which MAC address stands behind an IP address: what the last collects say of it, and what switches say now. */
import {
  type Json,
  type Mac,
  type Principal,
  parseIp,
  parseMac,
  parseRef,
  type RecordRef,
  type TargetResult,
  type TraceResolution,
} from '../../shared/model/index.ts';
import type { Inventory } from '../inventory/index.ts';
import { ageText } from './age.ts';

/** ARP records of one address, or of one MAC address, that are looked at. */
const RECORDS_MAX = 200;

/** One word on the address, before anybody is told of it. */
export type Resolved = Omit<TraceResolution, 'switchName' | 'otherAddresses'>;

/** What complete collects still hold, the newest first. */
export function rememberedResolutions(
  inventory: Inventory,
  { address, site }: { readonly address: string; readonly site: string },
  principal: Principal,
): readonly Resolved[] {
  const found = arpRecords(inventory, { site, filter: { address } }, principal).flatMap((record) => {
    const { switch: owner, mac: text, vlan, port, type } = record.fields;
    const mac = typeof text === 'string' ? parseMac(text) : undefined;
    if (mac === undefined || typeof owner !== 'string') return [];
    const ref = parseRef(owner);
    return [
      {
        ...{ switch: ref, mac, live: false },
        vlan: typeof vlan === 'number' ? vlan : undefined,
        port: typeof port === 'string' ? port : undefined,
        type: typeof type === 'string' ? type : 'other',
        seenAt: inventory.lastCompleteAt(ref) ?? record.updatedAt,
      },
    ];
  });
  return found.toSorted((a, b) => b.seenAt - a.seenAt);
}

/** Other addresses that the MAC address stands behind at the last collects. */
export function otherAddressesOf(
  inventory: Inventory,
  { mac, address, site }: { readonly mac: Mac; readonly address: string; readonly site: string },
  principal: Principal,
): number {
  const records = arpRecords(inventory, { site, filter: { mac } }, principal);
  const addresses = new Set(records.map(({ fields }) => String(fields['address'])));
  addresses.delete(address);
  return addresses.size;
}

function arpRecords(
  inventory: Inventory,
  { site, filter }: { readonly site: string; readonly filter: Readonly<Record<string, string>> },
  principal: Principal,
): ReturnType<Inventory['list']>['records'] {
  const page = { pageSize: RECORDS_MAX, pageToken: '', showAbsent: false, showDeleted: false };
  const { records } = inventory.list({ kind: 'arp', site, filter, ...page }, principal);
  return records.filter(({ fields }) => fields['presence'] === undefined || fields['presence'] === 'active');
}

/** Rows of switches that have at least so many belong to one that routes; others know their own gateway. */
const ROUTER_ROWS_MIN = 3;

/** Whether the switch routes, as far as its own ARP table tells. */
export function resolvesForOthers(inventory: Inventory, source: RecordRef, principal: Principal): boolean {
  const filter = { source: `${source.site}/source/${source.id}` };
  const page = { pageSize: ROUTER_ROWS_MIN, pageToken: '', showAbsent: false, showDeleted: false };
  const { records } = inventory.list({ kind: 'arp', site: source.site, filter, ...page }, principal);
  return records.length >= ROUTER_ROWS_MIN;
}

/** What a switch answered; it comes from an agent, so it is read like anything from outside. */
export function resolutionsIn(
  { source, data }: TargetResult,
  address: string,
  nowMs: number,
): readonly Resolved[] {
  const rows = typeof data === 'object' && data !== null && 'rows' in data ? data['rows'] : undefined;
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: Json) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return [];
    const { address: said, mac: text, vlan, port, type } = row as Partial<Record<string, Json>>;
    const mac = typeof text === 'string' ? parseMac(text) : undefined;
    if (mac === undefined || typeof said !== 'string' || parseIp(said) !== address) return [];
    return [
      {
        ...{ switch: { ...source, kind: 'switch' } as const, mac, live: true, seenAt: nowMs },
        vlan: typeof vlan === 'number' ? vlan : undefined,
        port: typeof port === 'string' ? port : undefined,
        type: typeof type === 'string' ? type : 'other',
      },
    ];
  });
}

/** MAC addresses that are traced for one IP address; with more of them it is told that there are more. */
export const MACS_TRACED_MAX = 3;

/** All that it is: what is said now, and only where nobody says anything now, what was said at the last collects. */
export function macsOf(resolutions: readonly Pick<Resolved, 'mac' | 'live'>[]): readonly Mac[] {
  const live = resolutions.filter((one) => one.live);
  return [...new Set((live.length > 0 ? live : resolutions).map(({ mac }) => mac))];
}

/** Reasons that switches could not be asked are told beside it. */
export function resolvedText(
  address: string,
  resolutions: readonly TraceResolution[],
  { now, failed }: { readonly now: number; readonly failed: number },
): string {
  const macs = macsOf(resolutions);
  const [first] = resolutions;
  if (first === undefined) {
    const silent =
      failed > 0 ? `, but ${failed === 1 ? '1 switch' : `${failed} switches`} did not answer` : '';
    const hint = failed > 0 ? '' : '; it is not in use here, or has gone quiet: a ping may bring it back';
    return `No switch knows which MAC address ${address} is${silent}${hint}.`;
  }
  if (macs.length > 1) {
    const who = macs.slice(0, MACS_TRACED_MAX).map((mac) => `${mac} (${sayersOf(resolutions, mac)})`);
    const rest = macs.length - MACS_TRACED_MAX;
    const more = rest > 0 ? ` and ${rest} more, which ${rest === 1 ? 'was' : 'were'} not traced` : '';
    const why =
      macs.length === 2
        ? 'two devices use it, or one of the entries is old'
        : 'several devices use it, or some of the entries are old';
    return `${address} is ${macs.length} MAC addresses at once: ${who.join(' and ')}${more}; ${why}.`;
  }
  const when = first.live ? '' : ` ${ageText(now - first.seenAt)} ago; no switch says so now`;
  const vlan = first.vlan === undefined ? '' : ` in VLAN ${first.vlan}`;
  return `${address} is ${first.mac}, says ${sayersOf(resolutions, first.mac)}${vlan}${when}${behindText(first)}.`;
}

function sayersOf(resolutions: readonly TraceResolution[], mac: Mac): string {
  const names = resolutions.filter((one) => one.mac === mac).map(({ switchName }) => switchName);
  const unique = [...new Set(names)].toSorted();
  const more = unique.length - SAYERS_SHOWN_MAX;
  return unique.slice(0, SAYERS_SHOWN_MAX).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const SAYERS_SHOWN_MAX = 3;

function behindText({ type, otherAddresses }: TraceResolution): string {
  if (type === 'self') return '; it is its own address';
  if (otherAddresses === 0) return '';
  const others = otherAddresses === 1 ? 'another address' : `${otherAddresses} other addresses`;
  return `; ${others} have the same MAC address: a router, a host with several, or one that answers for others`;
}
