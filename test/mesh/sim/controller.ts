/** One process of a controller: the real rooms over a disk, a clock and sessions of the run. */
import { AgentHostKeys, type AgentHub, AgentLogLevels } from '../../../controller/agents/index.ts';
import { Schedules } from '../../../controller/jobs/index.ts';
import { openDatabase } from '../../../controller/store/index.ts';
import type { Random } from '../../../shared/runtime/index.ts';
import type { ControllerLink } from '../../../shared/transport/index.ts';
import { addSite, type RoomsBase, roomsOver, type TestRooms } from '../../contract/support/controller.ts';
import { SimDisk } from './disk.ts';
import { type LogLine, SimLog } from './log.ts';
import type { ProcessClock } from './time.ts';

const DELTA_WINDOW_BYTES = 4_000;
const QUEUE_MAX = 200;
const HEARTBEAT_MS = 20_000;

export interface ControllerBase {
  readonly clock: ProcessClock;
  readonly random: Random;
  readonly line: LogLine;
  readonly between?: RoomsBase['between'];
  /** Between the schedules and the agents. */
  readonly schedulesHub?: ((hub: AgentHub) => AgentHub) | undefined;
}

export type Rooms = Omit<TestRooms, 'clock'>;

export class ControllerProcess {
  readonly clock: ProcessClock;
  readonly disk: SimDisk;
  readonly rooms: Rooms;
  readonly logLevels: AgentLogLevels;
  readonly hostKeys: AgentHostKeys;
  readonly schedules: Schedules;
  isAlive = true;
  /** Stops taking streams. */
  isStopping = false;

  constructor(base: ControllerBase, image: Uint8Array) {
    const { clock, random, line } = base;
    const log = new SimLog((level, event, fields) => {
      if (this.isAlive) line(level, event, fields);
    });
    this.clock = clock;
    this.disk = new SimDisk(image);
    this.rooms = roomsOver({
      ...{ clock, random, log, db: this.disk.db, deltaWindowBytes: DELTA_WINDOW_BYTES },
      heartbeatMs: HEARTBEAT_MS,
      ...(base.between && { between: base.between }),
      settings: { queueMax: QUEUE_MAX },
      renew: async () => ({ chain: [new Uint8Array([1])], expiresAt: clock.now() + 1_000_000 }),
    });
    const { store, inventory, hub, jobs } = this.rooms;
    this.logLevels = new AgentLogLevels({ clock, hub });
    this.hostKeys = new AgentHostKeys({ clock, hub });
    const { schedulesHub = same } = base;
    this.schedules = new Schedules({ store, inventory, jobs, clock, random, log, hub: schedulesHub(hub) });
    this.schedules.start();
  }

  /** False: nobody listens. */
  serve(agentId: string, link: ControllerLink): boolean {
    if (!this.isAlive || this.isStopping) return false;
    void this.rooms.hub.serve(agentId, link);
    return true;
  }

  /** In order, as at SIGTERM. */
  async stop(): Promise<void> {
    await this.rooms.hub.stop();
    this.isStopping = true;
    this.schedules.stop();
    this.rooms.jobs.stop();
  }
}

/** What the disk of a controller holds before its first start: sites, their switches, and the agents that joined. */
export function firstControllerDisk(
  base: Pick<ControllerBase, 'clock' | 'random' | 'line'>,
  plan: {
    readonly sites: ReadonlyMap<string, readonly string[]>;
    readonly agents: readonly { readonly id: string; readonly site: string }[];
  },
): Uint8Array {
  const { clock, random, line } = base;
  const db = openDatabase({ file: ':memory:', busyTimeoutMs: 0, cacheBytes: 4_194_304 });
  const rooms = roomsOver({ clock, random, db, log: new SimLog(line) });
  for (const [site, devices] of plan.sites) addSite(rooms, site, devices);
  for (const { id, site } of plan.agents) enrolAt(rooms, clock, { id, site });
  rooms.jobs.stop();
  const image = db.serialize();
  db.close();
  return image;
}

function enrolAt(rooms: Rooms, clock: ProcessClock, { id, site }: { id: string; site: string }): void {
  const key = new Uint8Array(32);
  rooms.directory.saveAgent({
    ...{ id, site, name: id, identityKey: key, sealingKey: key, certificateKey: id },
    ...{ enrolledAt: clock.now(), certificateExpiresAt: clock.now() + 1e9 },
  });
}

function same(hub: AgentHub): AgentHub {
  return hub;
}
