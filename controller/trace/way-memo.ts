/**
 * What one picture of a site was asked before: ways between its switches are the same for every address. Bounded; a full
 * memo is emptied, and what it held is worked out anew.
 */

/** Ports of one switch toward the origin, and the origin's ports toward it. */
export interface Way {
  readonly toward: ReadonlySet<string>;
  readonly from: ReadonlySet<string>;
  /** No cable over which frames come in leads there: it goes over one that is idle. */
  readonly overIdle?: true;
}

/** The ways over cables that neighbours told of, from one switch to all others. */
export interface Routes {
  readonly origin: string;
  readonly ways: ReadonlyMap<string, Way>;
}

/** Under 100 bytes each. */
const BACK_WAYS_MAX = 200_000;
/** One holds as many ways as the site has switches. */
const ROUTES_MAX = 128;

/** Key of a switch -> its port of the way back; empty: nothing tells. */
export type BackWays = Map<string, string>;

export class WayMemo {
  readonly #routes = new Map<string, Routes>();
  readonly #back = new Map<string, Map<string, BackWays>>();
  #backCount = 0;

  routes(origin: string, work: () => Routes): Routes {
    const known = this.#routes.get(origin);
    if (known !== undefined) return known;
    if (this.#routes.size >= ROUTES_MAX) this.#routes.clear();
    const found = work();
    this.#routes.set(origin, found);
    return found;
  }

  /** Ways back to a switch from all others. @param from names its port, and the VLANs if they matter. */
  backWays(view: string, from: string): BackWays {
    if (this.#backCount >= BACK_WAYS_MAX) {
      this.#back.clear();
      this.#backCount = 0;
    }
    const ofView = this.#back.get(view) ?? new Map<string, BackWays>();
    const ways = ofView.get(from) ?? new Map<string, string>();
    this.#back.set(view, ofView.set(from, ways));
    return ways;
  }

  keep(ways: BackWays, to: string, port: string): void {
    ways.set(to, port);
    this.#backCount++;
  }
}
