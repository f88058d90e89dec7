/**
 * Equal reads that wait are made one. A request joins only a flight that has not begun: one whose command is already
 * on the wire would answer with what was true before the request was made.
 */
import type { JobRank } from '../../../shared/model/index.ts';

/** One who waits for the answer. */
export interface Rider {
  readonly signal: AbortSignal;
  /** A person unless told. */
  readonly rank?: JobRank;
  /** Told how the work stands. */
  readonly tell?: (status: string) => void;
}

/** What the work knows of those who wait for it; they come and go. */
export interface Crew {
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  /** Called when nobody may join any more. */
  readonly begun: () => void;
  /** The best of those who wait. */
  readonly rank: () => JobRank;
  readonly tell: (status: string) => void;
}

interface Flight<T> {
  readonly result: Promise<T>;
  /** Stops the work and lets nobody join any more. */
  readonly stop: (reason: unknown) => void;
  readonly riders: Set<Rider>;
  lastStatus: string | undefined;
}

export type Work<T> = (crew: Crew) => Promise<T>;

export class Flights<T> {
  private readonly waiting = new Map<string, Flight<T>>();
  private joinedCount = 0;

  /** Reads that were spared, since somebody else had asked for the same. */
  get joined(): number {
    return this.joinedCount;
  }

  /** Joins the waiting flight of that key or starts one. `work` calls `begun` when nobody may join any more. */
  async share(key: string, rider: Rider, work: Work<T>): Promise<T> {
    rider.signal.throwIfAborted();
    const known = this.waiting.get(key);
    const flight = known ?? this.start(key, work);
    if (known) this.joinedCount += 1;
    flight.riders.add(rider);
    if (flight.lastStatus !== undefined) rider.tell?.(flight.lastStatus);
    return ride(flight, rider);
  }

  private start(key: string, work: Work<T>): Flight<T> {
    const abort = new AbortController();
    const riders = new Set<Rider>();
    const close = (): void => {
      if (this.waiting.get(key) === flight) this.waiting.delete(key);
    };
    const stop = (reason: unknown): void => {
      close();
      abort.abort(reason);
    };
    const crew: Crew = {
      signal: abort.signal,
      begun: close,
      rank: () => ([...riders].some(({ rank = 'person' }) => rank === 'person') ? 'person' : 'schedule'),
      tell: (status) => {
        flight.lastStatus = status;
        for (const { tell } of riders) tell?.(status);
      },
    };
    // Deferred, so that `begun` cannot be called before the flight is in the map.
    const result = Promise.resolve().then(() => work(crew));
    const flight: Flight<T> = { result: result.finally(close), stop, riders, lastStatus: undefined };
    this.waiting.set(key, flight);
    return flight;
  }
}

/** The rider leaves with its own signal; the last one to leave stops the work. */
function ride<T>(flight: Flight<T>, rider: Rider): Promise<T> {
  const { signal } = rider;
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(signal.reason);
      flight.riders.delete(rider);
      if (flight.riders.size === 0) flight.stop(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    const stay = (): void => signal.removeEventListener('abort', leave);
    flight.result.finally(stay).then(resolve, reject);
  });
}
