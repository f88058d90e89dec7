/**
 * Whatever happens to an agent, its controller and the cable between them: in the end the controller's picture is the
 * agent's, and no delta was applied twice. All of it runs on promises and a clock that stands still, so that a seed
 * replays the very same run: SEED=… npx vitest run test/contract/session-cuts.test.ts
 */
import { beforeAll, expect, test } from 'vitest';
import { type Random, randomInt, seededRandom } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, enrol, openRooms, settle, type TestRooms } from './support/controller.ts';
import { SyncAgent } from './support/sync-agent.ts';

const SOURCES = ['sw1', 'sw2'];
const MACS = ['aa', 'bb', 'cc', 'dd', 'ee'];
const CUT_RUNS = 80;
/** Two or three scans. */
const SMALL_OUTBOX_BYTES = 1200;
const CRASH_RUNS = 25;

beforeAll(ready);

function firstSeed(): number {
  const given = Number(process.env['SEED']);
  return Number.isSafeInteger(given) && given > 0 ? given : Math.floor(Math.random() * 1e9);
}

const pick = <T>(random: Random, from: readonly T[]): T => from[randomInt(random, from.length)] as T;

/** Lets so many promises settle: a cut may fall between any two steps of either side. */
async function steps(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await Promise.resolve();
}

function scanSomething(agent: SyncAgent, random: Random, sources: readonly string[]): void {
  const macs = MACS.filter(() => random.float() < 0.5);
  agent.scan(pick(random, sources), macs, random.float() < 0.15);
}

/** `source mac` of what the controller shows as active, of these sources. */
function controllerPicture({ inventory }: TestRooms, sources: readonly string[]): string[] {
  const page = { pageSize: 1000, pageToken: '', showAbsent: false, showDeleted: false };
  return sources
    .flatMap((source) => {
      const filter = { source: `ams1/source/${source}` };
      const { records } = inventory.list({ kind: 'sighting', site: 'ams1', filter, ...page }, ADMIN);
      return records
        .filter(({ fields }) => (fields['presence'] ?? 'active') === 'active')
        .map(({ fields }) => `${source} ${fields['mac']}`);
    })
    .sort();
}

/** Counts what is applied; a second application of one delta of one outbox fails the run. */
function watchApplies({ inventory }: TestRooms, applied: Set<string>): void {
  const apply = inventory.applyDelta.bind(inventory);
  inventory.applyDelta = (arrived) => {
    const before = inventory.outboxPositions(arrived.agentId).find(({ site }) => site === arrived.site);
    const answer = apply(arrived);
    const after = inventory.outboxPositions(arrived.agentId).find(({ site }) => site === arrived.site);
    if (before?.outbox !== after?.outbox || before?.seq !== after?.seq) {
      const key = `${arrived.agentId} ${after?.outbox} ${after?.seq}`;
      expect(applied.has(key), `${key} was applied twice`).toBe(false);
      applied.add(key);
    }
    return answer;
  };
}

/** A last scan of every source over a link that holds; then nothing may be left to send, and both pictures are one. */
async function expectOnePicture(
  rooms: TestRooms,
  agent: SyncAgent,
  sources: readonly string[],
): Promise<void> {
  for (const source of sources) agent.scan(source, [...MACS].slice(0, 2));
  agent.connect(rooms.hub);
  // What was dropped is no delta any more; a new outbox makes up for it.
  const isBehind = ({ outbox }: SyncAgent): boolean =>
    outbox.acknowledgedSeq < outbox.durableSeq || outbox.dropped.length > 0;
  for (let i = 0; i < 50 && isBehind(agent); i += 1) await settle();
  expect(isBehind(agent)).toBe(false);
  expect(controllerPicture(rooms, sources)).toEqual(agent.picture());
  expect(agent.picture()).toHaveLength(2 * sources.length);
  await agent.idle();
}

test(`links cut at any point leave one picture, with every delta applied once (${CUT_RUNS} seeds)`, async () => {
  const first = firstSeed();
  const rooms = openRooms({ deltaWindowBytes: 700 });
  const applied = new Set<string>();
  watchApplies(rooms, applied);
  addSite(rooms, 'ams1');
  for (let seed = first; seed < first + CUT_RUNS; seed += 1) {
    const random = seededRandom(seed);
    const sources = SOURCES.map((source) => `${source}-${seed}`);
    const id = `agent-${seed}`;
    enrol(rooms, id, 'ams1');
    // Some hold so little that they must drop now and then.
    const outboxBytes = seed % 3 === 0 ? SMALL_OUTBOX_BYTES : undefined;
    const agent = new SyncAgent({
      ...{ id, site: 'ams1', clock: rooms.clock, random },
      ...(outboxBytes === undefined ? {} : { outboxBytes }),
    });
    try {
      for (let round = randomInt(random, 12); round > 0; round -= 1) {
        const what = random.float();
        if (what < 0.5) scanSomething(agent, random, sources);
        else if (what < 0.9) agent.connect(rooms.hub);
        else agent.cut();
        rooms.clock.advance(1);
        await steps(randomInt(random, 80));
      }
      await expectOnePicture(rooms, agent, sources);
    } catch (error) {
      throw new Error(`SEED=${seed}`, { cause: error });
    }
  }
});

test(`crashes, lost stores and restored backups of either side leave one picture (${CRASH_RUNS} seeds)`, async () => {
  const first = firstSeed();
  for (let seed = first; seed < first + CRASH_RUNS; seed += 1) {
    try {
      await liveThrough(seededRandom(seed));
    } catch (error) {
      throw new Error(`SEED=${seed}`, { cause: error });
    }
  }
});

async function liveThrough(random: Random): Promise<void> {
  let applied = new Set<string>();
  let rooms = openRooms({ deltaWindowBytes: 700 });
  watchApplies(rooms, applied);
  addSite(rooms, 'ams1');
  enrol(rooms, 'a1', 'ams1');
  const agent = new SyncAgent({ id: 'a1', site: 'ams1', clock: rooms.clock, random });
  let [ours, theirs] = [rooms.db.serialize(), agent.backup()];
  const open = async (copy?: Buffer): Promise<void> => {
    await agent.idle();
    rooms = openRooms({ after: rooms, deltaWindowBytes: 700, ...(copy && { copy }) });
    // What a restored store has lost is applied once more.
    if (copy) applied = new Set();
    watchApplies(rooms, applied);
  };
  const events: Readonly<Record<string, () => unknown>> = {
    scan: () => scanSomething(agent, random, SOURCES),
    scanAgain: () => scanSomething(agent, random, SOURCES),
    connect: () => agent.connect(rooms.hub),
    connectAgain: () => agent.connect(rooms.hub),
    cut: () => agent.cut(),
    agentCrashes: () => agent.crash(),
    controllerCrashes: () => open(),
    backup: () => {
      [ours, theirs] = [rooms.db.serialize(), agent.backup()];
    },
    agentIsRestored: () => agent.reopen(theirs),
    agentLosesItsStore: () => agent.reopen(undefined),
    controllerIsRestored: () => open(ours),
  };
  for (let round = 14; round > 0; round -= 1) {
    await events[pick(random, Object.keys(events))]?.();
    rooms.clock.advance(1);
    await steps(randomInt(random, 300));
  }
  await expectOnePicture(rooms, agent, SOURCES);
}
