/**
 * Equal reads that wait are made one. A request joins only a flight that has not begun: one whose command is already
 * on the wire would answer with what was true before the request was made.
 */
interface Flight<T> {
  readonly result: Promise<T>;
  /** Stops the work and lets nobody join any more. */
  readonly stop: (reason: unknown) => void;
  riders: number;
}

export type Work<T> = (signal: AbortSignal, begun: () => void) => Promise<T>;

export class Flights<T> {
  private readonly waiting = new Map<string, Flight<T>>();

  /** Joins the waiting flight of that key or starts one. `work` calls `begun` when nobody may join any more. */
  async share(key: string, signal: AbortSignal, work: Work<T>): Promise<T> {
    signal.throwIfAborted();
    const flight = this.waiting.get(key) ?? this.start(key, work);
    flight.riders += 1;
    return ride(flight, signal);
  }

  private start(key: string, work: Work<T>): Flight<T> {
    const abort = new AbortController();
    const close = (): void => {
      if (this.waiting.get(key) === flight) this.waiting.delete(key);
    };
    const stop = (reason: unknown): void => {
      close();
      abort.abort(reason);
    };
    // Deferred, so that `begun` cannot be called before the flight is in the map.
    const result = Promise.resolve().then(() => work(abort.signal, close));
    const flight: Flight<T> = { result: result.finally(close), stop, riders: 0 };
    this.waiting.set(key, flight);
    return flight;
  }
}

/** The rider leaves with its own signal; the last one to leave stops the work. */
function ride<T>(flight: Flight<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(signal.reason);
      flight.riders -= 1;
      if (flight.riders === 0) flight.stop(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    const stay = (): void => signal.removeEventListener('abort', leave);
    flight.result.finally(stay).then(resolve, reject);
  });
}
