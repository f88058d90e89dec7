/**
 * Secrets that can be told from anything else, and the search for them. Each has a core of 24 random letters and digits;
 * half of it, in any of the usual spellings of bytes, counts as found: a secret that is cut is still a leak.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Random } from '../../../shared/runtime/index.ts';

const CORE_BYTES = 12;
const PART_CHARS = 12;

export interface Found {
  readonly secret: string;
  readonly where: string;
}

export class Canaries {
  private readonly random: Random;
  private readonly needles = new Map<string, readonly Buffer[]>();
  readonly found: Found[] = [];
  /** How much was searched, so that a search of nothing is noticed. */
  searchedBytes = 0;

  constructor(random: Random) {
    this.random = random;
  }

  /** A new secret that is looked for from now on. */
  make(name: string): string {
    const core = Buffer.from(this.random.bytes(CORE_BYTES)).toString('hex');
    this.watch(name, core);
    return `canary-${core}`;
  }

  /** A secret that somebody else made; at least 24 characters. */
  watch(name: string, secret: string): void {
    const middle = Math.floor(secret.length / 2);
    const parts = [secret.slice(0, PART_CHARS), secret.slice(middle, middle + PART_CHARS)];
    this.needles.set(name, parts.flatMap(spellings));
  }

  /** Secret bytes, such as keys. */
  watchBytes(name: string, bytes: Uint8Array): void {
    this.needles.set(name, [
      Buffer.from(bytes),
      ...spellings(Buffer.from(bytes).toString('hex')),
      base64(bytes),
    ]);
  }

  search(where: string, content: Uint8Array | string): void {
    const bytes = Buffer.from(content);
    this.searchedBytes += bytes.byteLength;
    for (const [secret, needles] of this.needles) {
      if (needles.some((needle) => bytes.includes(needle))) this.found.push({ secret, where });
    }
  }

  /** Every file below a folder, but for those that are the secret's own place. */
  searchFolder(dir: string, but: readonly string[] = []): void {
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && !but.includes(relative(dir, path))) this.search(path, readFileSync(path));
    }
  }
}

/** Plain, UTF-16, hex, and base64 at each of its three alignments, without the characters that neighbours change. */
function spellings(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text);
  const shifted = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return Buffer.from(encoded.slice(shift === 0 ? 0 : shift + 1, -1));
  });
  const hex = bytes.toString('hex');
  return [bytes, Buffer.from(text, 'utf16le'), Buffer.from(hex), Buffer.from(hex.toUpperCase()), ...shifted];
}

function base64(bytes: Uint8Array): Buffer {
  return Buffer.from(Buffer.from(bytes).toString('base64url').slice(0, -1));
}
