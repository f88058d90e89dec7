/** Everything between the open terminal and a shell that is ready for commands. */
import { WaysideError } from '../../shared/errors.ts';
import type { Log } from '../../shared/runtime/index.ts';
import type { Credential } from '../jobs/driver.ts';
import { runCommand } from './command.ts';
import { enable } from './enable.ts';
import { captureParser, DETECT_COMMAND, GENERIC_DIALECT } from './generic.ts';
import { awaitPrompt } from './greeting.ts';
import { LIVENESS_TIMEOUT_MS, LOGIN_TIMEOUT_MS } from './limits.ts';
import type { Platform } from './platform.ts';
import type { Redactor } from './redact.ts';
import type { Shell, Verdict } from './shell.ts';

/** Finds the pack that knows the output of `show version` or the banner. */
export type DetectPlatform = (text: string) => Platform | undefined;

export interface LoginOptions {
  readonly platform: Platform | undefined;
  readonly detect: DetectPlatform;
  readonly credential: Credential;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly passwordDue: boolean;
}

/** Brings the shell to its privileged prompt with paging off, as far as the device allows. Returns the platform. */
export async function login(shell: Shell, options: LoginOptions): Promise<Platform> {
  const { signal, credential } = options;
  const welcome = await awaitPrompt(shell, { ...options, dialect: options.platform ?? GENERIC_DIALECT });
  const platform = options.platform ?? (await detect(shell, welcome.banner, options));
  const first = shell.prompt ?? welcome.prompt;
  const raise = (): Promise<void> => enable(shell, { platform, password: credential.enablePassword, signal });
  if (isUnprivileged(platform, first)) await raise();
  for (const command of platform.setup) await setUp(shell, command, { ...options, platform });
  if (shell.prompt === undefined) await checkPrompt(shell, { signal, dialect: platform });
  // What looked like a privileged prompt may have been the end of a banner; the commands have shown the real one.
  if (!isUnprivileged(platform, first) && isUnprivileged(platform, shell.prompt ?? first)) await raise();
  if (shell.prompt === undefined) await checkPrompt(shell, { signal, dialect: platform });
  return platform;
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
  const { platform, redactor, signal, log } = options;
  try {
    await runCommand(shell, command, { dialect: platform, parser: captureParser(), redactor, signal });
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
    const text = tail.trimEnd();
    const isPrompt = shell.prompt === undefined ? options.dialect.prompt.test(tail) : text === shell.prompt;
    if (!newline || !isPrompt) return undefined;
    shell.prompt ??= text;
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

async function detect(shell: Shell, banner: readonly string[], options: LoginOptions): Promise<Platform> {
  const { redactor, signal } = options;
  const answer = await runCommand(shell, DETECT_COMMAND, {
    dialect: GENERIC_DIALECT,
    parser: captureParser(),
    redactor,
    signal,
  });
  const platform = options.detect(answer.rows.join('\n')) ?? options.detect(banner.join('\n'));
  if (platform) return platform;
  const shown = redactor.quote(answer.rows.find((line) => line.trim() !== '') ?? '');
  throw new WaysideError('PLATFORM_UNKNOWN', `${shell.where} answers "${DETECT_COMMAND}" with "${shown}"`, {
    hint: 'Set the platform of the source if you know it, or add a platform pack',
  });
}
