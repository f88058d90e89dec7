/** The world around the command line: streams, environment, signals. `main.ts` gives the real one, tests their own. */
import type { Env } from '../../shared/config/index.ts';
import type { Clock, Random } from '../../shared/runtime/index.ts';
import type { Api } from './api.ts';

export interface Out {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width of the terminal; 80 when it is not known. */
  readonly columns: number;
}

export interface In {
  readonly isTTY: boolean;
  /** All of it; MESSAGE_TOO_LARGE when it is longer. */
  readAll(bytesMax: number): Promise<Buffer>;
  /** One line, without its end; `undefined` at the end of the input. Error: CANCELLED at Ctrl-C. */
  readLine(): Promise<string | undefined>;
  /** One line that is not shown while it is typed. Error: CANCELLED at Ctrl-C. */
  readHidden(): Promise<string | undefined>;
}

/** Where and as whom to connect. The certificate is PEM text. */
export interface Target {
  /** `host:port`, to dial and to show. */
  readonly address: string;
  readonly ca: string;
  readonly token: string | undefined;
}

/** What costs time to load; commands that answer from themselves never ask for it. */
export interface Engine {
  readonly clock: Clock;
  readonly random: Random;
  connect(target: Target): Promise<Api>;
}

export interface Host {
  readonly stdin: In;
  readonly stdout: Out;
  readonly stderr: Out;
  readonly env: Env;
  /** The working directory, absolute. */
  readonly directory: string;
  /** The folder that holds `controller/`, `agent/` and, there or above, package.json. */
  readonly installation: string;
  engine(): Promise<Engine>;
  /** Calls `fn` at each Ctrl-C instead of ending, until the returned function is called. */
  onInterrupt(fn: () => void): () => void;
}
