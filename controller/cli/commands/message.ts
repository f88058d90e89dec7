/** The answer to a change: one line for people, the API message for programs. */

import { escapeText } from '../../../shared/runtime/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import type { Shell } from '../shell.ts';

export interface ChangeAnswer {
  /** Full name of the message. */
  readonly type: string;
  readonly message: object;
  readonly text: string;
}

export async function printMessage(shell: Shell, { type, message, text }: ChangeAnswer): Promise<ExitCode> {
  const { output } = shell.settings;
  if (output !== 'json' && output !== 'yaml') {
    shell.out(`${escapeText(text)}\n`);
    return exitCodes.done;
  }
  const json = (await shell.api()).toJson(type, message);
  shell.out(output === 'json' ? formatJson(json) : await formatYaml(json));
  return exitCodes.done;
}
