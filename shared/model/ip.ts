/** IP addresses in one spelling: dotted decimal, or the shortest lower-case form of IPv6. */
import ipaddr from 'ipaddr.js';

/** No address is longer, its zone included. */
const TEXT_CHARS_MAX = 64;

/** Only what looks like one is given to the library, which throws and catches on all the rest: tables hold many words. */
const LOOKS_LIKE_ONE = /^(?:[\d.]{7,15}|(?=[^:]*:[^:]*:)[\da-f:.]{2,45})$/i;

/**
 * `10.0.0.1`, `2001:db8::1`, `fe80::1` (a zone such as `%Vlan10` is left out); an IPv4 address inside an IPv6 one comes
 * out as IPv4. `undefined`: it is none, which `10.1` and `010.0.0.1` are not either.
 */
export function parseIp(text: string): string | undefined {
  const plain = text.trim().replace(/%.*$/s, '');
  if (plain.length > TEXT_CHARS_MAX || !LOOKS_LIKE_ONE.test(plain)) return undefined;
  if (!ipaddr.IPv4.isValidFourPartDecimal(plain) && !ipaddr.IPv6.isValid(plain)) return undefined;
  return ipaddr.process(plain).toString();
}
