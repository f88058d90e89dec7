import { createDiffieHellmanGroup } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DhAgreement } from './group-exchange.ts';

function peer(group: string): { agreement: DhAgreement; other: ReturnType<typeof createDiffieHellmanGroup> } {
  const other = createDiffieHellmanGroup(group);
  other.generateKeys();
  return { other, agreement: new DhAgreement(other.getPrime(), other.getGenerator()) };
}

describe('DhAgreement', () => {
  it.each(['modp14', 'modp15'])('agrees with an ordinary peer on %s', (group) => {
    const { agreement, other } = peer(group);
    const ours = agreement.generateKeys();
    const secret = agreement.computeSecret(other.getPublicKey());
    expect(secret.toString('hex')).toBe(other.computeSecret(ours).toString('hex'));
  });

  it('takes the numbers with the leading zero that SSH puts before a high bit', () => {
    const { agreement, other } = peer('modp14');
    const padded = new DhAgreement(Buffer.concat([Buffer.of(0), other.getPrime()]), other.getGenerator());
    expect(padded.getPrime().equals(agreement.getPrime())).toBe(true);
  });

  it('refuses primes outside 2048 to 8192 bits', () => {
    const small = createDiffieHellmanGroup('modp2').getPrime();
    const huge = Buffer.alloc(1025, 0xff);
    const two = Buffer.of(2);
    expect(() => new DhAgreement(small, two)).toThrow('a prime of 1024 bits');
    expect(() => new DhAgreement(huge, two)).toThrow('a prime of 8200 bits');
    expect(() => new DhAgreement(Buffer.alloc(256, 0xfe), two)).toThrow('prime');
    expect(() => new DhAgreement(Buffer.alloc(0), two)).toThrow('a prime of 0 bits');
  });

  it('refuses a generator of 0 or 1', () => {
    const prime = createDiffieHellmanGroup('modp14').getPrime();
    expect(() => new DhAgreement(prime, Buffer.of(1))).toThrow('generator');
    expect(() => new DhAgreement(prime, Buffer.alloc(0))).toThrow('generator');
  });

  it('refuses the public values 0, 1, p-1 and p, which would give the secret away', () => {
    const { agreement } = peer('modp14');
    agreement.generateKeys();
    const prime = agreement.getPrime();
    const pMinusOne = Buffer.from(prime);
    pMinusOne[pMinusOne.length - 1] = (pMinusOne.at(-1) ?? 0) - 1;
    for (const bad of [Buffer.of(0), Buffer.of(1), pMinusOne, prime])
      expect(() => agreement.computeSecret(bad)).toThrow('public value');
  });
});
