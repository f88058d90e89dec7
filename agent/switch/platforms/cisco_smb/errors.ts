import type { ErrorPattern } from '../../platform.ts';
import { usualErrors } from '../usual-errors.ts';

/** Refusals of Cisco's small switches and of the PowerConnects that share their software. */
export const smbErrors: readonly ErrorPattern[] = [
  ...usualErrors,
  {
    pattern: /^(?:.{0,40}%COPY-[A-Z]-TRAP: )?(?:The copy operation has failed|Copy failed)/i,
    code: 'COMMAND_REJECTED',
  },
  {
    pattern:
      /^\s*% ?(?:Unrecognized|bad parameter|missing mandatory|wrong number|invalid|ambiguous|incomplete|command not found|illegal|too long|parameter)/i,
    code: 'COMMAND_REJECTED',
  },
  {
    pattern:
      /^\s*(?:VLAN (?:\d{1,4} )?(?:was not created|does not exist|not found|is not (?:defined|created))|Port [\w/]{1,20}:? .{0,60}\b(?:failed|cannot|not allowed)|Error:|Failed\b)/i,
    code: 'COMMAND_REJECTED',
  },
];
