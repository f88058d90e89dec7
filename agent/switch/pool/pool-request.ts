/** What is asked of the pool of sessions, and what it tells of itself. */
import type { JobRank } from '../../../shared/model/index.ts';
import type { Session } from '../ssh/session.ts';
import type { ConnectStats, MeterRule } from './connects.ts';
import type { Purpose, Weight } from './line.ts';
import type { Zone } from './zones.ts';

export interface PoolLimits {
  readonly perDeviceMax?: number;
  readonly sessionsMax?: number;
  readonly waitingMax?: number;
  readonly revalidateAfterMs?: number;
  readonly ageMaxMs?: number;
  /** An idle session is closed after this, or when the platform's own limit is near, whichever comes first. */
  readonly idleMaxMs?: number;
}

export interface PoolRequest {
  /** As `placeText` spells it; the limit counts per device, whatever names its sources have. */
  readonly device: string;
  /** The device as people know it. */
  readonly name?: string;
  readonly identity: string;
  readonly signal: AbortSignal;
  /** `read` unless told. What is configured has a session of its own. */
  readonly purpose?: Purpose;
  /** `single` unless told. */
  readonly weight?: Weight;
  /** A person unless told; asked again each time somebody may go. */
  readonly rank?: () => JobRank;
  /** Told where the request stands, in words. */
  readonly tell?: (status: string) => void;
  /** True: an idle session will not do. */
  readonly fresh?: boolean;
  /** Sessions that the device offers to everybody, where that is known. */
  readonly sessionsMax?: number | undefined;
  /** Throws when the device should not be dialled now; asked before the wait for a connection, and after it. */
  readonly mayDial?: () => void;
  /** What a new connection counts in. */
  readonly meters?: () => readonly MeterRule[];
  /** `redial` waits until one more connection may be begun: whoever needs a second one calls it before. */
  readonly open: (signal: AbortSignal, redial: () => Promise<void>) => Promise<Session>;
  /** Percent, or undefined when it does not say; absent: it cannot be asked. Throws what asking threw. */
  readonly askLoad?: (session: Session) => Promise<number | undefined>;
}

export interface PoolStats {
  readonly open: number;
  readonly idle: number;
  /** Connecting and closing ones too. */
  readonly busy: number;
  /** Requests in line. */
  readonly waiting: number;
  readonly opened: number;
  readonly reused: number;
}

export interface CareStats {
  /** Switches that are known, by zone. */
  readonly zones: Readonly<Record<Zone, number>>;
  readonly connects: ConnectStats;
}
