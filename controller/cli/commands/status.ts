/** How the controller is. */
import type { HistoryKept } from '../../../shared/model/index.ts';
import { type StatusView, statusFromWire } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Fact, printDetails } from '../output/details.ts';
import type { ListingSpec } from '../output/listing.ts';
import { formatBytes } from '../output/size.ts';
import type { Reader } from '../output/time.ts';
import { formatAge, formatIso, formatTime } from '../output/time.ts';
import type { CommandSpec } from '../spec.ts';
import { planTarget, type TargetPlan } from '../target.ts';

const statusListing: ListingSpec<StatusView> = {
  plural: 'controllers',
  name: ({ origin }) => origin,
  columns: [],
  csv: [
    { head: 'origin', cell: ({ origin }) => origin },
    { head: 'version', cell: ({ version }) => version },
    { head: 'started', cell: ({ startedAt }) => formatIso(startedAt) },
    { head: 'agents_online', cell: ({ agentsOnline }) => String(agentsOnline) },
    { head: 'agents_total', cell: ({ agentsTotal }) => String(agentsTotal) },
    { head: 'sources_stale', cell: ({ sourcesStale }) => String(sourcesStale) },
    { head: 'sources_total', cell: ({ sourcesTotal }) => String(sourcesTotal) },
    { head: 'jobs_queued', cell: ({ jobsQueued }) => String(jobsQueued) },
    { head: 'jobs_running', cell: ({ jobsRunning }) => String(jobsRunning) },
    { head: 'alerts_open', cell: ({ alertsOpen }) => String(alertsOpen) },
    { head: 'store_bytes', cell: ({ storeBytes }) => String(storeBytes) },
    { head: 'disk_free_bytes', cell: ({ diskFreeBytes }) => String(diskFreeBytes) },
    { head: 'history_bytes', cell: ({ history }) => String(sum(history, ({ bytes }) => bytes)) },
    { head: 'sources_never_read', cell: ({ sourcesNeverRead }) => String(sourcesNeverRead) },
  ],
};

function statusFacts(status: StatusView, plan: TargetPlan, { nowMs, zone }: Reader): readonly Fact[] {
  const { agentsOnline, agentsTotal } = status;
  const records = Object.entries(status.records).filter(([, count]) => count > 0);
  return [
    ['Controller', `${plan.address ?? ''}${plan.context ? ` (context ${plan.context})` : ''}`],
    ['Version', status.version],
    ['Running', `for ${formatAge(nowMs - status.startedAt)}, since ${formatTime(status.startedAt, zone)}`],
    // None at all is also what it shows whoever may not see them.
    ...(agentsTotal === 0 ? [] : [['Agents', `${agentsOnline} of ${agentsTotal} online`] as const]),
    ['Sources', sourcesText(status)],
    ['Alerts', alertsText(status)],
    ['Jobs', `${status.jobsRunning} running, ${status.jobsQueued} queued`],
    ['Records', records.map(([kind, count]) => `${kind} ${count}`).join(', ')],
    ['Position', String(status.pos)],
    ['Store', `${formatBytes(status.storeBytes)}, ${formatBytes(status.diskFreeBytes)} free on its disk`],
    ...historyFacts(status),
    ['Memory', formatBytes(status.memoryBytes)],
    ['Origin', status.origin],
    ['Mesh', status.meshId],
  ];
}

/** What it takes, what a day adds, and where that leads; then the kinds that have any. */
function historyFacts({ history, diskFreeBytes }: StatusView): readonly Fact[] {
  const kept = history.filter(({ versions }) => versions > 0);
  if (history.length === 0) return [];
  if (kept.length === 0) return [['History', 'none yet']];
  const expected = sum(kept, ({ bytesExpected }) => bytesExpected);
  const more = expected - sum(kept, ({ bytes }) => bytes);
  const fits = more < diskFreeBytes ? '' : ', MORE THAN THE DISK HAS: lower history.* in the configuration';
  return [
    ['History', `${sizesText(kept)}; levels off near ${formatBytes(expected)}${fits}`],
    ...kept.map(
      (one): Fact => [`  ${one.kind}`, `${one.versions} versions, ${sizesText([one])}, ${boundText(one)}`],
    ),
  ];
}

function sizesText(kept: readonly HistoryKept[]): string {
  const [bytes, perDay] = [sum(kept, (one) => one.bytes), sum(kept, ({ bytesPerDay }) => bytesPerDay)];
  return `about ${formatBytes(bytes)}, ${formatBytes(perDay)} more a day`;
}

function boundText({ keepMs, versionsMax }: HistoryKept): string {
  return `kept ${formatAge(keepMs)} or ${versionsMax} versions`;
}

function sum(kept: readonly HistoryKept[], of: (one: HistoryKept) => number): number {
  return kept.reduce((total, one) => total + of(one), 0);
}

/** How many, and the worst of them. */
function alertsText({ alertsOpen, worstAlert }: StatusView): string {
  if (alertsOpen === 0) return 'none open';
  const worst = worstAlert ? `; the worst: ${worstAlert.message}` : '';
  return `${alertsOpen} OPEN${worst}; see: wayside alert ls`;
}

function sourcesText({ sourcesTotal, sourcesStale, sourcesNeverRead }: StatusView): string {
  if (sourcesTotal === 0) return 'none';
  const [stale, unread] = [`${sourcesStale} STALE`, `${sourcesNeverRead} never read`];
  const trouble = [...(sourcesStale > 0 ? [stale] : []), ...(sourcesNeverRead > 0 ? [unread] : [])];
  return [sourcesTotal, ...(trouble.length > 0 ? trouble : ['all read'])].join(', ');
}

export const statusCommand: CommandSpec = {
  path: ['status'],
  summary: 'show how the controller is',
  examples: [
    ['wayside status', ''],
    ['wayside status -o json | jq .sourcesStale', 'for a script; absent means 0'],
  ],
  async run({ shell }) {
    const plan = await planTarget(shell.host, shell.settings.flags);
    const message = await shell.call('SystemService.GetStatus', {});
    const row = statusFromWire(message);
    const api = await shell.api();
    const reader = await shell.reader();
    await printDetails(shell, {
      spec: statusListing,
      row,
      facts: () => statusFacts(row, plan, reader),
      json: () => api.toJson('wayside.v1.GetStatusResponse', message),
    });
    return exitCodes.done;
  },
};
