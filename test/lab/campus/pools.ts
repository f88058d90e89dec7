/** Seeded choices, and pools that never give the same address twice. */
import { type Mac, macFromHex } from '../../../shared/model/index.ts';
import { type Random, randomInt } from '../../../shared/runtime/index.ts';

export function chance(random: Random, share: number): boolean {
  return random.float() < share;
}

/** A whole number from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + randomInt(random, high - low + 1);
}

export function oneOf<T>(random: Random, items: readonly [T, ...T[]]): T {
  return items[randomInt(random, items.length)] ?? items[0];
}

export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const keyed = items.map((item) => ({ item, key: random.float() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** The address `count` further on; only the last two bytes take part. */
export function offsetMac(mac: Mac, count: number): Mac {
  const digits = mac.replaceAll(':', '');
  const low = (Number.parseInt(digits.slice(8), 16) + count) % 0x10000;
  return macFromHex(digits.slice(0, 8) + hex(low, 4));
}

export class MacPool {
  private readonly random: Random;
  private readonly used = new Set<string>();

  constructor(random: Random) {
    this.random = random;
  }

  /** A fresh address with the maker prefix `oui`, six hex digits. */
  next(oui: string): Mac {
    for (;;) {
      const digits = oui + hex(randomInt(this.random, 0x1000000), 6);
      if (this.used.has(digits.slice(0, 10)) || this.used.has(digits)) continue;
      this.used.add(digits);
      return macFromHex(digits);
    }
  }

  /** A fresh, locally administered address, as phones and laptops make up on wireless. */
  randomised(): Mac {
    return this.next(hex((randomInt(this.random, 64) << 2) | 2, 2) + hex(randomInt(this.random, 0x10000), 4));
  }

  /** The first of 256 addresses that belong to one switch; nothing else is ever given out of these. */
  block(oui: string): Mac {
    for (;;) {
      const prefix = oui + hex(randomInt(this.random, 0x10000), 4);
      if ([...this.used].some((digits) => digits.startsWith(prefix))) continue;
      this.used.add(prefix);
      return macFromHex(`${prefix}00`);
    }
  }
}

/** Each VLAN has its own 10.x.0.0/16; .0.1 is the gateway, .0.2 and .0.3 the core switches. */
export class AddressPool {
  private readonly subnets = new Map<number, { readonly second: number; next: number }>();

  gateway(vlan: number): string {
    return `10.${this.subnet(vlan).second}.0.1`;
  }

  /** Address of a core switch, counted from 0. */
  core(vlan: number, index: number): string {
    return `10.${this.subnet(vlan).second}.0.${2 + index}`;
  }

  next(vlan: number): string {
    const subnet = this.subnet(vlan);
    const host = subnet.next++;
    return `10.${subnet.second}.${host >> 8}.${host & 255}`;
  }

  private subnet(vlan: number): { readonly second: number; next: number } {
    const known = this.subnets.get(vlan);
    if (known) return known;
    const fresh = { second: this.subnets.size, next: 16 };
    this.subnets.set(vlan, fresh);
    return fresh;
  }
}
