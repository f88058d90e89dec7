/** The last step of every edit: the write, and what is said of it. */

import { escapeText } from '../../../shared/runtime/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import { tellUndo } from '../plans/end.ts';
import type { Shell } from '../shell.ts';
import type { Call } from '../spec.ts';
import type { Noun } from './noun.ts';
import type { Operation } from './operation.ts';
import { held, qualifiedName } from './records.ts';
import { alone, joiner, thingJson } from './things.ts';
import { type WriteAnswer, writeRecords } from './write.ts';

export interface Edit {
  readonly noun: Noun;
  readonly operations: readonly Operation[];
  readonly verb: string;
  readonly what: string;
}

/** Writes, or with `--dry-run` only asks whether it could. */
export async function writeEdit(
  { shell, flags }: Call,
  { noun, operations, verb, what }: Edit,
): Promise<ExitCode> {
  const dryRun = flags.on('dry-run');
  const why = flags.text('why') ?? '';
  const answer = await writeRecords(shell, operations, { why, dryRun });
  await printWritten(shell, noun, {
    answer,
    text: `${noun.kind} ${what} ${dryRun ? `would be ${verb}` : verb}`,
  });
  if (!dryRun) tellUndo(shell, answer.changeSet);
  return exitCodes.done;
}

/** JSON and YAML show what was written; the other forms say it in a line. */
export async function printWritten(
  shell: Shell,
  noun: Noun,
  { answer, text }: { readonly answer: Pick<WriteAnswer, 'records' | 'changeSet'>; readonly text: string },
): Promise<void> {
  const { output } = shell.settings;
  const written = answer.records.map(held);
  const main = written.find(({ view }) => view.ref.kind === noun.kind);
  if (output === 'name')
    return shell.out(
      `${written
        .map(({ view }) => qualifiedName(view))
        .filter(isFirst)
        .join('\n')}\n`,
    );
  if (output !== 'json' && output !== 'yaml') return shell.out(`${escapeText(text)}\n`);
  const api = await shell.api();
  const sources = written.filter(({ view }) => view.ref.kind === 'source');
  const single = main && written.length === noun.parts.length;
  const json = single
    ? thingJson(api, noun, noun.kind === 'switch' ? joiner(sources, [])(main) : alone(main))
    : api.toJson('wayside.v1.WriteRecordsResponse', answer);
  shell.out(output === 'json' ? formatJson(json) : await formatYaml(json));
}

function isFirst(text: string, at: number, all: readonly string[]): boolean {
  return all.indexOf(text) === at;
}
