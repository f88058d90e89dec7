/** Credentials for devices as people see them, and as agents tell of them: never with their secrets. */
import type { Failure } from './job.ts';

export const credentialStates = ['stored', 'parked', 'removing', 'refused', 'expired', 'removed'] as const;
export type CredentialState = (typeof credentialStates)[number];

/** Targets of one credential that are told; their number is told too. */
export const CREDENTIAL_TARGETS_TOLD_MAX = 50;

/** What an agent tells of one that it holds. */
export interface HeldCredential {
  readonly name: string;
  readonly version: number;
  /** The first ones. */
  readonly targets: readonly string[];
  readonly targetCount: number;
  /** Typed centrally; else it was set on the agent's host. */
  readonly isCentral: boolean;
}

/** Times are epoch milliseconds. */
export interface CredentialView {
  readonly name: string;
  readonly agentId: string;
  readonly agent: string;
  readonly site: string;
  readonly state: CredentialState;
  /** That the agent holds; 0: none. */
  readonly version: number;
  readonly targets: readonly string[];
  readonly targetCount: number;
  readonly isCentral: boolean;
  /** Of the last order; 0: none was given here. */
  readonly orderedVersion: number;
  /** Empty: nobody here; it was set on the agent's host. */
  readonly setBy: string;
  readonly setAt: number | undefined;
  readonly expiresAt: number | undefined;
  readonly answeredAt: number | undefined;
  /** Why the agent refused the last order. */
  readonly error: Failure | undefined;
  /** Sources of the site that name it. */
  readonly sourceCount: number;
}
