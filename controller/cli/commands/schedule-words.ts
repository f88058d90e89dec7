/** Words and arguments that the commands of schedules share. */
import type { ScheduleView } from '../../../shared/model/index.ts';
import { formatAge } from '../output/time.ts';
import type { ArgSpec, FlagSpec } from '../spec.ts';

export const nameArg: ArgSpec = { name: 'NAME', doc: 'its name or id' };
export const siteOfFlag: FlagSpec = {
  ...{ name: 'site', value: 'SITE', complete: 'site' },
  doc: 'where several sites have one of that name',
};

type When = Pick<ScheduleView, 'cron' | 'timeZone' | 'everyMs' | 'phaseMs'>;

/** As `--cron` and `--every` take it. */
export function whenText({ cron, timeZone, everyMs, phaseMs }: When): string {
  if (cron !== '') return `${cron} ${timeZone}`;
  return phaseMs === 0
    ? `every ${formatAge(everyMs)}`
    : `every ${formatAge(everyMs)} + ${formatAge(phaseMs)}`;
}
