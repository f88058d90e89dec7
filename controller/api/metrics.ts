/** Figures of the rooms that are read when somebody asks for the metrics. */
import type { Metrics } from '../../shared/runtime/index.ts';
import type { AgentHub } from '../agents/index.ts';
import type { Inventory } from '../inventory/index.ts';
import type { Jobs } from '../jobs/index.ts';

export interface MeteredRooms {
  readonly hub: AgentHub;
  readonly jobs: Jobs;
  readonly inventory: Inventory;
}

export function setRoomMetrics(metrics: Metrics, { hub, jobs, inventory }: MeteredRooms): void {
  const agents = hub.counts();
  const counts = jobs.counts();
  metrics.set('wayside_agents', { state: 'online' }, agents.online);
  metrics.set('wayside_agents', { state: 'away' }, agents.total - agents.online);
  metrics.set('wayside_jobs', { state: 'queued' }, counts.queued);
  metrics.set('wayside_jobs', { state: 'running' }, counts.running);
  metrics.set('wayside_job_targets', { state: 'asked' }, jobs.targets.asked);
  metrics.set('wayside_job_targets', { state: 'given' }, jobs.targets.given);
  metrics.set('wayside_feed_position', {}, inventory.position);
  metrics.set('wayside_store_bytes', {}, inventory.storeBytes);
}
