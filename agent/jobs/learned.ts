/**
 * What steps that were done and read back make known of a source is told at once, and not by its next scan: who plans right
 * after a change must not be shown what was so before it.
 */
import { formatRef, type Kind, type RecordRef } from '../../shared/model/index.ts';
import { type Clock, type Log, withDeadline } from '../../shared/runtime/index.ts';
import type { Outbox, Snapshots } from '../store/index.ts';
import type { Driver, Known, Learned, Observation, Step } from './driver.ts';

export interface LearnedDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly snapshots: Pick<Snapshots, 'note'>;
  readonly outbox: Pick<Outbox, 'settled'>;
  /** The epoch of the site now. */
  readonly epoch: () => number;
}

/** A change that was made ends no later for it: it is on disk, and arrives when the controller is back. */
export const LEARNED_SETTLE_MAX_MS = 5_000;

export interface Done {
  readonly source: RecordRef;
  readonly step: Step;
}

/** Never throws: the next scan tells it as well. */
export async function tellLearned(
  { clock, log, snapshots, outbox, epoch }: LearnedDeps,
  {
    driver,
    done,
    signal,
  }: { readonly driver: Driver; readonly done: readonly Done[]; readonly signal: AbortSignal },
): Promise<void> {
  const places = new Map(done.map(({ source }) => [formatRef(source), source]));
  for (const [place, source] of places) {
    const steps = done.flatMap((one) => (formatRef(one.source) === place ? [one.step] : []));
    try {
      const spooled = snapshots.note(source, epoch(), (known) => learnedOf(driver, { source, steps, known }));
      if (!spooled) continue;
      const bound = { ms: LEARNED_SETTLE_MAX_MS, what: 'the acknowledgement', signal };
      await withDeadline(clock, bound, (within) => outbox.settled(spooled.outboxId, spooled.seq, within));
    } catch (error) {
      log.info('write.not-told', { source: place, error });
    }
  }
}

/** Of all steps together; each sees what those before it have changed. */
function learnedOf(
  driver: Driver,
  {
    source,
    steps,
    known,
  }: { readonly source: RecordRef; readonly steps: readonly Step[]; readonly known: Known },
): Learned {
  const records = new Map<string, { readonly kind: Kind; readonly nativeKey: string; seen?: Observation }>();
  const keyOf = (kind: Kind, nativeKey: string): string => JSON.stringify([kind, nativeKey]);
  const now: Known = (kind, nativeKey, section) => {
    const record = records.get(keyOf(kind, nativeKey));
    return record ? record.seen?.sections[section] : known(kind, nativeKey, section);
  };
  for (const step of steps) {
    const { seen, gone } = driver.knownAfter?.(step, source, now) ?? { seen: [], gone: [] };
    for (const { kind, nativeKey } of gone) records.set(keyOf(kind, nativeKey), { kind, nativeKey });
    for (const one of seen) {
      const { kind, nativeKey } = one;
      const before = records.get(keyOf(kind, nativeKey))?.seen?.sections;
      const sections = { ...before, ...one.sections };
      records.set(keyOf(kind, nativeKey), { kind, nativeKey, seen: { kind, nativeKey, sections } });
    }
  }
  const all = [...records.values()];
  return {
    seen: all.flatMap(({ seen }) => seen ?? []),
    gone: all.flatMap(({ kind, nativeKey, seen }) => (seen ? [] : [{ kind, nativeKey }])),
  };
}
