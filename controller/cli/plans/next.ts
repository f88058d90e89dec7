/** What to type next with a plan that nobody applied yet. */
import { isConverged, type PlanView } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { formatTime } from '../output/time.ts';
import type { Shell } from '../shell.ts';
import { shortId } from './held.ts';
import { allowText, readySteps } from './text.ts';

/** On stderr; nothing where there is nothing to do, and once it was applied or has expired. */
export function tellNext(shell: Shell, plan: PlanView): void {
  if (plan.state !== 'open' || isConverged(plan.summary.counts)) return;
  shell.note(readySteps(plan.summary) > 0 ? whoText(plan) : notReadyText(plan));
}

/** Who agreed, or has to. */
function whoText({ id, approval, approvals, fourEyes, madeBy, revoked }: PlanView): string {
  const apply = `wayside apply ${shortId(id)}`;
  const approve = `next: wayside plan approve ${shortId(id)}, then ${apply}`;
  const missesOther = fourEyes && approvals.every(({ by }) => by === madeBy);
  const who = missesOther ? `another person than ${madeBy} has to approve it; ` : '';
  if (revoked && approvals.length === 0) return `its approvals were taken back; ${who}${approve}`;
  if (missesOther) return `${who}${approve}`;
  if (approval === 'signed' && approvals.every(({ key }) => key === ''))
    return `not approved by an operator key yet; ${approve}`;
  const by = approvals.map((one) => one.by).join(', ');
  return `${by === '' ? 'unsigned: nobody has to approve it' : `approved by ${by}`}; next: ${apply}`;
}

/** Applying it would do nothing. */
function notReadyText({ summary, planner }: PlanView): string {
  const allow = allowText(summary);
  if (allow !== '') return `nothing of it can be done; if all of it is meant, make it again with ${allow}`;
  return planner === 'revert'
    ? 'nothing of it can be undone, for the reasons that it names; what is to change all the same is edited'
    : 'nothing of it can be done, for the reasons that it names; mend those, then make the plan again';
}

/** For a plan that was made by a command which then did not apply it. */
export async function tellKept(shell: Shell, { id, expiresAt }: PlanView): Promise<void> {
  const { zone } = await shell.reader();
  const until = formatTime(expiresAt, zone);
  shell.note(escapeText(`plan ${shortId(id)} is kept until ${until}: wayside apply ${shortId(id)}`));
}
