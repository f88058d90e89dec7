/** What an agent that lost its place sends when 100 of its 100,000 records differ, against the full snapshot: bytes. */
import { Outbox, openAgentDatabase, Snapshots } from '../../agent/store/index.ts';
import type { Inventory } from '../../controller/inventory/index.ts';
import { DATABASE_DEFAULTS, openDatabase, Store } from '../../controller/store/index.ts';
import type { SeenRecord } from '../../shared/delta/index.ts';
import { formatRef, type RecordRef } from '../../shared/model/index.ts';
import { seededRandom, systemClock, systemRandom } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { protos } from '../../shared/transport/index.ts';
import { agentMessageToWire, controllerMessageToWire } from '../../shared/wire/index.ts';
import { openInventory, SITE } from './apply.ts';
import type { Figure } from './figure.ts';

const SOURCES = 20;
const RECORDS_OF_SOURCE = 5000;
const DIFFERENT_OF_SOURCE = 5;
const AGENT = 'bench-agent';
/** Of the full snapshot. */
const SHARE_MAX = 0.2;
const ALL_BYTES = 2 ** 40;

export async function benchDigests(): Promise<Figure[]> {
  await ready();
  const store = new Store(openDatabase({ file: ':memory:', ...DATABASE_DEFAULTS }));
  const inventory = openInventory(store);
  const db = openAgentDatabase(':memory:');
  const outbox = new Outbox({ db, clock: systemClock, random: systemRandom, maxBytes: ALL_BYTES });
  const snapshots = new Snapshots({ db, outbox, clock: systemClock, random: systemRandom });
  for (let source = 0; source < SOURCES; source += 1) take(snapshots, source, 0);
  const fullBytes = outbox.bytes;
  deliver(inventory, outbox);
  for (let source = 0; source < SOURCES; source += 1) take(snapshots, source, DIFFERENT_OF_SOURCE);
  const startMs = systemClock.monotonic();
  const comparedBytes = (await compare(inventory, snapshots)) + outbox.bytes;
  const comparedMs = systemClock.monotonic() - startMs;
  deliver(inventory, outbox);
  process.stderr.write(`  comparing and beginning anew took ${Math.round(comparedMs)} ms\n`);
  db.close();
  store.close();
  return [
    {
      name: 'bytes to come back into step, 100 of 100,000 records differ',
      ...{ value: comparedBytes / 1024, unit: 'KiB' },
      ...{ baseline: fullBytes / 1024, baselineName: 'the full snapshot', bar: SHARE_MAX },
    },
  ];
}

/** The outbox begins anew with what differs. Returns the bytes of question and answer. */
async function compare(inventory: Inventory, snapshots: Snapshots): Promise<number> {
  const told = await snapshots.digests(SOURCES);
  const agent = { agentId: AGENT, site: SITE };
  const sources = await Promise.all(told.map((one) => inventory.compareDigest(agent, one)));
  const differing = new Map<string, readonly number[]>();
  for (const one of sources) if (one.differing) differing.set(formatRef(one.source), one.differing);
  const digests = new Map(told.map(({ source, digest }) => [formatRef(source), digest]));
  const marks = new Map(told.map(({ source, mark }) => [formatRef(source), mark]));
  snapshots.resendAll(() => 1, { told: digests, marks, differing });
  const { request, response } = {
    request: protos().message('wayside.v1.SessionRequest'),
    response: protos().message('wayside.v1.SessionResponse'),
  };
  return (
    request.encode(agentMessageToWire({ type: 'digestsTold', sources: told })).length +
    response.encode(controllerMessageToWire({ type: 'digestsCompared', sources })).length
  );
}

function take(snapshots: Snapshots, source: number, different: number): void {
  const random = seededRandom(source + 1);
  const seen = Array.from({ length: RECORDS_OF_SOURCE }, (_, i): SeenRecord => {
    const mac = Buffer.from(random.bytes(6)).toString('hex');
    const port = `Gi1/0/${i < different ? 99 : i % 48}`;
    return {
      kind: 'sighting',
      nativeKey: `${mac}|${i % 40}`,
      sections: { fdb: { mac, port, vlan: i % 40, type: 'dynamic' } },
    };
  });
  snapshots.take({
    ...{
      source: sourceOf(source),
      epoch: 1,
      completeness: 'complete',
      code: '',
      reason: '',
      coverage: ['sighting'],
    },
    ...{ seen, startedAtMs: systemClock.now(), finishedAtMs: systemClock.now() },
  });
}

const sourceOf = (source: number): RecordRef => ({ site: SITE, kind: 'source', id: `sw${source}` });

/** All that waits, applied. */
function deliver(inventory: Inventory, outbox: Outbox): void {
  const now = systemClock.now();
  const times = { spooledAtMs: now, sentAtMs: now, receivedAtMs: now };
  const { id: outboxId } = outbox;
  for (const { seq, frame } of outbox.after(outbox.acknowledgedSeq, ALL_BYTES)) {
    outbox.sending(seq);
    const { restart } = inventory.applyDelta({ agentId: AGENT, site: SITE, outboxId, seq, frame, ...times });
    if (restart) throw new Error(`delta ${seq} was refused`);
  }
  outbox.acknowledge(outboxId, outbox.durableSeq);
}
