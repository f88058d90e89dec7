/**
 * A process of API clients, each with its own connection and its own token. Its first argument is a `ClientsOrder`; each
 * message after it is a `ClientsTask`, answered when it is done. It ends with its parent.
 */
import { Agent } from 'node:http';
import { connect } from 'node:tls';
import { delay, randomInt, seededRandom, systemClock } from '../../shared/runtime/index.ts';
import { type ApiClient, createClient } from '../../shared/transport/index.ts';
import { structFromWire } from '../../shared/wire/index.ts';
import { FLOORS_OF_SITE, PAGE_RECORDS, SITES, SWITCHES_OF_FLOOR, siteName, switchId } from './doors.ts';
import { timed } from './figure.ts';
import { seedList } from './seed-path.ts';

export interface ClientsOrder {
  readonly address: string;
  readonly ca: string;
  readonly tokens: readonly string[];
  /** Of `seed-path-child`. */
  readonly seedUrl: string;
  readonly randomSeed: number;
}

export type ClientsTask =
  /** Every client makes its first call, all at once. */
  | { readonly type: 'connect' }
  /** The same number of bare TLS handshakes with the controller, all at once. */
  | { readonly type: 'handshake' }
  /** Every client calls, thinks for `thinkMs` on average, and calls again; at `forMs` they stop. */
  | { readonly type: 'paced'; readonly thinkMs: number; readonly forMs: number }
  /** So many of the clients call without a pause. */
  | { readonly type: 'busy'; readonly what: Call; readonly clients: number; readonly forMs: number }
  /** Every client watches the floors from here on; answered when all of them do. */
  | { readonly type: 'watch'; readonly resumeToken: string }
  /** Answered when every watch has seen so many writes; each says in its description when it was sent. */
  | { readonly type: 'seen'; readonly writes: number };

/** `seed`: a list of the program that was before. */
export type Call = 'get' | 'list' | 'seed';

/** Milliseconds of each call; of connections and events in `get`. */
export type Times = Readonly<Record<Call, readonly number[]>>;

/** Of the calls. */
const LISTS = 0.2;

const order = JSON.parse(process.argv[2] ?? '') as ClientsOrder;
const random = seededRandom(order.randomSeed);
const clients = order.tokens.map((token) =>
  createClient({ address: order.address, clock: systemClock, ca: [order.ca], token }),
);

const oneEach = new Agent({ keepAlive: true });
const calls: Readonly<Record<Call, (client: ApiClient) => Promise<void>>> = {
  get: getOne,
  list: listOne,
  seed: () => seedList(order.seedUrl, siteName(randomInt(random, SITES)), oneEach),
};
const NONE: Times = { get: [], list: [], seed: [] };

/** One array for each watch. */
const watched: number[][] = [];
let onEvent: () => void = () => undefined;

async function perform(task: ClientsTask): Promise<Times> {
  switch (task.type) {
    case 'connect': {
      const first = (client: ApiClient) => timed(() => client.unary('AuthService.WhoAmI', {}));
      return { ...NONE, get: await Promise.all(clients.map(first)) };
    }
    case 'handshake':
      return { ...NONE, get: await Promise.all(clients.map(() => timed(handshake))) };
    case 'paced':
      return callFor(task.forMs, clients, { thinkMs: task.thinkMs, next: mixed });
    case 'busy':
      return callFor(task.forMs, clients.slice(0, task.clients), { thinkMs: 0, next: () => task.what });
    case 'watch':
      await Promise.all(clients.map((client) => watch(client, task.resumeToken)));
      return NONE;
    case 'seen':
      while (watched.some(({ length }) => length < task.writes))
        await new Promise<void>((resolve) => {
          onEvent = resolve;
        });
      return { ...NONE, get: watched.flat() };
  }
}

function handshake(): Promise<void> {
  const [host = '', port] = order.address.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port), ca: order.ca, ALPNProtocols: ['h2'] }, () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', reject);
  });
}

const mixed = (): Call => (random.float() < LISTS ? 'list' : 'get');

async function callFor(
  forMs: number,
  callers: readonly ApiClient[],
  how: { readonly thinkMs: number; readonly next: () => Call },
): Promise<Times> {
  const times: Record<Call, number[]> = { get: [], list: [], seed: [] };
  const endMs = systemClock.monotonic() + forMs;
  const live = async (client: ApiClient): Promise<void> => {
    for (;;) {
      // Evenly from nothing to twice the mean, so that nobody keeps step.
      if (how.thinkMs > 0) await delay(systemClock, 2 * how.thinkMs * random.float());
      if (systemClock.monotonic() >= endMs) return;
      const what = how.next();
      times[what].push(await timed(() => calls[what](client)));
    }
  };
  await Promise.all(callers.map(live));
  return times;
}

async function getOne(client: ApiClient): Promise<void> {
  const id = switchId(randomInt(random, FLOORS_OF_SITE), randomInt(random, SWITCHES_OF_FLOOR));
  const ref = { site: siteName(randomInt(random, SITES)), kind: 'switch', id };
  const { record } = await client.unary('InventoryService.GetRecord', { ref });
  if (record?.ref?.id !== id) throw new Error(`asked for ${id}, got ${record?.ref?.id}`);
}

async function listOne(client: ApiClient): Promise<void> {
  const question = { kind: 'switch', site: siteName(randomInt(random, SITES)), pageSize: PAGE_RECORDS };
  const { records = [] } = await client.unary('InventoryService.ListRecords', question);
  if (records?.length !== PAGE_RECORDS) throw new Error(`a page has ${records?.length} records`);
}

/** Resolves once the watch is at its live edge. */
function watch(client: ApiClient, resumeToken: string): Promise<void> {
  const seen: number[] = [];
  watched.push(seen);
  return new Promise((resolve, reject) => {
    const read = async (): Promise<void> => {
      const question = { kinds: ['floor'], resumeToken };
      for await (const { type, record } of client.stream('InventoryService.WatchRecords', question)) {
        if (type === 'EVENT_TYPE_SYNCED') resolve();
        if (!record) continue;
        seen.push(systemClock.now() - Number(structFromWire(record.fields)['description']));
        onEvent();
      }
    };
    read().catch(reject);
  });
}

process.on('disconnect', () => process.exit(0));
process.on('message', (task: ClientsTask) => {
  perform(task).then(
    (times) => process.send?.(times),
    (error: unknown) => {
      process.stderr.write(`clients: ${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.send?.(clients.length);
