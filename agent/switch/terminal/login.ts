/** Everything between the open terminal and a shell that is ready for commands. */
import { WaysideError } from '../../../shared/errors.ts';
import type { Log } from '../../../shared/runtime/index.ts';
import type { Credential } from '../../jobs/driver.ts';
import { LIVENESS_TIMEOUT_MS, LOGIN_TIMEOUT_MS } from '../limits.ts';
import type { KnownQuestion, Platform } from '../platform.ts';
import { runCommand } from './command.ts';
import { type Detected, type DetectPlatform, detectBy } from './detect.ts';
import { enable } from './enable.ts';
import { captureParser, GENERIC_DIALECT, UNKNOWN_ID } from './generic.ts';
import { awaitPrompt } from './greeting.ts';
import type { Redactor } from './redact.ts';
import type { Shell, Verdict } from './shell.ts';
import type { Transcript } from './transcript.ts';

export interface LoginOptions {
  readonly platform: Platform | undefined;
  readonly detect: DetectPlatform;
  /** Asked before the first prompt by devices whose platform is not known yet. */
  readonly questions: readonly KnownQuestion[];
  readonly credential: Credential;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly passwordDue: boolean;
  readonly transcript?: Transcript | undefined;
}

/** Brings the shell to its privileged prompt with paging off, as far as the device allows. Returns the platform. */
export async function login(shell: Shell, options: LoginOptions): Promise<Detected> {
  const { signal, credential } = options;
  const dialect = options.platform ?? GENERIC_DIALECT;
  const questions = options.platform ? (options.platform.loginQuestions ?? []) : options.questions;
  shell.stem = dialect.promptStem ?? shell.stem;
  const welcome = await awaitPrompt(shell, { ...options, dialect, questions });
  for (const line of welcome.banner) options.transcript?.heard(options.redactor.text(line));
  const found = options.platform
    ? { platform: options.platform, raw: undefined }
    : await detectBy(shell, welcome.banner, options);
  const { platform } = found;
  if (platform.id === UNKNOWN_ID) return found;
  shell.stem = platform.promptStem ?? asItIs;
  shell.lead = platform.promptLead;
  const first = shell.prompt ?? welcome.prompt;
  const raise = (): Promise<void> => enable(shell, { platform, credential, signal });
  if (isUnprivileged(platform, first)) await raise();
  for (const command of platform.setup) await setUp(shell, command, { ...options, platform });
  if (shell.prompt === undefined) await checkPrompt(shell, { signal, dialect: platform });
  // What looked like a privileged prompt may have been the end of a banner; the commands have shown the real one.
  if (!isUnprivileged(platform, first) && isUnprivileged(platform, shell.prompt ?? first)) await raise();
  if (shell.prompt === undefined) await checkPrompt(shell, { signal, dialect: platform });
  return found;
}

function asItIs(prompt: string): string {
  return prompt;
}

function isUnprivileged(platform: Platform, prompt: string): boolean {
  if (platform.enable === undefined || platform.privilegedPrompt.test(prompt)) return false;
  // A prompt of an unusual form keeps the usual end.
  return platform.prompt.test(prompt) || !/#\s*$/.test(prompt);
}

/**
 * A refused setup command is tolerated: paging is answered anyway, and AAA may forbid to switch it off. Commands are
 * never typed ahead: some terminals echo them at once, and then nobody can tell whose prompt comes next.
 */
async function setUp(
  shell: Shell,
  command: string,
  options: LoginOptions & { readonly platform: Platform },
): Promise<void> {
  const { platform, redactor, signal, log, transcript } = options;
  try {
    const parser = captureParser();
    await runCommand(shell, command, { dialect: platform, parser, redactor, signal, transcript });
  } catch (error) {
    if (!shell.alive || !(error instanceof WaysideError)) throw error;
    const { code, message } = error;
    log.debug('switch.setup.refused', { where: shell.where, code, message });
  }
}

/** Asks for the prompt with one Enter: learns it, or proves that the session still lives. */
export async function checkPrompt(
  shell: Shell,
  options: { readonly signal: AbortSignal; readonly dialect: { readonly prompt: RegExp } },
): Promise<void> {
  let newline = false;
  const onTail = (tail: string): Verdict<true> | undefined => {
    const isPrompt = shell.prompt === undefined ? options.dialect.prompt.test(tail) : shell.isPrompt(tail);
    if (!newline || !isPrompt) return undefined;
    shell.prompt = tail.trimEnd();
    return { act: () => true };
  };
  await shell.converse<true>({
    step: 'asking for the prompt',
    send: '\r',
    quietMs: LIVENESS_TIMEOUT_MS,
    totalMs: LOGIN_TIMEOUT_MS,
    signal: options.signal,
    onLine: (line) => {
      newline = true;
      shell.noteUnasked(line);
    },
    onTail,
  });
}
