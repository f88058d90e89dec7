/** Words and arguments that the commands of schedules share. */
import type { ScheduleView } from '../../../shared/model/index.ts';
import type { Shell } from '../shell.ts';
import type { ArgSpec, FlagSpec } from '../spec.ts';

export const nameArg: ArgSpec = { name: 'NAME', doc: 'its name or id', complete: 'schedule' };
export const siteOfFlag: FlagSpec = {
  ...{ name: 'site', value: 'SITE', complete: 'site' },
  doc: 'where several sites have one of that name',
};

type When = Pick<ScheduleView, 'cron' | 'timeZone' | 'everyMs' | 'phaseMs'>;

/** As `--cron` and `--every` take it. */
export function whenText({ cron, timeZone, everyMs, phaseMs }: When): string {
  if (cron !== '') return `${cron} ${timeZone}`;
  return phaseMs === 0 ? `every ${spanText(everyMs)}` : `every ${spanText(everyMs)} + ${spanText(phaseMs)}`;
}

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000 };

/** To the second, as flags take it: `1h30m`. */
export function spanText(ms: number): string {
  let rest = ms;
  let text = '';
  for (const [unit, unitMs] of Object.entries(UNITS)) {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    if (count > 0) text += `${count}${unit}`;
  }
  return rest > 0 || text === '' ? `${text}${rest / 1000}s` : text;
}

/** Whether it runs, and why not. */
export function stateText({ pausedWhy, agentId }: Pick<ScheduleView, 'pausedWhy' | 'agentId'>): string {
  if (pausedWhy !== '') return `paused: ${pausedWhy}`;
  return agentId === '' ? 'waits for an agent that can do it' : 'runs';
}

/** By id, of those that may be seen and are still there. */
export async function agentNames(
  shell: Shell,
  schedules: readonly Pick<ScheduleView, 'agentId'>[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(schedules.map(({ agentId }) => agentId))].filter((id) => id !== '');
  const names = await Promise.all(
    ids.map(async (id) => {
      try {
        const { agent } = await shell.call('AgentService.GetAgent', { id });
        return [id, agent?.name || id] as const;
      } catch {
        // Its id says enough, and is what there is.
        return [id, id] as const;
      }
    }),
  );
  return new Map(names);
}
