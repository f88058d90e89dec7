/** Schedules that stopped by themselves; what a person paused is no trouble. */
import { foundBy, type ReasonedFinding } from '../../../shared/model/index.ts';
import type { Schedules } from '../../jobs/index.ts';
import type { Check } from '../check.ts';

/** Named in one finding. */
const NAMED_MAX = 5;

export type PausedSchedule = ReturnType<Schedules['paused']>[number];

export function schedulesCheck(paused: () => readonly PausedSchedule[]): Check {
  return {
    name: 'schedules',
    reasons: ['schedule-paused'],
    of: 'sites',
    run: () => bySite(paused().filter(isByItself)).map(findingOf),
    well: () => 'no schedule stopped by itself',
  };
}

function bySite(schedules: readonly PausedSchedule[]): readonly (readonly PausedSchedule[])[] {
  const sites = [...new Set(schedules.map(({ site }) => site))];
  return sites.map((site) => schedules.filter((schedule) => schedule.site === site));
}

function isByItself({ failures, spec }: PausedSchedule): boolean {
  return spec.pauseAfter > 0 && failures >= spec.pauseAfter;
}

/** One for each site: an alert is known by what it is about, and a schedule is no record. */
function findingOf(schedules: readonly PausedSchedule[]): ReasonedFinding {
  const names = schedules
    .slice(0, NAMED_MAX)
    .map(({ name, failures }) => `${name} (${failures} failures in a row)`);
  const more = schedules.length > names.length ? [`${schedules.length - names.length} more`] : [];
  const { name: first = '', site = '' } = schedules[0] ?? {};
  return foundBy('schedules', 'schedule-paused', {
    site,
    since: Math.min(...schedules.map(({ pausedAt }) => pausedAt ?? 0)),
    message: `at site ${site} paused by itself: ${[...names, ...more].join(', ')}`,
    detail: schedules
      .slice(0, NAMED_MAX)
      .map(({ name, pausedWhy }) => `${name}: ${pausedWhy}`)
      .join('; '),
    hint: `See wayside schedule history ${first} --site ${site}; then: wayside schedule resume ${first} --site ${site}`,
  });
}
