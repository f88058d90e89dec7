/**
 * Pipes and links without a network, for tests and for the simulation: bounded like a real carrier, and driven by
 * promises alone, so that the same inputs always give the same order.
 */
import { WaysideError } from '../errors.ts';
import { createLink } from './link.ts';
import { Over } from './over.ts';
import type { Pipe } from './pipe.ts';
import { type AgentLink, agentCodec, type ControllerLink, controllerCodec } from './session-codec.ts';

/** Frames under way in one direction before a writer has to wait. */
export const MEMORY_FRAMES_MAX = 16;

export interface MemoryPipes {
  readonly client: Pipe;
  readonly server: Pipe;
  /** Breaks both directions, as a pulled cable does; what was under way is gone. */
  cut(error?: WaysideError): void;
}

export interface MemorySession {
  readonly agent: AgentLink;
  readonly controller: ControllerLink;
  cut(error?: WaysideError): void;
}

/** The two ends of a session. */
export function memorySession(): MemorySession {
  const { client, server, cut } = memoryPipes();
  return {
    agent: createLink(client, agentCodec()),
    controller: createLink(server, controllerCodec()),
    cut,
  };
}

export function memoryPipes(): MemoryPipes {
  const [up, down] = [new Lane(), new Lane()];
  const [clientOver, serverOver] = [new Over(), new Over()];
  let clientReason: WaysideError | undefined;
  const finish = (error: WaysideError | undefined): void => {
    up.end(error);
    down.end(error);
    clientOver.resolve(clientReason ?? error);
    serverOver.resolve(error);
  };
  return {
    client: {
      ...endOf(down, up),
      // As with gRPC: the server is told that nothing more comes, and ends the call.
      end: (error) => {
        clientReason ??= error;
        up.end(undefined);
      },
      over: clientOver.promise,
    },
    server: { ...endOf(up, down), end: finish, over: serverOver.promise },
    cut: (error = new WaysideError('CONNECTION_LOST', 'the connection was cut')) => {
      up.drop();
      down.drop();
      finish(error);
    },
  };
}

function endOf(from: Lane, to: Lane): Pick<Pipe, 'read' | 'write' | 'writable'> {
  return {
    read: () => from.read(),
    write: (frame) => to.write(frame),
    writable: () => to.writable(),
  };
}

/** One direction. What was written before the end can still be read. */
class Lane {
  private frames: Uint8Array[] = [];
  private ended: { readonly error: WaysideError | undefined } | undefined;
  private waiting: (() => void)[] = [];

  write(frame: Uint8Array): boolean {
    // Copied: on a wire, a later change of the sender's memory does not show either.
    if (!this.ended) this.frames.push(Uint8Array.from(frame));
    this.wake();
    return this.ended !== undefined || this.frames.length < MEMORY_FRAMES_MAX;
  }

  async writable(): Promise<void> {
    while (!this.ended && this.frames.length >= MEMORY_FRAMES_MAX) await this.change();
  }

  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const frame = this.frames.shift();
      this.wake();
      if (frame) return frame;
      if (this.ended?.error) throw this.ended.error;
      if (this.ended) return undefined;
      await this.change();
    }
  }

  end(error: WaysideError | undefined): void {
    this.ended ??= { error };
    this.wake();
  }

  drop(): void {
    this.frames = [];
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
