/** Processes that stand still while the world goes on: nothing is read, no timer fires, and what is sent to them waits. */
import { ManualClock } from '../../../shared/runtime/index.ts';
import type { AgentLink } from '../../../shared/transport/index.ts';
import type { ControllerMessage } from '../../../shared/wire/index.ts';

/** A clock whose process may stand still. */
export class HostClock extends ManualClock {
  private stoodMs = 0;

  override now(): number {
    return super.now() + this.stoodMs;
  }

  override monotonic(): number {
    return super.monotonic() + this.stoodMs;
  }

  /** That much time goes by, and no timer fires. */
  standStill(ms: number): void {
    this.stoodMs += ms;
  }
}

export interface Gate {
  /** Until it resolves nothing is read; `undefined`: it is open. */
  shut: Promise<void> | undefined;
}

/** The link, read while the gate is open. */
export function throughGate(link: AgentLink, gate: Gate): AgentLink {
  async function* receive(): AsyncGenerator<ControllerMessage> {
    for await (const message of link.receive()) {
      while (gate.shut) await gate.shut;
      yield message;
    }
  }
  return {
    receive,
    send: (message) => link.send(message),
    close: (error) => link.close(error),
    closed: link.closed,
    get isClosed() {
      return link.isClosed;
    },
    get queuedBytes() {
      return link.queuedBytes;
    },
  };
}
