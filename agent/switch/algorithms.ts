/**
 * What the client offers in the key exchange, best and cheapest first. Group exchange comes last: with it the
 * device picks the prime, which costs far more than a known group. SHA-1 groups are not offered.
 */
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
