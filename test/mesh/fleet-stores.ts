/** As `differences` of stores.ts, for a controller and all of its agents at once: record by record, number by number. */
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { agentRecords, compareRecords, controllerRecords, numberProblems, withStore } from './stores.ts';

export interface AgentStore {
  readonly id: string;
  readonly db: Database.Database;
}

export interface FleetDifferences {
  /** Records that one side alone has, or that the two tell differently. */
  readonly lost: readonly string[];
  /** Holes and doubles in dots, positions and delta trails, and positions that are not where the agent is. */
  readonly doubled: readonly string[];
}

/** Every agent must have settled. */
export function fleetDifferences(controllerDir: string, agents: readonly AgentStore[]): FleetDifferences {
  const seen = new Map(agents.flatMap(({ db }) => [...agentRecords(db)]));
  return withStore(join(controllerDir, 'store.db'), (db) => ({
    lost: [...compareRecords(seen, controllerRecords(db))],
    doubled: [...numberProblems(db), ...agents.flatMap((agent) => positionProblem(db, agent))],
  }));
}

function positionProblem(db: Database.Database, agent: AgentStore): readonly string[] {
  const meta = (key: string): unknown =>
    agent.db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key);
  const at = `${String(meta('outbox'))}/${String(meta('acked') ?? 0)}`;
  const held = db
    .prepare("SELECT outbox || '/' || seq FROM outbox_positions WHERE agent = ?")
    .pluck()
    .get(agent.id);
  return held === at ? [] : [`agent ${agent.id} at ${at}, controller at ${String(held)}`];
}
