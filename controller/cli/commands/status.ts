/** How the controller is. */
import { type StatusView, statusFromWire } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Fact, printDetails } from '../output/details.ts';
import type { ListingSpec } from '../output/listing.ts';
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
    { head: 'store_bytes', cell: ({ storeBytes }) => String(storeBytes) },
    { head: 'disk_free_bytes', cell: ({ diskFreeBytes }) => String(diskFreeBytes) },
  ],
};

function statusFacts(status: StatusView, plan: TargetPlan, { nowMs, zone }: Reader): readonly Fact[] {
  const { sourcesStale, sourcesTotal, agentsOnline, agentsTotal } = status;
  const records = Object.entries(status.records).filter(([, count]) => count > 0);
  return [
    ['Controller', `${plan.address ?? ''}${plan.context ? ` (context ${plan.context})` : ''}`],
    ['Version', status.version],
    ['Running', `for ${formatAge(nowMs - status.startedAt)}, since ${formatTime(status.startedAt, zone)}`],
    ['Agents', `${agentsOnline} of ${agentsTotal} online`],
    ['Sources', sourcesText(sourcesTotal, sourcesStale)],
    ['Jobs', `${status.jobsRunning} running, ${status.jobsQueued} queued`],
    ['Records', records.map(([kind, count]) => `${kind} ${count}`).join(', ')],
    ['Position', String(status.pos)],
    ['Store', `${bytesText(status.storeBytes)}, ${bytesText(status.diskFreeBytes)} free on its disk`],
    ['Memory', bytesText(status.memoryBytes)],
    ['Origin', status.origin],
    ['Mesh', status.meshId],
  ];
}

function sourcesText(total: number, stale: number): string {
  if (total === 0) return 'none';
  return stale === 0 ? `${total}, all read` : `${total}, ${stale} STALE`;
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

function bytesText(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 2 ** (10 * step);
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${BYTE_UNITS[step]}`;
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
