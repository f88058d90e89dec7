/**
 * Takes in an agent's delta: one transaction holds the changes, what is derived from them, the agent's position and
 * the delta's trail. A repeat is answered from the position; a gap or an unknown outbox asks for a fresh start.
 *
 * A diff means something only to who holds the state that it was made against. So each source remembers whose deltas
 * its records stand on; a diff by another agent, or of another outbox, asks for a fresh start as well, and a full
 * snapshot by another agent counts only when its scan is the newer one. What comes of a deleted source is acknowledged
 * and dropped.
 */
import { type DecodedDelta, decodeObserved, type ScanInfo } from '../../shared/delta/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { formatRef } from '../../shared/model/index.ts';
import type { ScanStore, SourceScan, Store } from '../store/index.ts';
import { DeltaApplier } from './applier.ts';
import { isAsTold } from './digest.ts';
import { isSourceDeleted, nothingKnown } from './sources.ts';
import { ChangeWriter } from './writer.ts';

export interface ArrivedDelta {
  readonly agentId: string;
  /** The site that the agent belongs to; it may write no other. */
  readonly site: string;
  readonly outboxId: string;
  readonly seq: number;
  readonly frame: Uint8Array;
  readonly spooledAtMs: number;
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
}

export interface DeltaAnswer {
  readonly outboxId: string;
  /** Everything up to here is on disk. */
  readonly seq: number;
  /** The agent must begin a new outbox with a full snapshot. */
  readonly restart: boolean;
  readonly changes: number;
}

export interface ObserveContext {
  readonly store: Store;
  readonly origin: string;
  readonly nowMs: number;
  epochOf(site: string): number;
}

export function applyDelta(context: ObserveContext, arrived: ArrivedDelta): DeltaAnswer {
  const { store } = context;
  const { outboxId } = arrived;
  const position = store.scans.position(arrived.agentId, arrived.site);
  const heldSeq = position?.outbox === outboxId ? position.seq : 0;
  if (arrived.seq <= heldSeq) return { outboxId, seq: heldSeq, restart: false, changes: 0 };
  const restart = { outboxId, seq: heldSeq, restart: true, changes: 0 };
  if (arrived.seq !== heldSeq + 1) return restart;
  const delta = decodeObserved(arrived.frame);
  const { scan } = delta;
  checkSource(context, arrived, scan);
  const before = store.scans.scan(scan.source.site, scan.source.id);
  const isDeleted = isSourceDeleted(store, scan.source);
  const standing = isDeleted ? 'outdated' : judgeStanding(before, arrived, scan);
  if (standing === 'unfounded') return restart;
  const work = (): DeltaAnswer => {
    const writer = new ChangeWriter({
      store,
      origin: context.origin,
      nowMs: context.nowMs,
      writer: { by: `agent:${arrived.agentId}`, why: `scan ${scan.id}`, changeSet: scan.id },
    });
    if (standing !== 'outdated') apply({ writer, delta, arrived, before });
    record(context, arrived, delta, writer);
    if (standing === 'good') checkScope(store, delta);
    return { outboxId, seq: arrived.seq, restart: false, changes: writer.count };
  };
  try {
    return store.write(work);
  } catch (error) {
    if (error instanceof ScopeMismatch) return restart;
    throw error;
  }
}

/** After a comparison of digests the two sides still differ: nothing of the frame is kept, and all is asked for. */
class ScopeMismatch extends Error {}

function checkScope(store: Store, { scan, last }: DecodedDelta): void {
  if (last && scan.scope && !isAsTold(store, scan.source, scan.scope)) throw new ScopeMismatch();
}

function checkSource(context: ObserveContext, arrived: ArrivedDelta, scan: ScanInfo): void {
  if (scan.source.site !== arrived.site || scan.source.kind !== 'source') {
    throw new WaysideError(
      'NOT_PERMITTED',
      `agent ${arrived.agentId} of site ${arrived.site} may not write ${formatRef(scan.source)}`,
    );
  }
  const epoch = context.epochOf(arrived.site);
  if (scan.epoch !== epoch) {
    throw new WaysideError(
      'STALE_EPOCH',
      `the delta is of epoch ${scan.epoch}, site ${arrived.site} is at ${epoch}`,
    );
  }
}

/** `unfounded`: made against a state that is not held here; `outdated`: another agent's scan is the newer one. */
function judgeStanding(
  before: SourceScan | undefined,
  arrived: ArrivedDelta,
  scan: ScanInfo,
): 'good' | 'unfounded' | 'outdated' {
  if (scan.scope && before?.agent !== arrived.agentId) return 'unfounded';
  if (!before || standsOn(before, arrived)) return 'good';
  if (scan.full) {
    // A time still to come was written before our clock went back: it says nothing of which one is newer.
    const isOwn = before.agent === arrived.agentId;
    const isToCome = before.heard_at > arrived.receivedAtMs;
    return isOwn || isToCome || heardAt(arrived, scan) > before.heard_at ? 'good' : 'outdated';
  }
  return scan.completeness === 'failed' ? 'good' : 'unfounded';
}

