/** How an agent stands, as lines for people: label, tab, value. */
import { escapeText } from '../../shared/runtime/index.ts';
import { type AgentLife, sessionHint, sizeText } from '../health/index.ts';

/** Sources that could not be read are named one by one up to here. */
const SOURCES_SHOWN_MAX = 10;

export function lifeLines({ state, isRunning, store, ...life }: AgentLife): readonly string[] {
  return [
    line('version', runs(isRunning, state, life.version)),
    ...(state?.session ? sessionLines(state.session, isRunning) : []),
    ...(life.certificateExpiresAt === undefined
      ? []
      : [line('certificate until', iso(life.certificateExpiresAt))]),
    ...(store ? storeLines(store, life.spoolMaxBytes) : []),
  ];
}

function runs(isRunning: boolean, state: AgentLife['state'], version: string): string {
  if (!isRunning) return `${version}, not running`;
  if (!state) return `${version}, running`;
  const since = `running since ${iso(state.startedAt)} as process ${state.pid}`;
  return state.version === version
    ? `${version}, ${since}`
    : `${version} is installed, ${state.version} is ${since}`;
}

function sessionLines(
  session: NonNullable<NonNullable<AgentLife['state']>['session']>,
  isRunning: boolean,
): readonly string[] {
  if (session.up) {
    const since = isRunning ? 'since' : 'none now; the last one began';
    return [line('session', `${since} ${iso(session.since)}, controller ${session.controller}`)];
  }
  return [
    line('session', `none since ${iso(session.since)}: ${session.message} [${session.code}]`),
    line('cure', sessionHint(session)),
  ];
}

function storeLines(
  { spool, sources }: NonNullable<AgentLife['store']>,
  maxBytes: number,
): readonly string[] {
  const oldest = spool.oldestAt === undefined ? '' : `, the oldest of ${iso(spool.oldestAt)}`;
  const failed = sources.filter(({ completeness }) => completeness !== 'complete');
  const shown = failed.slice(0, SOURCES_SHOWN_MAX);
  const newest = Math.max(0, ...sources.map(({ finishedAt }) => finishedAt));
  return [
    line('spool', `${spool.deltas} deltas, ${sizeText(spool.bytes)} of ${sizeText(maxBytes)}${oldest}`),
    line(
      'sources',
      `${sources.length}, ${failed.length} not read in full${newest > 0 ? `; last scan ${iso(newest)}` : ''}`,
    ),
    ...shown.map(({ source, completeness, code, reason, finishedAt }) =>
      line(
        `  ${source}`,
        `${completeness} at ${iso(finishedAt)}${code === '' ? '' : `: ${reason} [${code}]`}`,
      ),
    ),
    ...(failed.length > shown.length ? [line('  more', String(failed.length - shown.length))] : []),
  ];
}

/** What devices say of themselves may not move the cursor of who looks. */
function line(label: string, value: string): string {
  return `${escapeText(label)}\t${escapeText(value)}`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
