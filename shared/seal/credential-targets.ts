/**
 * Where a credential may be sent. A pattern is
 *   switch1.example.net   10.0.0.7   2001:db8::7    one host, any port
 *   switch1:22   10.0.0.7:22   [2001:db8::7]:22     one host and port
 *   10.0.0.0/24   2001:db8::/32                     a network; only for targets that are named by address
 *   *                                               every host: only when somebody wrote it down
 * Names are compared as text and never looked up: what DNS says must not widen the list.
 */
import { BlockList, isIP } from 'node:net';

export interface Place {
  /** Host name or IP address. */
  readonly address: string;
  readonly port: number;
}

export type Pattern =
  | { readonly type: 'any' }
  | { readonly type: 'host'; readonly host: string; readonly port: number | undefined }
  | {
      readonly type: 'network';
      readonly address: string;
      readonly prefix: number;
      readonly network: BlockList;
    };

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/;
const WITH_PORT = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/;
const NETWORK = /^([^/]+)\/(\d{1,3})$/;

/** `undefined`: not a pattern. */
export function parsePattern(text: string): Pattern | undefined {
  if (text === '*') return { type: 'any' };
  const [, network, prefix] = NETWORK.exec(text) ?? [];
  if (network !== undefined) return networkOf(network, Number(prefix));
  const [, bracketed, plain, port] = WITH_PORT.exec(text) ?? [];
  const host = canonicalHost(bracketed ?? plain ?? text);
  if (host === undefined || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535) return undefined;
  if (bracketed !== undefined && isIP(bracketed) !== 6) return undefined;
  return { type: 'host', host, port: port === undefined ? undefined : Number(port) };
}

export function someMatch(patterns: readonly string[], place: Place): boolean {
  const host = canonicalHost(place.address);
  if (host === undefined) return false;
  return patterns.some((text) => {
    const pattern = parsePattern(text);
    return pattern !== undefined && matches(pattern, host, place.port);
  });
}

/**
 * Whether every place that `pattern` means is in the list: then a credential for it may be taken where the list is what
 * the host allows. A name never covers an address, nor an address a name.
 */
export function someCover(allowed: readonly string[], pattern: string): boolean {
  const wanted = parsePattern(pattern);
  if (wanted === undefined) return false;
  return allowed.some((text) => {
    const pattern = parsePattern(text);
    return pattern !== undefined && covers(pattern, wanted);
  });
}

function covers(allowed: Pattern, wanted: Pattern): boolean {
  if (allowed.type === 'any') return true;
  if (wanted.type === 'any') return false;
  if (allowed.type === 'network') {
    const base = wanted.type === 'network' ? wanted.address : wanted.host;
    const isNarrower = wanted.type === 'host' || wanted.prefix >= allowed.prefix;
    return isNarrower && isIP(base) === isIP(allowed.address) && matches(allowed, base, 0);
  }
  if (wanted.type === 'network') return false;
  return allowed.host === wanted.host && (allowed.port === undefined || allowed.port === wanted.port);
}

function matches(pattern: Pattern, host: string, port: number): boolean {
  switch (pattern.type) {
    case 'any':
      return true;
    case 'host':
      return pattern.host === host && (pattern.port === undefined || pattern.port === port);
    case 'network':
      return isIP(host) !== 0 && pattern.network.check(host, familyOf(host));
  }
}

function networkOf(address: string, prefix: number): Pattern | undefined {
  const version = isIP(address);
  if (version === 0 || prefix > (version === 4 ? 32 : 128)) return undefined;
  const network = new BlockList();
  network.addSubnet(address, prefix, familyOf(address));
  return { type: 'network', address, prefix, network };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** One spelling per host: lower case, no final dot, IPv6 as the URL standard writes it. */
function canonicalHost(text: string): string | undefined {
  if (isIP(text) === 4) return text;
  if (isIP(text) === 6)
    return text.includes('%') ? undefined : new URL(`http://[${text}]`).hostname.slice(1, -1);
  const name = text.toLowerCase().replace(/\.$/, '');
  return HOST_NAME.test(name) && !/^[\d.]+$/.test(name) ? name : undefined;
}
