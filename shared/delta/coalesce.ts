/**
 * What later frames of one source make needless in earlier ones. Only items go: every frame stays, with its header, so
 * the numbers of an outbox stay dense and each scan closes as it did. The end is the same whether the other side got a
 * frame as it was or as it is now, for what was taken out comes again in a later one; so a frame may be thinned even
 * when nobody knows whether it arrived.
 *
 *   a put goes when its section is put again later
 *   an absent goes when its record is told of again later
 *   nothing goes from a full scan: who is not named there would be absent
 */
import { WaysideError } from '../errors.ts';
import { decodeFrame, encodeFrame, type FrameItem } from './frame.ts';

/** Feed it the frames of one source from the newest to the oldest. */
export class Coalescer {
  private readonly sections = new Set<string>();
  private readonly records = new Set<string>();

  /** The frame without what is needless, or the same bytes when it stays as it is. Error: BAD_FRAME. */
  thin(bytes: Uint8Array): Uint8Array {
    const { header, items } = decodeFrame(bytes);
    const heads = items.map(readHead);
    const isFull = (JSON.parse(header) as { full?: unknown }).full === true;
    const kept = isFull ? items : items.filter((_, i) => !this.isNeedless(heads[i]));
    // After the look: one frame may name a record more than once, and then its own order decides.
    for (const head of heads) this.remember(head);
    return kept.length === items.length ? bytes : encodeFrame({ header, items: kept });
  }

  private isNeedless(head: Head | undefined): boolean {
    if (!head) return false;
    return head.isAbsent ? this.records.has(head.record) : this.sections.has(head.section);
  }

  private remember({ record, section, isAbsent }: Head): void {
    this.records.add(record);
    if (!isAbsent) this.sections.add(section);
  }
}

interface Head {
  readonly record: string;
  readonly section: string;
  readonly isAbsent: boolean;
}

function readHead({ head }: FrameItem): Head {
  const parts: unknown = JSON.parse(head);
  if (!Array.isArray(parts)) throw new WaysideError('BAD_FRAME', 'an item head is not a list');
  const [kind, nativeKey, section, op] = parts.map(String);
  const record = `${kind}\u0000${nativeKey}`;
  return { record, section: `${record}\u0000${section}`, isAbsent: op === 'absent' };
}
