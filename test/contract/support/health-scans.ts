/** Scans of one source as an agent delivers them, good and bad. */
import { encodeObserved } from '../../../shared/delta/index.ts';
import { canonicalJson } from '../../../shared/model/index.ts';
import type { TestRooms } from './controller.ts';

export interface Scanned {
  readonly site: string;
  readonly source: string;
  readonly code: string;
  readonly reason: string;
  /** `failed` unless told otherwise. */
  readonly completeness?: 'complete' | 'partial' | 'failed';
  /** What it says of the switch itself. */
  readonly system?: Readonly<Record<string, string>>;
}

/** Each in an outbox of its own, so that their order is that of the calls. */
export function failScan({ inventory, clock, homes }: TestRooms, agentId: string, scanned: Scanned): void {
  const { site, source, code, reason, completeness = 'failed', system } = scanned;
  // A scan that ended in the same moment as the one before would be taken for a repeat.
  clock.advance(1);
  const now = clock.now();
  const scan = `${source}-${inventory.position}`;
  const [frame = new Uint8Array()] = encodeObserved(
    {
      ...{ id: scan, source: { site, kind: 'source', id: source }, group: 'net', epoch: homes.epochOf(site) },
      ...{ completeness, code, reason, counts: {}, full: completeness === 'complete' },
      coverage: completeness === 'complete' ? ['switch'] : [],
      ...{ startedAtMs: now, finishedAtMs: now },
    },
    system === undefined
      ? []
      : [{ kind: 'switch', nativeKey: '', section: 'system', op: 'put', bodyText: canonicalJson(system) }],
  );
  inventory.applyDelta({
    ...{ agentId, site, outboxId: `outbox-${scan}`, seq: 1, frame },
    ...{ spooledAtMs: now, sentAtMs: now, receivedAtMs: now },
  });
}
