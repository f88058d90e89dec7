/** The end of a run in words: what was done, what was not and why, the way back, and what to type next. */
import { escapeText } from '../../../shared/runtime/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import type { Shell } from '../shell.ts';
import { shortId } from './held.ts';
import { doneSteps, endJson, type RunEnd } from './run.ts';
import { actionWords, doneText, runText, thingName } from './text.ts';

/** Prints it in the form that was asked for; its exit code. */
export async function runEnd(shell: Shell, end: RunEnd): Promise<ExitCode> {
  const { output } = shell.settings;
  if (output === 'json' || output === 'yaml') {
    const json = await endJson(shell, end);
    shell.out(output === 'json' ? formatJson(json) : await formatYaml(json));
  } else if (output === 'name') shell.out(`${end.plan.view.changeSet}\n`);
  else shell.out(`${escapeText(doneLine(end))}\n`);
  tellEnd(shell, end);
  return end.code;
}

/** `12 added, 3 changed; change set cs-1902` */
export function doneLine({ changeSet, plan }: RunEnd): string {
  const done = changeSet && doneText(changeSet.counts);
  return `${done || 'nothing was changed'}; change set ${plan.view.changeSet || 'none'}`;
}

/** For people, on stderr: what is not done, and what to do about it; then the way back. */
export function tellEnd(shell: Shell, end: RunEnd): void {
  const { plan, problems, changeSet, again, job } = end;
  for (const { step } of problems) {
    shell.note(`! ${actionWords[step.action].word} ${step.kind} ${thingName(step)}  ${runText(step)}`);
    if (step.run?.error?.hint) shell.note(`  hint: ${step.run.error.hint}`);
  }
  const counts = undoneText(end);
  if (counts !== '') shell.note(`${counts}; wayside plan show ${shortId(plan.view.id)} lists them`);
  if (job.error && problems.length === 0) shell.note(`${job.error.code}: ${job.error.message}`);
  if (end.code === exitCodes.interrupted) shell.note('cancelled; what was done before stays done');
  if (again) shell.note(`planned again: wayside plan show ${shortId(again.id)}`);
  if (doneSteps(changeSet) > 0) tellUndo(shell, plan.view.changeSet);
}

export function tellUndo(shell: Shell, changeSet: string): void {
  shell.note(`undo: wayside history revert ${changeSet}`);
}

/** `2 failed, 1 stale, 4 not done` */
function undoneText({ changeSet }: RunEnd): string {
  if (!changeSet) return '';
  const { failed, stale, unknown, skipped } = changeSet.counts;
  return [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unknown > 0 ? [`of ${unknown} nobody can say whether they are done`] : []),
    ...(stale > 0 ? [`${stale} stale: what is there has changed since the plan was made`] : []),
    ...(skipped > 0 ? [`${skipped} not done`] : []),
  ].join(', ');
}
