/**
 * How a running agent stands, in a file of its data folder: `status` and `doctor` read it beside the running agent, and
 * after it has ended, so that neither needs a door into the process. It holds no secret.
 */
import { existsSync, readFileSync } from 'node:fs';
import { WaysideError } from '../../shared/errors.ts';
import type { Log } from '../../shared/runtime/index.ts';
import { writeSecretFile } from '../../shared/seal/index.ts';
import type { SessionState } from '../session/index.ts';

const FORMAT = 'wayside/agent-state/1';
export const STATE_NAME = 'state.json';

/** How busy the processors of the host are, as its guard sees it. */
export type HostZone = 'green' | 'yellow' | 'red' | 'critical';

export interface ProcessState {
  readonly pid: number;
  readonly version: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Of /metrics, /healthz and /readyz. */
  readonly http: string;
}

export interface AgentState extends ProcessState {
  /** `undefined`: it has not tried to connect yet. */
  readonly session: SessionState | undefined;
  /** Of the guard of its host; absent: there is none, or it has not seen anything yet. */
  readonly guard?: HostZone;
}

/** Writes each change, and not each repeat: an agent that dials in vain does so every few seconds. A disk that does not take it ends nothing. */
export class StateFile {
  private readonly path: string;
  private readonly log: Log;
  private state: AgentState | undefined;
  private written = '';

  constructor(path: string, log: Log) {
    this.path = path;
    this.log = log;
  }

  started(process: ProcessState): void {
    const { session, ...rest } = this.state ?? {};
    this.save({ ...rest, ...process, session });
  }

  session(session: SessionState): void {
    if (this.state) this.save({ ...this.state, session });
  }

  guard(zone: HostZone): void {
    if (this.state) this.save({ ...this.state, guard: zone });
  }

  private save(state: AgentState): void {
    this.state = state;
    const text = `${JSON.stringify({ format: FORMAT, ...state })}\n`;
    if (text === this.written) return;
    try {
      writeSecretFile(this.path, text);
      this.written = text;
    } catch (error) {
      this.log.warn('state.not-written', { error });
    }
  }
}

/** Of the agent that ran last; `undefined`: none ever did. Error: STORE_CORRUPT. */
export function readState(path: string): AgentState | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const { format, ...state } = JSON.parse(readFileSync(path, 'utf8')) as AgentState & { format: string };
    if (format === FORMAT && typeof state.pid === 'number') return state;
  } catch {
    // Said below.
  }
  throw new WaysideError('STORE_CORRUPT', `${path} cannot be read`, {
    hint: 'The next start of the agent writes it anew; nothing depends on it.',
  });
}
