/** What is said of host keys on the session. */
import type { ErrorCode } from '../errors.ts';
import type { HeldHostKey, SshPlace } from '../model/index.ts';

/** What host keys does the agent hold; with `accept`, that one is to be pinned at the place first. */
export interface HostKeysAsked {
  readonly type: 'hostKeysAsked';
  readonly questionId: string;
  /** `undefined`: of all places. */
  readonly place: SshPlace | undefined;
  /** `SHA256:…` */
  readonly accept: string | undefined;
}

export interface HostKeysTold {
  readonly type: 'hostKeysTold';
  readonly questionId: string;
  /** The first ones by place, as they are after what was asked. */
  readonly keys: readonly HeldHostKey[];
  /** Of all places. */
  readonly count: number;
  /** Why nothing was pinned though it was asked for. */
  readonly refusal: { readonly code: ErrorCode; readonly message: string } | undefined;
}
