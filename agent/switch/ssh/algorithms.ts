/**
 * What the client offers in the key exchange, best and cheapest first. Group exchange comes last: with it the
 * device picks the prime, which costs far more than a known group. What is outdated is offered to no device before it
 * has shown that it knows nothing better, and then behind all else, so that the strongest it has is taken; the device
 * signs over both lists, so nobody in between can take the better ones out.
 */
import type { Algorithms, NegotiatedAlgorithms } from 'ssh2';

export const KEX_ALGORITHMS = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group15-sha512',
  'diffie-hellman-group17-sha512',
  'diffie-hellman-group18-sha512',
  'diffie-hellman-group-exchange-sha256',
] as const;

/** Outdated, strongest first: SHA-1 key exchange and signatures, CBC ciphers, short MACs. */
const LEGACY = {
  kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group-exchange-sha1', 'diffie-hellman-group1-sha1'],
  serverHostKey: ['ssh-rsa', 'ssh-dss'],
  cipher: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'],
  hmac: ['hmac-sha1-96', 'hmac-md5', 'hmac-md5-96'],
} as const;

/** Every outdated algorithm that a device may be offered in the end. */
export const LEGACY_ALGORITHMS: readonly string[] = Object.values(LEGACY).flat();

/** What is offered to one device: the modern ones, then those of `legacy`. */
export function algorithmsFor(legacy: readonly string[]): Algorithms {
  const due = (names: readonly string[]): readonly string[] => names.filter((name) => legacy.includes(name));
  // Patterns, since ssh2 throws on the name of an algorithm that this OpenSSL was built without.
  const append = (names: readonly string[]): RegExp[] => due(names).map((name) => new RegExp(`^${name}$`));
  return {
    kex: [...KEX_ALGORITHMS, ...due(LEGACY.kex)],
    serverHostKey: { remove: [...LEGACY.serverHostKey], append: append(LEGACY.serverHostKey) },
    cipher: { append: append(LEGACY.cipher) },
    hmac: { append: append(LEGACY.hmac) },
  } as unknown as Algorithms;
}

/** The outdated ones among those that were agreed on. */
export function legacyOf({ kex, serverHostKey, cs }: NegotiatedAlgorithms): readonly string[] {
  return [kex, serverHostKey, cs.cipher, cs.mac].filter((name) => LEGACY_ALGORITHMS.includes(name));
}

const REMOTE_OFFER = /^Handshake: \(remote\) (KEX method|Host key format|C->S cipher|C->S MAC): (.*)$/;

/** What the device offered, by what ssh2 calls it in its debug lines; the only place where it tells. */
export class RemoteOffers {
  private readonly offers = new Map<string, string>();

  read(debugLine: string): void {
    const match = REMOTE_OFFER.exec(debugLine);
    if (match?.[1] && match[2]) this.offers.set(match[1], match[2].replaceAll(',', ', '));
  }

  /** The list that did not match, by the words of ssh2's error: `no matching key exchange algorithm`. */
  forError(message: string): string | undefined {
    if (message.includes('key exchange')) return this.offers.get('KEX method');
    if (message.includes('host key')) return this.offers.get('Host key format');
    if (message.includes('cipher')) return this.offers.get('C->S cipher');
    return message.includes('MAC') ? this.offers.get('C->S MAC') : undefined;
  }
}
