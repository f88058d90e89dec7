/** IP addresses as text that sorts as the addresses do, so that all of a range lie together: `4` or `6`, then hex digits. */
import ipaddr from 'ipaddr.js';
import { hostOf, normalRange } from './cidr.ts';

/** Of one address in any spelling, with a port or in brackets too; `undefined` when it is none. */
export function addressKey(text: string): string | undefined {
  const host = hostOf(text);
  return host === undefined ? undefined : keyOf(ipaddr.process(host));
}

/** First and last address of a range such as `10.1.0.0/16`; `undefined` when it is none. */
export function rangeKeys(text: string): { readonly first: string; readonly last: string } | undefined {
  const range = text.includes('/') ? normalRange(text) : undefined;
  if (range === undefined) return undefined;
  const [network, bits] = ipaddr.parseCIDR(range);
  const first = keyOf(network);
  const digits = network.kind() === 'ipv4' ? 8 : 32;
  const host = BigInt(digits * 4 - bits);
  const last = BigInt(`0x${first.slice(1)}`) | ((1n << host) - 1n);
  return { first, last: `${first[0]}${last.toString(16).padStart(digits, '0')}` };
}

function keyOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const hex = Buffer.from(address.toByteArray()).toString('hex');
  return `${address.kind() === 'ipv4' ? 4 : 6}${hex}`;
}
