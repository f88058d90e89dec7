/** What was said to each target of an attempt, while somebody asked for it; told with the target's result. */
import type { Json, JsonObject } from '../../shared/model/index.ts';

/** Of one target, in characters; the first are kept, since that is where things go wrong. */
export const TRANSCRIPT_MAX_CHARS = 65_536;

interface Kept {
  readonly lines: string[];
  chars: number;
  left: number;
}

export class Transcripts<T extends object> {
  private readonly byTarget = new Map<T, Kept>();

  /** For one try at the target; a later one goes on behind it. */
  of(target: T): (line: string) => void {
    const kept = this.byTarget.get(target) ?? { lines: [], chars: 0, left: 0 };
    this.byTarget.set(target, kept);
    return (line) => {
      if (kept.chars + line.length > TRANSCRIPT_MAX_CHARS) {
        kept.left += 1;
        return;
      }
      kept.chars += line.length;
      kept.lines.push(line);
    };
  }

  /** The result with the transcript in it; as it is when there is none. */
  into(target: T, data: Json): Json {
    const kept = this.byTarget.get(target);
    if (!kept) return data;
    const more = kept.left > 0 ? [`… ${kept.left} more lines`] : [];
    const transcript: JsonObject = { transcript: [...kept.lines, ...more] };
    if (data === null) return transcript;
    return typeof data === 'object' && !Array.isArray(data)
      ? { ...data, ...transcript }
      : { rows: data, ...transcript };
  }
}
