/** How a job is to be done: flags of every command that submits one. Left out, the controller's own way counts. */
import { WaysideError } from '../../../shared/errors.ts';
import { type FlagSpec, type Flags, numberFlag } from '../spec.ts';

const ATTEMPTS_MAX = 10;
const TIMEOUT_MIN_MS = 1000;
const TIMEOUT_MAX_MS = 86_400_000;

/** The field of SubmitJob that each of them sets. */
const TIMES = {
  'start-within': 'startTimeoutMs',
  'attempt-timeout': 'closeTimeoutMs',
  'end-within': 'timeoutMs',
} as const;

export const jobWishFlags: readonly FlagSpec[] = [
  { name: 'start-within', value: 'TIME', doc: 'give it up when no agent took it by then, such as 30s' },
  { name: 'attempt-timeout', value: 'TIME', doc: 'end an attempt that takes longer' },
  { name: 'end-within', value: 'TIME', doc: 'latest end, all attempts together' },
  { name: 'attempts', value: 'N', doc: `try so often when an attempt is broken off, 1 to ${ATTEMPTS_MAX}` },
  { name: 'transcript', doc: 'show what was said to each switch and by it, secrets taken out' },
  { name: 'fresh', doc: 'read anew, although an equal job may be on its way' },
];

export interface JobWishes {
  readonly startTimeoutMs?: number;
  readonly closeTimeoutMs?: number;
  readonly timeoutMs?: number;
  readonly attempts?: number;
  readonly fresh?: boolean;
  readonly transcript?: boolean;
}

/** Error: INVALID_INPUT that names the flag and its bounds. */
export async function jobWishes(flags: Flags): Promise<JobWishes> {
  const times: Record<string, number> = {};
  for (const [name, field] of Object.entries(TIMES)) {
    const text = flags.text(name);
    if (text !== undefined) times[field] = await timeOf(name, text);
  }
  const attempts = numberFlag(flags, 'attempts', { min: 1, max: ATTEMPTS_MAX });
  const asked = {
    ...(flags.on('fresh') && { fresh: true }),
    ...(flags.on('transcript') && { transcript: true }),
  };
  return { ...times, ...(attempts !== undefined && { attempts }), ...asked };
}

async function timeOf(name: string, text: string): Promise<number> {
  const { parseDuration } = await import('../../../shared/config/index.ts');
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= TIMEOUT_MIN_MS && ms <= TIMEOUT_MAX_MS) return ms;
  throw new WaysideError(
    'INVALID_INPUT',
    `--${name} must be a duration from 1s to 24h, such as 30s, not "${text}"`,
  );
}
