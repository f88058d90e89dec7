/** The plans room: what would be changed, who agreed, and the way back. */
import { declaredConflictRules, declaredGuards, declaredOperatorKeys } from '../../shared/config/index.ts';
import type { AccessRoom } from '../access/index.ts';
import type { Homes, Inventory } from '../inventory/index.ts';
import type { Jobs } from '../jobs/index.ts';
import {
  AgentExecutor,
  AutomaticResolution,
  ChangeItems,
  Changes,
  Conflicts,
  EvidenceBox,
  type Executor,
  PlanRepository,
  type PlanSettings,
  Plans,
  RecordsExecutor,
  Runs,
} from '../plans/index.ts';
import type { Base } from './base.ts';
import type { Ground } from './ground.ts';

export interface PlanRooms {
  readonly plans: Plans;
  readonly changes: Changes;
  readonly conflicts: Conflicts;
  readonly automatic: AutomaticResolution;
}

export function openPlans(
  base: Base,
  ground: Ground,
  rooms: {
    readonly homes: Homes;
    readonly inventory: Inventory;
    readonly jobs: Jobs;
    readonly people: AccessRoom;
  },
): PlanRooms {
  const { clock, random, log, closers } = base;
  const { store } = ground;
  const { inventory, jobs, people } = rooms;
  const shown = new PlanRepository(store);
  const evidence = new EvidenceBox(shown);
  const agents = new AgentExecutor({
    ...{ clock, random, log, inventory, jobs },
    evidence: (plan, steps) => evidence.of(plan, steps),
  });
  const records = new RecordsExecutor({ inventory, part: (work) => store.write(work) });
  const executors: readonly Executor[] = [records, agents];
  const plans = new Plans({
    ...{ store, inventory, clock, random, log, executors, settings: settingsOf(base) },
    principalOf: (name) => people.principals.byName(name),
    runs: (judge, repository) => new Runs({ store, jobs, clock, random, log, executors, repository, judge }),
  });
  closers.add(() => plans.stop());
  // Before: a run waits for what its agents do.
  closers.add(() => agents.stop());
  const items = new ChangeItems(store, shown);
  const changes = new Changes({ store, inventory, plans, executors, items });
  return { plans, changes, ...openConflicts(base, ground, { ...rooms, plans }) };
}

function openConflicts(
  { clock, log, config }: Base,
  { store, audit }: Ground,
  {
    homes,
    inventory,
    plans,
  }: Pick<PlanRooms, 'plans'> & { readonly homes: Homes; readonly inventory: Inventory },
): Pick<PlanRooms, 'conflicts' | 'automatic'> {
  const rules = declaredConflictRules(config.conflicts.rules);
  const conflicts = new Conflicts({ store, inventory, homes, clock, plans, rules });
  const automatic = new AutomaticResolution({
    ...{ store, inventory, homes, conflicts, plans, rules, log },
    onBegun: ({ id, title, sites, steps, changeSet }) =>
      audit.trail.event({
        ...{ method: 'conflicts.resolved', who: 'system:conflict-rules', sites, targets: [`plan:${id}`] },
        detail: { title, records: String(steps), changeSet },
      }),
  });
  return { conflicts, automatic };
}

function settingsOf({ config }: Base): PlanSettings {
  const { expireAfterMs, keepMs, approval, fourEyes, operatorKeys, guards } = config.plans;
  return {
    ...{ expireAfterMs, keepMs, approval, fourEyes },
    operatorKeys: declaredOperatorKeys(operatorKeys),
    guards: declaredGuards(guards),
  };
}
