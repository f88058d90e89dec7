/** Ranges of IP addresses as people write them: `10.1.0.0/16`, `2001:db8::/32`, or one address alone. */
import ipaddr from 'ipaddr.js';

/** In one spelling, host bits cleared; `undefined` when it is no range. */
export function normalRange(text: string): string | undefined {
  const [address = '', bits, ...rest] = text.trim().split('/');
  const parsed = parseAddress(address);
  if (!parsed || rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return undefined;
  const most = parsed.kind() === 'ipv4' ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  if (prefix > most) return undefined;
  const kind = parsed.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${kind.networkAddressFromCIDR(`${parsed.toString()}/${prefix}`).toString()}/${prefix}`;
}

/** Whether the address is in one of the ranges, each in the spelling of `normalRange`. IPv4 within IPv6 counts as IPv4. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  const parsed = parseAddress(address);
  if (!parsed) return false;
  return ranges.some((range) => {
    const [network, prefix] = ipaddr.parseCIDR(range);
    return parsed.kind() === network.kind() && parsed.match(network, prefix);
  });
}

/** Host of `10.0.0.7:50123`, `[::1]:443`, `::1:443` or an address without port; `undefined` when it is none. */
export function hostOf(peer: string): string | undefined {
  const bare = parseAddress(peer.replace(/^\[(.*)\]$/, '$1'));
  const parsed = parseAddress(peer.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')) ?? bare;
  return parsed?.toString();
}

/** Whom to count an address as: one IPv4 address, or the /64 that one IPv6 customer has at least. */
export function addressOwner(peer: string): string {
  const host = hostOf(peer);
  if (host === undefined) return 'unknown';
  return host.includes(':') ? (normalRange(`${host}/64`) ?? host) : host;
}

function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const plain = text.split('%')[0] ?? '';
  // Not `ipaddr.isValid` alone: that takes 10.1 and 0x7f.1 for addresses too.
  if (!ipaddr.IPv4.isValidFourPartDecimal(plain) && !ipaddr.IPv6.isValid(plain)) return undefined;
  return ipaddr.process(plain);
}
