/** Refusals in the words of Cisco, which nearly all others took over; AAA servers use them everywhere. */
import type { ErrorPattern } from '../platform.ts';

export const usualErrors: readonly ErrorPattern[] = [
  {
    pattern:
      /^\s*(?:% ?)?(?:Command authorization failed|Authorization failed|Not authorized|Permission denied)/i,
    code: 'COMMAND_DENIED',
  },
  {
    pattern: /^\s*% ?(?:Invalid|Incomplete|Ambiguous|Unrecognized|Unknown|Bad|Wrong|Too many)/i,
    code: 'COMMAND_REJECTED',
  },
];
