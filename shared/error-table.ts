/** The table of error codes, apart from the class that carries them: to add one, append it to its group. */

export type GrpcStatus =
  | 'CANCELLED'
  | 'INVALID_ARGUMENT'
  | 'DEADLINE_EXCEEDED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED'
  | 'RESOURCE_EXHAUSTED'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'OUT_OF_RANGE'
  | 'UNIMPLEMENTED'
  | 'INTERNAL'
  | 'UNAVAILABLE'
  | 'DATA_LOSS'
  | 'UNAUTHENTICATED';

export interface CodeRow {
  readonly grpc: GrpcStatus;
  readonly retryable: boolean;
  readonly doc: string;
}

/** code, gRPC status, whether trying again can help, what it means. Literal, so that the codes become a type. */
export const errorTable = [
  // Input
  [
    'INVALID_INPUT',
    'INVALID_ARGUMENT',
    false,
    'A field of the request, file or option is wrong; the message names it and the cure.',
  ],
  [
    'UNKNOWN_KEY',
    'INVALID_ARGUMENT',
    false,
    'A configuration key or option does not exist; the nearest name is suggested.',
  ],
  [
    'INVALID_TOKEN_FORMAT',
    'INVALID_ARGUMENT',
    false,
    'A page, watch or join token is not of the form that Wayside gives out.',
  ],
  [
    'MESSAGE_TOO_LARGE',
    'RESOURCE_EXHAUSTED',
    false,
    'A message is over the size that the other side accepts.',
  ],
  ['NOT_FOUND', 'NOT_FOUND', false, 'Nothing with that name or id is known here.'],
  [
    'NOT_HELD_HERE',
    'NOT_FOUND',
    false,
    'The reference points into a lane that this controller does not hold.',
  ],
  [
    'AMBIGUOUS_NAME',
    'FAILED_PRECONDITION',
    false,
    'Several records carry that name; use the id or add --site.',
  ],
  ['ALREADY_EXISTS', 'ALREADY_EXISTS', false, 'A record with that name or key is already there.'],
  [
    'STALE_ETAG',
    'ABORTED',
    false,
    'The record changed since it was read; read it again and repeat the edit.',
  ],
  [
    'RESYNC',
    'OUT_OF_RANGE',
    false,
    'The resume token is older than what is still kept; start the watch anew.',
  ],
  [
    'IN_USE',
    'FAILED_PRECONDITION',
    false,
    'Other records still point at this one; remove or move them first.',
  ],
  // Access
  [
    'UNAUTHENTICATED',
    'UNAUTHENTICATED',
    false,
    'No token or certificate was given, or it is not known or no longer valid.',
  ],
  ['FORBIDDEN', 'PERMISSION_DENIED', false, 'The caller is known but may not do this.'],
  [
    'JOIN_TOKEN_MISSING',
    'UNAUTHENTICATED',
    false,
    'Enrolment needs a join token, given on stdin or in a file.',
  ],
  ['JOIN_TOKEN_UNKNOWN', 'UNAUTHENTICATED', false, 'The join token was never made by this controller.'],
  ['JOIN_TOKEN_USED', 'UNAUTHENTICATED', false, 'The join token was used before; each works once.'],
  ['JOIN_TOKEN_EXPIRED', 'UNAUTHENTICATED', false, 'The join token is past its lifetime; make a new one.'],
  [
    'JOIN_TOKEN_REVOKED',
    'UNAUTHENTICATED',
    false,
    'The join token was taken back by an admin; make a new one.',
  ],
  [
    'AGENT_BANNED',
    'PERMISSION_DENIED',
    false,
    'An admin banned the key of this agent; the message says why. What it has read stays on its disk.',
  ],
  [
    'AGENT_DRAINED',
    'UNAVAILABLE',
    true,
    'Somebody drained this agent; the message says who. It is let in again after wayside agent resume.',
  ],
  [
    'WRONG_CA',
    'UNAUTHENTICATED',
    false,
    'The certificate of the other side does not come from the CA that the join token pinned.',
  ],
  [
    'WRONG_IDENTITY',
    'PERMISSION_DENIED',
    false,
    'The certificate, key or signature does not belong to the identity that was claimed.',
  ],
  [
    'STALE_EPOCH',
    'FAILED_PRECONDITION',
    false,
    'The controller or job speaks for an older epoch of the site; the newer home counts.',
  ],
  [
    'SESSION_REPLACED',
    'ABORTED',
    false,
    'A newer session of the same agent took over; two processes with one identity cause this too.',
  ],
  [
    'MEMBERSHIP_REFUSED',
    'FAILED_PRECONDITION',
    false,
    'The membership document is not signed by the pinned root, is older than the one held, or does not follow it.',
  ],
  [
    'LAST_ADMIN',
    'FAILED_PRECONDITION',
    false,
    'Afterwards nobody could manage users any more; make another user an admin of every site first.',
  ],
  [
    'RATE_LIMITED',
    'RESOURCE_EXHAUSTED',
    true,
    'The caller asks more often than it may, or failed to log in too often; it is told how long to wait.',
  ],
  // Jobs
  [
    'NO_CAPABLE_AGENT',
    'FAILED_PRECONDITION',
    true,
    'No online agent has the capability and the site that this job needs.',
  ],
  ['JOB_FINISHED', 'FAILED_PRECONDITION', false, 'The job has already ended, so it cannot be changed.'],
  [
    'LEASE_LOST',
    'ABORTED',
    true,
    'The attempt lost its lease; a late result of it is kept but does not count.',
  ],
  [
    'INTERRUPTED',
    'ABORTED',
    true,
    'The agent stopped while the attempt ran; reading work is tried again, writing work is looked at first.',
  ],
  ['NOTHING_SENT', 'ABORTED', true, 'The work ended before anything was sent; nothing was changed.'],
  [
    'OUTCOME_UNKNOWN',
    'ABORTED',
    false,
    'A change was sent and nobody can say whether it was made; look at the source before anything is sent again.',
  ],
  ['QUEUE_FULL', 'RESOURCE_EXHAUSTED', true, 'The queue is at its bound; try again when it has drained.'],
  ['CANCELLED', 'CANCELLED', false, 'The work was cancelled on request.'],
  [
    'TIMEOUT',
    'DEADLINE_EXCEEDED',
    true,
    'A deadline passed; the message names which one and how long it was.',
  ],
  // Devices
  ['UNREACHABLE', 'UNAVAILABLE', true, 'The device or host does not answer on the network.'],
  ['CONNECTION_LOST', 'UNAVAILABLE', true, 'An open connection ended before the answer was complete.'],
  [
    'AUTH_REJECTED',
    'FAILED_PRECONDITION',
    false,
    'The device refused the credential; it is not tried again blindly, so that no account is locked.',
  ],
  ['CREDENTIAL_MISSING', 'FAILED_PRECONDITION', false, 'The agent holds no credential of that name.'],
  [
    'CREDENTIAL_TARGET',
    'PERMISSION_DENIED',
    false,
    'The credential is bound to other targets; the agent refuses to send it to this one.',
  ],
  [
    'CREDENTIAL_REFUSED',
    'PERMISSION_DENIED',
    false,
    'The agent refuses a credential or order that was sealed to it: meant for another agent, no newer than what it has seen, too late, or for targets that its own configuration does not allow.',
  ],
  [
    'HOST_KEY_MISMATCH',
    'FAILED_PRECONDITION',
    false,
    'The device shows another host key than the one pinned at first use; nothing was sent.',
  ],
  [
    'HOST_KEY_NOT_PINNED',
    'FAILED_PRECONDITION',
    false,
    'No host key of the device is pinned, and no credential lists it as a target, so none may be; nothing was sent.',
  ],
  [
    'KEX_UNSUPPORTED',
    'FAILED_PRECONDITION',
    false,
    'The device and the agent share no key exchange, cipher or host key algorithm.',
  ],
  [
    'PLATFORM_UNKNOWN',
    'FAILED_PRECONDITION',
    false,
    'The device does not look like a platform that this version can read.',
  ],
  [
    'PROMPT_NOT_FOUND',
    'UNAVAILABLE',
    true,
    'The device logged in but showed no prompt that could be learned.',
  ],
  [
    'COMMAND_REJECTED',
    'FAILED_PRECONDITION',
    false,
    'The device answered a command with an error; the line it printed is in the message.',
  ],
  [
    'COMMAND_DENIED',
    'FAILED_PRECONDITION',
    false,
    'The device or its AAA server does not allow this account to run the command.',
  ],
  ['NOT_SAVED', 'FAILED_PRECONDITION', false, 'What was changed could not be saved; a restart loses it.'],
  [
    'OUTPUT_TOO_LARGE',
    'RESOURCE_EXHAUSTED',
    false,
    'The device sent more than the output bound of one command; the session was closed.',
  ],
  ['DEVICE_BUSY', 'UNAVAILABLE', true, 'The device is too busy to be asked now; ask again later.'],
  [
    'SESSIONS_EXHAUSTED',
    'UNAVAILABLE',
    true,
    'All terminal lines of the device are taken, or it limits connections per minute.',
  ],
  [
    'PARSE_FAILED',
    'FAILED_PRECONDITION',
    false,
    'The output was read but its form is not known; the raw line is quoted.',
  ],
  // State
  [
    'STORE_NEWER',
    'FAILED_PRECONDITION',
    false,
    'The store was written by a newer version; install that version or restore an older backup.',
  ],
  ['STORE_CORRUPT', 'DATA_LOSS', false, 'The store is damaged; nothing was written to it.'],
  ['STORE_LOCKED', 'FAILED_PRECONDITION', false, 'Another process has the store open.'],
  [
    'BACKUP_DAMAGED',
    'DATA_LOSS',
    false,
    'The backup is cut short, damaged or none at all; nothing was changed.',
  ],
  [
    'HISTORY_GONE',
    'OUT_OF_RANGE',
    false,
    'The time asked for is before what the history still keeps; the message names the earliest one.',
  ],
  [
    'DISK_FULL',
    'RESOURCE_EXHAUSTED',
    true,
    'The disk is full; new work is refused and what is there is kept.',
  ],
  [
    'OUTBOX_FULL',
    'RESOURCE_EXHAUSTED',
    true,
    'The outbox is at its bound until the controller acknowledges.',
  ],
  [
    'SECRET_FILE_OPEN',
    'FAILED_PRECONDITION',
    false,
    'A secret file can be read by others; set its mode to 0600.',
  ],
  ['VAULT_LOCKED', 'FAILED_PRECONDITION', false, 'The vault cannot be opened with the key that was given.'],
  ['DECRYPT_FAILED', 'DATA_LOSS', false, 'A sealed value does not open: wrong key, or it was changed.'],
  [
    'BAD_FRAME',
    'INVALID_ARGUMENT',
    false,
    'A delta frame is damaged or of an unknown version; nothing of it was applied.',
  ],
  [
    'NOT_PERMITTED',
    'PERMISSION_DENIED',
    false,
    'The writer may not write this lane, section or class of field.',
  ],
  [
    'DECLARED',
    'FAILED_PRECONDITION',
    false,
    "It stands in the controller's configuration, and is changed or removed there alone.",
  ],
  [
    'PLAN_EXPIRED',
    'FAILED_PRECONDITION',
    false,
    'The plan is too old to be approved or applied; make a new one.',
  ],
  [
    'PLAN_CHANGED',
    'INVALID_ARGUMENT',
    false,
    'What the file or message says is not what the id of the plan stands for: it was edited or damaged.',
  ],
  [
    'PLAN_FOREIGN',
    'FAILED_PRECONDITION',
    false,
    'The plan was made by another controller, or by this one before it lost a part of its store.',
  ],
  [
    'PLAN_STALE',
    'ABORTED',
    false,
    'What a step was planned on has changed since; nothing of the step was done, and a new plan shows what would be done now.',
  ],
  ['PLAN_APPLIED', 'FAILED_PRECONDITION', false, 'The plan was applied before; a plan is applied once.'],
  [
    'NOT_APPROVED',
    'FAILED_PRECONDITION',
    false,
    'The plan needs the approval of an operator key, or of somebody else than its maker.',
  ],
  [
    'GUARD_BLOCKED',
    'FAILED_PRECONDITION',
    false,
    'A guard keeps the steps that were asked for from being done: as the plan names it, or because of what is there by now.',
  ],
  [
    'WRITES_OFF',
    'FAILED_PRECONDITION',
    false,
    'The agent may not change anything: `writes.enabled` of its own configuration is off, or does not allow that target or action.',
  ],
  ['SHUTTING_DOWN', 'UNAVAILABLE', true, 'The process is stopping and takes no new work.'],
  ['UNAVAILABLE', 'UNAVAILABLE', true, 'The other side cannot be reached or is not ready.'],
  [
    'UNSUPPORTED',
    'UNIMPLEMENTED',
    false,
    'One side is of a version that does not know this call or answer; upgrade the older one.',
  ],
  [
    'INTERNAL',
    'INTERNAL',
    false,
    'Wayside broke one of its own expectations; please report it with the message.',
  ],
] as const;
