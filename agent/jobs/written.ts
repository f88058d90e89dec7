/** What was typed at each target of an attempt that writes, and what came back, for the audit: always, and cut in the middle. */
import type { Json, JsonObject } from '../../shared/model/index.ts';

/** Of one target, in characters: one half from the beginning, the other up to the end. */
export const WRITTEN_MAX_CHARS = 6_000;
/** Of one line. */
export const WRITTEN_LINE_MAX_CHARS = 300;

interface Kept {
  readonly first: string[];
  firstChars: number;
  isFirstFull: boolean;
  readonly last: string[];
  lastChars: number;
  left: number;
}

export class Written<T extends object> {
  private readonly byTarget = new Map<T, Kept>();

  add(target: T, line: string): void {
    const text =
      line.length > WRITTEN_LINE_MAX_CHARS ? `${line.slice(0, WRITTEN_LINE_MAX_CHARS - 1)}…` : line;
    const kept = this.byTarget.get(target) ?? fresh();
    this.byTarget.set(target, kept);
    const half = WRITTEN_MAX_CHARS / 2;
    kept.isFirstFull ||= kept.firstChars + text.length > half;
    if (!kept.isFirstFull) {
      kept.firstChars += text.length;
      kept.first.push(text);
      return;
    }
    kept.last.push(text);
    kept.lastChars += text.length;
    while (kept.lastChars > half) {
      kept.lastChars -= kept.last.shift()?.length ?? 0;
      kept.left += 1;
    }
  }

  /** The result with the lines in it; as it is when nothing was typed. */
  into(target: T, data: JsonObject): Json {
    const kept = this.byTarget.get(target);
    if (!kept) return data;
    const gap = kept.left > 0 ? [`… ${kept.left} lines left out …`] : [];
    return { ...data, typed: [...kept.first, ...gap, ...kept.last] };
  }
}

function fresh(): Kept {
  return { first: [], firstChars: 0, isFirstFull: false, last: [], lastChars: 0, left: 0 };
}
