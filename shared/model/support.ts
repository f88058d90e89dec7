/** The files of a support bundle and what each says: shown before one is made, and what the programs fill. */

export const controllerParts = {
  'about.json': 'versions, the machine, memory, how long it runs',
  'config.json': 'the configuration in force; of secrets only the names of their files',
  'status.json': 'what wayside status shows',
  'doctor.json': 'what wayside doctor finds; it may name equipment',
  'alerts.json': 'alerts that are open, silenced or ended lately; they may name equipment',
  'log.jsonl': 'the last 1 MiB of log lines; they may name equipment and people',
  'metrics.txt': 'all figures of /metrics, with the event loop lag',
  'jobs.json': 'the last 200 jobs: kind, state, times, error; not what they found',
  'agents.json': 'agents with state, version and reason',
  'store.json': 'schema, sizes of tables, space that is free in the file',
  'audit.json': 'whether the chain of the audit trail is whole; no entries',
  'files.json': 'names, sizes and modes of the files in dataDir; not their content',
} as const;

/** Added on demand. */
export const INVENTORY_PART = 'inventory.jsonl';

export type ControllerPart = keyof typeof controllerParts;

export const agentParts = {
  'about.json': 'versions, the machine, memory',
  'config.json': 'the configuration in force; of secrets only the names of their files',
  'status.json': 'what wayside-agent status shows',
  'doctor.json': 'what wayside-agent doctor finds; it may name equipment',
  'log.jsonl': 'the last 1 MiB of log.file; lines may name equipment',
  'metrics.txt': 'all figures of /metrics, while the agent runs',
  'store.json': 'schema and size of the store, spool, sources with their last scan',
  'files.json': 'names, sizes and modes of the files in dataDir; not their content',
} as const;

export type AgentPart = keyof typeof agentParts;

/** `name  what it says`, one line each. */
export function partLines(parts: Readonly<Record<string, string>>): readonly string[] {
  const width = Math.max(...Object.keys(parts).map((name) => name.length));
  return Object.entries(parts).map(([name, what]) => `  ${name.padEnd(width)}  ${what}`);
}
