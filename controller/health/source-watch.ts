/**
 * Which sources are in trouble, kept in memory and moved on by what changed: with thousands of sources a tick looks at
 * those that changed, not at all. The first look goes over those that the index names, in pieces as well.
 */
import type { Principal, RecordRef, RecordView } from '../../shared/model/index.ts';
import type { Inventory } from '../inventory/index.ts';

export interface SourceState {
  readonly ref: RecordRef;
  readonly name: string;
  /** Otherwise it was read in part. */
  readonly failed: boolean;
  readonly since: number;
  /** Error code. */
  readonly code: string;
  readonly words: string;
}

/** Records read in one piece of the work: some milliseconds. */
export const SOURCES_PER_PIECE = 50;
/** Pages of the feed read in one piece. */
const PAGES_PER_PIECE = 5;
const KINDS: ReadonlySet<'source'> = new Set(['source'] as const);
const SELF: Principal = { type: 'system', name: 'health' };

export class SourceWatch {
  private readonly inventory: Inventory;
  private readonly states = new Map<string, SourceState>();
  private waiting: RecordRef[] | undefined;
  private pos = 0;

  constructor(inventory: Inventory) {
    this.inventory = inventory;
  }

  /** All that was accepted so far has been looked at. */
  get isCurrent(): boolean {
    return this.waiting?.length === 0 && this.pos >= this.inventory.position;
  }

  troubles(): Iterable<SourceState> {
    return this.states.values();
  }

  /** One piece of the work; true when nothing is left. */
  follow(): boolean {
    this.waiting ??= this.begin();
    for (const ref of this.waiting.splice(0, SOURCES_PER_PIECE)) this.look(ref);
    for (let pages = 0; this.waiting.length === 0 && !this.isCurrent && pages < PAGES_PER_PIECE; pages += 1) {
      const page = this.inventory.changesAfter(this.pos, KINDS);
      for (const { ref } of page.records) this.look(ref);
      this.pos = page.pos;
    }
    return this.isCurrent;
  }

  private begin(): RecordRef[] {
    this.pos = this.inventory.position;
    return [...this.inventory.troubledSources()];
  }

  private look(ref: RecordRef): void {
    const key = `${ref.site}/${ref.id}`;
    const record = this.inventory.peek(ref, SELF);
    const state = record && stateOf(record);
    if (state) this.states.set(key, state);
    else this.states.delete(key);
  }
}

function stateOf({ ref, fields }: RecordView): SourceState | undefined {
  // Nobody reads it: that it failed once is no news.
  if (fields['enabled'] === false) return undefined;
  const { staleSince, partialSince, name = ref.id, cause = '' } = fields;
  const since = staleSince ?? partialSince;
  if (typeof since !== 'number') return undefined;
  const [code = '', ...words] = String(cause).split(': ');
  const failed = staleSince !== undefined;
  return { ref, name: String(name), failed, since, code, words: words.join(': ') };
}
