/** Nobody is told what they may not see: every rpc, every kind of principal, every byte that comes back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ready } from '../../shared/seal/index.ts';
import { protos } from '../../shared/transport/index.ts';
import { ADMIN } from './support/controller.ts';
import { openViewCampus, type ViewCampus } from './support/view-campus.ts';
import { walk } from './support/view-table.ts';
import { startWalk, type WalkServer, walkAll, wronglyLeftOut } from './support/view-walk.ts';
import { walkers } from './support/view-walkers.ts';

let campus: ViewCampus;
let server: WalkServer;
beforeAll(async () => {
  await ready();
  campus = await openViewCampus();
  server = await startWalk(campus);
});
afterAll(async () => {
  await campus.stop();
  await server.stop();
});

const rpcs = [...protos().services].flatMap(([service, methods]) =>
  methods.map((method) => `${service}.${method}`),
);

test('the walk knows every rpc that the protos have, and closed ones are closed', () => {
  expect(rpcs.filter((rpc) => walk[rpc] === undefined)).toEqual([]);
  expect(wronglyLeftOut()).toEqual([]);
});

describe('over every rpc, no byte that comes back names what is out of view (S1.5)', () => {
  test.each(walkers)('to $name', async (walker) => {
    const { leaks, answered } = await walkAll(server, campus, walker);
    expect(leaks).toEqual([]);
    if (walker.principal.type === 'user') expect(answered).toBeGreaterThan(20);
    else expect(answered).toBe(0);
  });

  test('and a view that shows all is caught', async () => {
    const { inventory } = campus.rooms;
    const sight = inventory.sight.bind(inventory);
    inventory.sight = () => sight(ADMIN);
    try {
      const caught: string[] = [];
      for (const walker of walkers.filter(({ name }) => name === 'a port technician')) {
        caught.push(...(await walkAll(server, campus, walker)).leaks);
      }
      const inRpcs = new Set(caught.map((leak) => leak.split(' ')[0]));
      expect([...inRpcs].sort()).toEqual([
        'AgentService.GetAgent',
        'AgentService.ListAgents',
        'AlertService.ListAlerts',
        'ChangeService.GetChangeSet',
        'ChangeService.ListChangeItems',
        'ChangeService.ListChangeSets',
        'ConflictService.GetConflict',
        'ConflictService.ListConflicts',
        'InventoryService.FindRecords',
        'InventoryService.GetChange',
        'InventoryService.GetRecord',
        'InventoryService.ListHistory',
        'InventoryService.ListRecords',
        'InventoryService.WatchRecords',
        'JobService.GetJob',
        'JobService.GetJobLog',
        'JobService.ListJobs',
        'JobService.WatchJob',
        'PlanService.ExportPlan',
        'PlanService.GetPlan',
        'PlanService.ListPlanSteps',
        'PlanService.ListPlans',
        'PortService.ListPorts',
        'ScheduleService.GetSchedule',
        'ScheduleService.ListFirings',
        'ScheduleService.ListSchedules',
        'SystemService.GetStatus',
        'SystemService.RunDoctor',
        'TraceService.TraceIp',
        'TraceService.TraceMac',
        'TraceService.TraceName',
      ]);
    } finally {
      inventory.sight = sight;
    }
  });
});
