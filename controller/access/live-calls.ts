/** Streams that are open, by whom: they end with what let them in. */
import type { WaysideError } from '../../shared/errors.ts';
import type { UserPrincipal } from '../../shared/model/index.ts';

interface LiveCall {
  readonly principal: UserPrincipal;
  readonly end: (reason: WaysideError) => void;
}

export class LiveCalls {
  private readonly calls = new Set<LiveCall>();

  get size(): number {
    return this.calls.size;
  }

  /** Gives back what to call when the stream is over. */
  add(principal: UserPrincipal, end: (reason: WaysideError) => void): () => void {
    const call = { principal, end };
    this.calls.add(call);
    return () => this.calls.delete(call);
  }

  /** Ends the streams for which the function has a reason. */
  end(reasonFor: (principal: UserPrincipal) => WaysideError | undefined): void {
    for (const call of [...this.calls]) {
      const reason = reasonFor(call.principal);
      if (!reason) continue;
      this.calls.delete(call);
      call.end(reason);
    }
  }
}
