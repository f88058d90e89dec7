/** How this agent stands, from its own folder alone: also when it does not run, and when its vault does not open. */
import { join } from 'node:path';
import type { AgentConfig } from '../../shared/config/index.ts';
import { errorCodes, isErrorCode } from '../../shared/errors.ts';
import { softwareVersion } from '../../shared/runtime/index.ts';
import { loadEnrolment, validityOf } from '../session/index.ts';
import { isAgentStoreLocked, lookAtStore, type StoreLook } from '../store/index.ts';
import { type AgentState, readState, STATE_NAME } from './state-file.ts';

export const LOCK_NAME = 'lock.db';
export const STORE_NAME = 'agent.db';

/** Nothing of it is secret. Times are epoch milliseconds. */
export interface AgentLife {
  /** Of this program; the one that runs may be another. */
  readonly version: string;
  readonly isRunning: boolean;
  /** Of the agent that runs, or of the one that ran last. */
  readonly state: AgentState | undefined;
  readonly certificateExpiresAt: number | undefined;
  readonly spoolMaxBytes: number;
  /** `undefined`: there is no store yet. */
  readonly store: StoreLook | undefined;
}

/** Error: STORE_CORRUPT. */
export function readLife({ dataDir, outbox }: AgentConfig): AgentLife {
  const enrolment = loadEnrolment(join(dataDir, 'identity'));
  return {
    version: softwareVersion(),
    isRunning: isAgentStoreLocked(join(dataDir, LOCK_NAME)),
    state: readState(join(dataDir, STATE_NAME)),
    certificateExpiresAt: enrolment && validityOf(enrolment.chainPem).notAfter,
    spoolMaxBytes: outbox.maxSizeBytes,
    store: lookAtStore(join(dataDir, STORE_NAME)),
  };
}

/** What to do about the last error of the session. */
export function sessionHint({
  code,
  hint,
}: {
  readonly code: string;
  readonly hint?: string | undefined;
}): string {
  return hint ?? (isErrorCode(code) ? errorCodes[code].doc : 'wayside-agent doctor finds out why');
}
