/**
 * Which platform it is: by what the device answers to the question that it knows, its refusals included, and else by
 * its banner. A device that no pack knows keeps its answers, for people to look at.
 */
import { WaysideError } from '../../../shared/errors.ts';
import { RAW_MAX_CHARS } from '../limits.ts';
import type { Platform } from '../platform.ts';
import { runCommand } from './command.ts';
import { captureParser, DETECT_COMMANDS, GENERIC_DIALECT, unknownPlatform } from './generic.ts';
import type { Redactor } from './redact.ts';
import type { Shell } from './shell.ts';
import type { Transcript } from './transcript.ts';

/** Finds the pack that knows the output of `show version` or the banner. */
export type DetectPlatform = (text: string) => Platform | undefined;

/** What a device printed, bounded, secrets out. */
export interface RawAnswer {
  /** Empty: the banner. */
  readonly command: string;
  readonly text: string;
}

export interface Detected {
  readonly platform: Platform;
  /** Only of a device that no pack knows. */
  readonly raw: readonly RawAnswer[] | undefined;
}

export interface DetectOptions {
  readonly detect: DetectPlatform;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  readonly transcript?: Transcript | undefined;
}

export async function detectBy(
  shell: Shell,
  banner: readonly string[],
  options: DetectOptions,
): Promise<Detected> {
  const raw: RawAnswer[] = [];
  for (const command of DETECT_COMMANDS) {
    const { rows, refused } = await tell(shell, command, options);
    const platform = options.detect(rows.join('\n'));
    if (platform) return { platform, raw: undefined };
    raw.push({ command, text: rawText(rows.map((row) => options.redactor.text(row))) });
    if (!refused) break;
  }
  const platform = options.detect(banner.join('\n'));
  if (platform) return { platform, raw: undefined };
  const { redactor } = options;
  const words = banner.map((line) => redactor.text(line));
  return { platform: unknownPlatform, raw: [{ command: '', text: rawText(words) }, ...raw] };
}

/** A refusal is an answer too. Throws what ended the session. */
async function tell(
  shell: Shell,
  command: string,
  { redactor, signal, transcript }: DetectOptions,
): Promise<{ readonly rows: readonly string[]; readonly refused: boolean }> {
  const rows: string[] = [];
  try {
    const parser = captureParser(rows);
    await runCommand(shell, command, { dialect: GENERIC_DIALECT, parser, redactor, signal, transcript });
    return { rows, refused: false };
  } catch (error) {
    if (!shell.alive || !(error instanceof WaysideError)) throw error;
    return { rows, refused: true };
  }
}

function rawText(lines: readonly string[]): string {
  return lines.join('\n').trimEnd().slice(0, RAW_MAX_CHARS);
}