function standsOn(before: SourceScan, arrived: ArrivedDelta): boolean {
  return before.agent === arrived.agentId && before.outbox === arrived.outboxId;
}

/** The way is short, so what lies between sending and arrival is the difference of the clocks. */
function clockOffsetMs({ receivedAtMs, sentAtMs }: ArrivedDelta): number {
  return receivedAtMs - sentAtMs;
}

/** End of the scan by our clock; at its arrival at the latest, should the agent's clock have jumped while it waited. */
function heardAt(arrived: ArrivedDelta, scan: ScanInfo): number {
  return Math.min(scan.finishedAtMs + clockOffsetMs(arrived), arrived.receivedAtMs);
}

/** A smaller difference may as well be the way. */
const CLOCK_OFFSET_MIN_MS = 2_000;

/** Agents may be wrong about the time; what people read and what waits for its time goes by our clock. */
function inOurTime(scan: ScanInfo, arrived: ArrivedDelta): ScanInfo {
  const offsetMs = clockOffsetMs(arrived);
  if (Math.abs(offsetMs) < CLOCK_OFFSET_MIN_MS) return scan;
  const [startedAtMs, finishedAtMs] = [scan.startedAtMs + offsetMs, scan.finishedAtMs + offsetMs];
  return { ...scan, startedAtMs, finishedAtMs };
}

interface Work {
  readonly writer: ChangeWriter;
  readonly delta: DecodedDelta;
  readonly arrived: ArrivedDelta;
  readonly before: SourceScan | undefined;
}

function apply({ writer, delta, arrived, before }: Work): void {
  const { scan } = delta;
  const { scans } = writer.store;
  const known = scan.full || !before ? takeOver(scans, before ?? nothingKnown(scan.source), arrived) : before;
  const ours = inOurTime(scan, arrived);
  const applier = new DeltaApplier(writer, { ...delta, scan: ours });
  applier.run();
  if (!delta.last) return;
  // A full snapshot may repeat a scan that was told before.
  const isNews = !scan.full || before?.agent !== arrived.agentId || scan.finishedAtMs !== known.last_at;
  applier.close(isNews);
  // Another agent's failure is told, but it is no scan that the records stand on.
  if (!standsOn(known, arrived)) return;
  const isComplete = isNews && scan.completeness === 'complete';
  scans.setScan({
    ...known,
    complete_scans: known.complete_scans + (isComplete ? 1 : 0),
    last_scan: scan.id,
    last_complete_at: isComplete ? ours.finishedAtMs : known.last_complete_at,
    // As the agent tells it: by this a repeat is known.
    last_at: scan.finishedAtMs,
    heard_at: heardAt(arrived, scan),
    counts: JSON.stringify(scan.counts),
  });
}

/** From the first frame of a snapshot on, what the source's records stand on is this agent's outbox. */
function takeOver(scans: ScanStore, known: SourceScan, { agentId, outboxId }: ArrivedDelta): SourceScan {
  if (known.agent === agentId && known.outbox === outboxId) return known;
  const taken = { ...known, agent: agentId, outbox: outboxId };
  scans.setScan(taken);
  return taken;
}

function record(
  context: ObserveContext,
  arrived: ArrivedDelta,
  delta: DecodedDelta,
  writer: ChangeWriter,
): void {
  const { scans, counters } = context.store;
  scans.setPosition({
    agent: arrived.agentId,
    site: arrived.site,
    epoch: delta.scan.epoch,
    outbox: arrived.outboxId,
    seq: arrived.seq,
  });
  scans.addDelta({
    agent: arrived.agentId,
    outbox: arrived.outboxId,
    seq: arrived.seq,
    scan: delta.scan.id,
    bytes: arrived.frame.byteLength,
    changes: writer.count,
    first_pos: writer.firstPos ?? null,
    last_pos: writer.count > 0 ? counters.position : null,
    scanned_at: delta.scan.finishedAtMs,
    spooled_at: arrived.spooledAtMs,
    sent_at: arrived.sentAtMs,
    received_at: arrived.receivedAtMs,
    applied_at: context.nowMs,
  });
}

/** `agent/outbox/seq`, as people type it. */
export function parseDeltaId(id: string): { agent: string; outbox: string; seq: number } {
  const [agent, outbox, seq, ...rest] = id.split('/');
  if (!agent || !outbox || !seq || rest.length > 0 || !/^\d{1,15}$/.test(seq)) {
    throw new WaysideError('INVALID_INPUT', `"${id.slice(0, 120)}" is not a delta id`, {
      hint: 'A delta id is agent/outbox/number, as `wayside job get` shows it.',
    });
  }
  return { agent, outbox, seq: Number(seq) };
}
