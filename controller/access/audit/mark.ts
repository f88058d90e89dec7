/**
 * The end of the chain, in a small file outside of the store and its backups: a chain that ends before its mark has
 * lost its last entries, which no hash within the chain could show.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ChainPoint } from '../../../shared/model/index.ts';

const MARK_BYTES = 128;

export interface TailMark {
  /** `undefined`: there is none; `unreadable`: there is something, but no mark. */
  read(): ChainPoint | 'unreadable' | undefined;
  /** A mark that is a little behind is still true. */
  write(tail: ChainPoint): void;
}

export function fileMark(file: string): TailMark {
  return {
    read: () => {
      try {
        return parseMark(readFileSync(file, 'utf8'));
      } catch (error) {
        return isMissing(error) ? undefined : 'unreadable';
      }
    },
    write: ({ seq, hash }) => {
      // In place and always of one length: one small write, which no crash of this process can tear.
      writeFileSync(file, JSON.stringify({ seq, hash }).padEnd(MARK_BYTES), {
        mode: 0o600,
        flag: openFlag(file),
      });
    },
  };
}

function openFlag(file: string): 'r+' | 'w' {
  return existsSync(file) ? 'r+' : 'w';
}

function parseMark(text: string): ChainPoint | 'unreadable' {
  const { seq, hash } = JSON.parse(text) as Partial<ChainPoint>;
  const isPoint = Number.isSafeInteger(seq) && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash);
  return isPoint ? { seq: Number(seq), hash } : 'unreadable';
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
