/** The plans of a controller in memory, behind its API, with people of several places. */
import { expect } from 'vitest';
import { authorize, type Journal } from '../../../controller/access/index.ts';
import {
  changeHandlers,
  conflictHandlers,
  inventoryHandlers,
  jobHandlers,
  planHandlers,
  portHandlers,
} from '../../../controller/api/index.ts';
import {
  ChangeItems,
  Changes,
  Conflicts,
  type Executor,
  PLAN_BOUNDS,
  type PlanBounds,
  PlanRepository,
  type PlanSettings,
  Plans,
  PortWork,
  RecordsExecutor,
  Runs,
} from '../../../controller/plans/index.ts';
import { FactsIndex } from '../../../controller/trace/facts-index.ts';
import { judgedSite } from '../../../controller/trace/index.ts';
import { declaredPortGuards } from '../../../shared/config/index.ts';
import type { ConflictRule, Level, Principal, Scope, SwitchView } from '../../../shared/model/index.ts';
import { OrderedPages, seededRandom, silentLog, systemClock } from '../../../shared/runtime/index.ts';
import { type ApiClient, createClient, createServer } from '../../../shared/transport/index.ts';
import { createTestCa } from '../certificates.ts';
import { openRooms, type TestRooms } from './controller.ts';

export const DAY_MS = 86_400_000;

export const PLAN_SETTINGS: PlanSettings = {
  ...{ expireAfterMs: DAY_MS, keepMs: 90 * DAY_MS, approval: 'unsigned', fourEyes: false },
  ...{ operatorKeys: [], guards: [] },
};

export function user(name: string, level: Level, view: SwitchView, ...scopes: Scope[]): Principal {
  const grants = [{ level, switchView: view, scopes }];
  return { type: 'user', name, grants, readOnly: false, tokenId: name };
}

export interface PlanRoomsOptions {
  readonly settings?: Partial<PlanSettings>;
  readonly bounds?: Partial<PlanBounds>;
  /** Of other stores than the records. */
  readonly executors?: readonly Executor[];
  readonly rooms?: TestRooms;
  /** For conflicts. */
  readonly rules?: readonly ConflictRule[];
  /** As they are now: who is not in it is not known any more. */
  readonly people?: Map<string, Principal>;
}

export interface PlanRooms {
  readonly rooms: TestRooms;
  readonly plans: Plans;
  readonly changes: Changes;
  readonly conflicts: Conflicts;
  readonly settings: PlanSettings;
}

export function openPlanRooms(options: PlanRoomsOptions = {}): PlanRooms {
  const rooms = options.rooms ?? openRooms();
  const { store, homes, inventory, jobs, clock } = rooms;
  const random = seededRandom(11);
  const log = silentLog;
  const settings = { ...PLAN_SETTINGS, ...options.settings };
  const records = new RecordsExecutor({ inventory, part: (work) => store.write(work) });
  const executors: readonly Executor[] = [records, ...(options.executors ?? [])];
  const plans = new Plans({
    ...{ store, inventory, clock, random, log, executors, settings },
    bounds: { ...PLAN_BOUNDS, ...options.bounds },
    principalOf: (name) => options.people?.get(name),
    runs: (judge, repository) => new Runs({ store, jobs, clock, random, log, executors, repository, judge }),
  });
  const items = new ChangeItems(store, new PlanRepository(store));
  const changes = new Changes({ store, inventory, plans, executors, items });
  const conflicts = new Conflicts({ store, inventory, homes, clock, plans, rules: options.rules ?? [] });
  return { rooms, plans, changes, conflicts, settings };
}

function portWork({ rooms, plans }: Pick<PlanRooms, 'rooms' | 'plans'>, index: FactsIndex): PortWork {
  const { inventory, jobs } = rooms;
  const judge = (site: string): ReturnType<typeof judgedSite> => judgedSite(index, site);
  return new PortWork({ inventory, jobs, plans, judge, guards: declaredPortGuards([]) });
}

export interface PlanServer {
  as(who: string): ApiClient;
  /** What handlers told the audit trail of, within their transactions. */
  readonly journal: readonly (readonly [method: string, about: Parameters<Journal>[1]])[];
  stop(): Promise<void>;
}

/** Each of the people shows its own name as token. */
export async function servePlans(
  { rooms, plans, changes, conflicts }: PlanRooms,
  people: ReadonlyMap<string, Principal>,
): Promise<PlanServer> {
  const ca = await createTestCa('plans');
  const { chain: certificateChain, privateKey } = await ca.issue({ dns: 'localhost', ip: '127.0.0.1' });
  const pages = new OrderedPages(rooms.clock, seededRandom(1));
  const index = new FactsIndex(rooms.inventory);
  const told: [string, Parameters<Journal>[1]][] = [];
  const journal: Journal = ({ method }, about) => {
    expect(rooms.store.db.inTransaction).toBe(true);
    told.push([method, about]);
  };
  const server = createServer({
    tls: { certificateChain, privateKey, clientCas: [ca.certificate] },
    ...{ clock: systemClock, log: silentLog },
    handlers: {
      PlanService: planHandlers(plans, pages, journal),
      ChangeService: changeHandlers(changes, pages),
      ConflictService: conflictHandlers(conflicts, pages),
      InventoryService: inventoryHandlers(rooms.inventory),
      JobService: jobHandlers(rooms.jobs, pages),
      PortService: portHandlers({
        work: portWork({ rooms, plans }, index),
        list: { inventory: rooms.inventory, index, clock: rooms.clock, pages },
        journal,
      }),
    },
    resolvePrincipal: ({ method, token = '' }) => {
      const principal = people.get(token) ?? ({ type: 'anonymous' } as const);
      authorize(method, principal);
      return principal;
    },
  });
  const address = `127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
  const clients = new Map(
    [...people.keys()].map((token) => [
      token,
      createClient({ address, clock: systemClock, ca: [ca.certificate], token }),
    ]),
  );
  return {
    journal: told,
    as: (who) => {
      const client = clients.get(who);
      if (!client) throw new Error(`nobody is called ${who}`);
      return client;
    },
    stop: async () => {
      for (const client of clients.values()) client.close();
      await plans.stop();
      await server.stop({ graceMs: 0 });
    },
  };
}
