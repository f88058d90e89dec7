import type { ErrorPattern } from '../../platform.ts';
import { lockErrors } from '../usual-errors.ts';

/** How Junos refuses. Warnings are none: `warning: statement not found` comes when there is nothing to delete. */
export const junosErrors: readonly ErrorPattern[] = [
  { pattern: /^\s*(?:error: )?(?:permission denied|access denied)\b/i, code: 'COMMAND_DENIED' },
  {
    pattern:
      /^\s*(?:unknown command|syntax error|missing argument|invalid (?:value|numeric value|interface)|ambiguous argument|'?\S{1,64}'? is ambiguous)\b/i,
    code: 'COMMAND_REJECTED',
  },
  { pattern: /^\s*error: /i, code: 'COMMAND_REJECTED' },
  { pattern: /^(?:\S{1,64}: )?Command not found\.?$/i, code: 'COMMAND_REJECTED' },
  ...lockErrors,
];
