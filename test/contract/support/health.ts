/** The health room over the rooms of a test. */
import { type HealthRoom, type HealthRoomDeps, openHealth } from '../../../controller/health/index.ts';
import type { Sight } from '../../../controller/inventory/index.ts';
import type { AlertView, Finding, Level, Principal, Scope } from '../../../shared/model/index.ts';
import { type Log, type LogFields, seededRandom, silentLog } from '../../../shared/runtime/index.ts';
import type { Hello } from '../../../shared/wire/index.ts';
import { ADMIN, openRooms, type TestRooms } from './controller.ts';
import { FakeAgent } from './fake-agent.ts';

const WELL_CHECKED = {
  checked: 0,
  good: { seq: 0, hash: '' },
  bad: undefined,
  losses: [],
  nextPageToken: '',
};
const FAR_MS = 1e12;

/** Disk, files and certificates are well unless told otherwise. */
export function healthOf(
  { clock, store, inventory, hub, directory }: TestRooms,
  more: Partial<HealthRoomDeps> = {},
): HealthRoom {
  return openHealth({
    ...{ clock, store, inventory, hub, directory, log: silentLog, random: seededRandom(3) },
    auditReader: { verify: () => WELL_CHECKED },
    ...{ dataDir: '/data', secretFiles: [], cas: () => [], serverEndsAt: () => clock.now() + FAR_MS },
    ...{ softwareVersion: '1.0.0', certificateLifetimeMs: 86_400_000, freeBytes: () => FAR_MS },
    ...more,
  });
}

const MINUTE_MS = 60_000;
const HEARTBEAT_MS = 10_000;

/** Rooms whose health is looked after, with a clock that is moved by hand. */
export class HealthBench {
  rooms: TestRooms = openRooms();
  /** Events of the log, each with its reason. */
  readonly logged: string[] = [];
  /** Agents whose heart beats while time passes. */
  readonly living: FakeAgent[] = [];
  room: HealthRoom;
  private readonly log: Log;

  constructor(more: Partial<HealthRoomDeps> = {}) {
    const note = (event: string, fields: LogFields = {}): void =>
      void this.logged.push(`${event} ${fields['reason']}`);
    this.log = { ...silentLog, warn: note, info: note };
    this.room = this.open(more);
  }

  /** A room anew over the same rooms. */
  open(more: Partial<HealthRoomDeps> = {}): HealthRoom {
    this.room = healthOf(this.rooms, { log: this.log, ...more });
    return this.room;
  }

  /** Another process over the same store. */
  restart(): void {
    this.rooms = openRooms({ after: this.rooms });
    this.open();
  }

  sight(principal: Principal = ADMIN): Sight {
    return this.rooms.inventory.sight(principal);
  }

  /** Open and not silenced. */
  alerts(principal: Principal = ADMIN): readonly AlertView[] {
    return [...this.room.desk.list({ site: '', reason: '', showAll: false }, this.sight(principal))];
  }

  reasons(): string[] {
    return this.alerts()
      .map(({ reason }) => reason)
      .sort();
  }

  doctor(principal: Principal = ADMIN): Promise<readonly Finding[]> {
    return this.room.health.doctor(this.sight(principal));
  }

  async foundReasons(): Promise<string[]> {
    return (await this.doctor()).flatMap(({ reason }) => reason ?? []).sort();
  }

  /** Ticks along the time, each half minute. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= MINUTE_MS / 2) {
      for (let beats = 0; beats < MINUTE_MS / 2 / HEARTBEAT_MS; beats += 1) {
        this.rooms.clock.advance(HEARTBEAT_MS);
        const time = this.rooms.clock.now();
        for (const agent of this.living)
          await agent.say({ type: 'heartbeat', time, runningTargets: 0, outboxBytes: 0 });
      }
      await this.room.health.tick();
    }
  }

  connect(id: string, hello: Partial<Hello> = {}): Promise<FakeAgent> {
    return FakeAgent.connect(this.rooms.hub, id, { time: this.rooms.clock.now(), ...hello });
  }
}

/** With the network view. */
export function personAt(level: Level, ...scopes: readonly Scope[]): Principal {
  const grants = [{ level, switchView: 'network' as const, scopes }];
  return { type: 'user', name: level, grants, readOnly: false, tokenId: 't' };
}
