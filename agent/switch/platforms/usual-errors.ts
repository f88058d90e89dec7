/** Refusals in the words of Cisco, which nearly all others took over; AAA servers use them everywhere. */
import type { ErrorPattern } from '../platform.ts';

/** Somebody else holds the configuration. Many ways to say it: who is not let in at all is known by the prompt, too. */
export const lockErrors: readonly ErrorPattern[] = [
  {
    pattern:
      /^\s*(?:%{1,2} ?|Error: ?|Warning: ?|Info: ?)?(?:The )?(?:(?:current|system|running|global|switch) )?config(?:uration)?(?: (?:mode|database|session|file|terminal))?(?: (?:is|has been|was))?(?: (?:now|currently|already|being)){0,2} (?:locked|in use|in progress|busy|blocked|changed by|modified by|edited by|used by|saved by)\b/i,
    code: 'COMMAND_REJECTED',
  },
  {
    pattern:
      /^\s*(?:%{1,2} ?|Error: ?|Warning: ?|Info: ?)?(?:Another|Other|Some other|A different) (?:user|session|cli session|management session|administrator|process)\b.{0,80}\b(?:config|configuration|configuring|lock|locked|editing|saving)\b/i,
    code: 'COMMAND_REJECTED',
  },
  {
    pattern:
      /^\s*(?:%{1,2} ?|Error: ?)?(?:Cannot|Can't|Can not|Unable to|Could not|Failed to) (?:enter|get|obtain|acquire|take|lock)\b.{0,60}\bconfig/i,
    code: 'COMMAND_REJECTED',
  },
];

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
  ...lockErrors,
];
