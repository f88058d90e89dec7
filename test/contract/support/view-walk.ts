/**
 * Every rpc of the protos with every kind of principal against the campus of canaries, byte by byte: what came back is
 * kept as it was on the wire, with the trailers of errors. A canary that the principal may not see, and did not itself
 * name in the request, is a leak.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { authorize, ruleOf } from '../../../controller/access/index.ts';
import { AgentLife, AgentLogLevels, CredentialDesk } from '../../../controller/agents/index.ts';
import {
  agentHandlers,
  alertHandlers,
  changeHandlers,
  conflictHandlers,
  countByCredential,
  credentialHandlers,
  hostKeyHandlers,
  inventoryHandlers,
  jobHandlers,
  levelDesk,
  planHandlers,
  portHandlers,
  readDelta,
  readStatus,
  scheduleHandlers,
  systemHandlers,
  traceHandlers,
} from '../../../controller/api/index.ts';
import { Schedules } from '../../../controller/jobs/index.ts';
import { PortWork } from '../../../controller/plans/index.ts';
import { CredentialStore, ScheduleStore } from '../../../controller/store/index.ts';
import { judgedSite, openTracers } from '../../../controller/trace/index.ts';
import { declaredPortGuards } from '../../../shared/config/index.ts';
import type { ScheduleSpec } from '../../../shared/model/index.ts';
import {
  LogLevels,
  OrderedPages,
  packageRoot,
  silentLog,
  systemRandom,
} from '../../../shared/runtime/index.ts';
import { Secret } from '../../../shared/seal/index.ts';
import { type ApiHandlers, createServer, protos } from '../../../shared/transport/index.ts';
import { createTestCa } from '../certificates.ts';
import { openPlanRooms, type PlanRooms } from './plan-rooms.ts';
import { OTHER, plainCanaries, SITE, UPLINK_HOST, type ViewCampus } from './view-campus.ts';
import { contestCampus } from './view-conflicts.ts';
import { planCampus } from './view-plans.ts';
import { walk } from './view-table.ts';
import { type Walker, walkers } from './view-walkers.ts';

export interface Answer {
  readonly rpc: string;
  readonly request: object;
  /** All that came back: messages, status, trailers. */
  readonly bytes: Buffer;
  readonly code: number;
}

export interface WalkServer {
  ask(rpc: string, request: object, walker: Walker): Promise<Answer>;
  stop(): Promise<void>;
}

/** Agents that hold one host key each: nobody waits for those that are not there. */
const tellingAgents: Parameters<typeof hostKeyHandlers>[0]['agents'] = {
  ask: async () => ({
    ...{ type: 'hostKeysTold', questionId: '', count: 1, refusal: undefined },
    keys: [
      {
        place: '192.0.2.1:22',
        pinned: { keyType: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}`, at: 0 },
        offered: undefined,
      },
    ],
  }),
};

export async function startWalk(campus: ViewCampus): Promise<WalkServer> {
  const { rooms } = campus;
  const planRooms = openPlanRooms({ rooms });
  await planCampus(planRooms.plans, campus);
  contestCampus(campus);
  const ca = await createTestCa('walk');
  const { chain: certificateChain, privateKey } = await ca.issue({ dns: 'localhost', ip: '127.0.0.1' });
  const server = createServer({
    tls: { certificateChain, privateKey, clientCas: [ca.certificate] },
    ...{ clock: rooms.clock, log: silentLog, handlers: handlersOf(campus, planRooms) },
    resolvePrincipal: ({ method, token }) => {
      const principal = walkers.find(({ name }) => name === token)?.principal ?? { type: 'anonymous' };
      authorize(method, principal);
      return principal;
    },
  });
  const port = await server.listen('127.0.0.1', 0);
  const client = new Client(
    `127.0.0.1:${port}`,
    credentials.createSsl(Buffer.from(ca.certificate), null, null),
  );
  return {
    ask: (rpc, request, walker) => ask(client, rpc, { request, walker }),
    stop: () => {
      client.close();
      return server.stop({ graceMs: 0 });
    },
  };
}

function handlersOf(campus: ViewCampus, { plans, changes, conflicts }: PlanRooms): Partial<ApiHandlers> {
  const { rooms } = campus;
  const { inventory, jobs, hub, clock, directory: store } = rooms;
  const { health, desk } = campus.health;
  const about = {
    ...{ version: '1', meshId: 'm', startedAt: 0, dataDir: '/', clock, inventory, hub, jobs },
    ...{ alerts: desk, health },
  };
  const pages = new OrderedPages(clock, systemRandom);
  const tracing = openTracers({ inventory, jobs, clock, log: silentLog, observe: () => undefined });
  return {
    AlertService: alertHandlers({ desk, pages, inventory }),
    AgentService: agentHandlers({
      pages,
      ...{
        hub,
        life: new AgentLife({ clock, log: silentLog, store, inventory, hub }),
        tokens: { clock, store },
      },
      sight: (principal) => inventory.sight(principal),
      createJoinToken: ({ site }) => ({ token: new Secret(`token for ${site}`), expiresAt: 0 }),
    }),
    CredentialService: credentialHandlers({
      pages,
      hub,
      desk: credentialsOf(rooms),
      sight: (principal) => inventory.sight(principal),
      countSources: (site) => countByCredential(inventory.all('source', site, {}, COUNTER)),
    }),
    HostKeyService: hostKeyHandlers({ inventory, hub, pages, agents: tellingAgents }),
    ChangeService: changeHandlers(changes, pages),
    ConflictService: conflictHandlers(conflicts, pages),
    InventoryService: inventoryHandlers(inventory),
    JobService: jobHandlers(jobs, pages),
    PlanService: planHandlers(plans, pages),
    PortService: portHandlers({
      work: new PortWork({
        ...{ inventory, jobs, plans, guards: declaredPortGuards([]) },
        judge: (site) => judgedSite(tracing.tracer.index, site),
      }),
      list: { inventory, index: tracing.tracer.index, clock: rooms.clock, pages },
    }),
    ScheduleService: scheduleHandlers(schedulesOf(rooms), pages),
    SystemService: systemHandlers({
      status: (principal) => readStatus(about, inventory.sight(principal)),
      doctor: (principal) => health.doctor(inventory.sight(principal)),
      delta: (id, principal) => readDelta(inventory, id, principal),
      logLevels: levelDesk(
        new LogLevels({ log: silentLog, clock: rooms.clock, configured: 'info' }),
        new AgentLogLevels({ clock: rooms.clock, hub: rooms.hub }),
        rooms.hub,
      ),
    }),
    TraceService: traceHandlers(tracing),
  };
}

/** One at each site, with a firing of it. */
function schedulesOf({ store, inventory, hub, jobs, clock }: ViewCampus['rooms']): Schedules {
  const deps = { store, inventory, hub, jobs, clock, random: systemRandom, log: silentLog };
  const rows = new ScheduleStore(store.db);
  for (const [place, site] of [
    ['as', SITE],
    ['bs', OTHER],
  ] as const) {
    const id = `${place}1`.padEnd(26, '0');
    const spec = {
      ...{ name: `zq-${place}-net-schedule`, site, targets: [], kind: 'collect', mac: '', cron: '' },
      ...{ timeZone: 'UTC', everyMs: 3_600_000, phaseMs: 0, jitterMs: 0, overlap: 'skip', catchUpMs: 0 },
      ...{ pauseAfter: 5, timeoutMs: 0, why: `Zq-${place}-net-reason` },
    } satisfies ScheduleSpec;
    const by = { createdBy: 'user:zq', createdAt: 0, changedBy: 'user:zq', changedAt: 0 };
    const paused = {
      pausedWhy: `Zq-${place}-net-pause`,
      pausedAt: 0,
      failures: 0,
      settledAt: 0,
      declared: '',
    };
    const { name } = spec;
    rows.save({ id, site, name, agent: '', spec: JSON.stringify(spec), revision: 1, ...paused, ...by });
    rows.saveFiring({
      ...{ id: `${id}@1`, schedule: id, nominalAt: 0, at: 0, state: 'missed', source: 'controller' },
      ...{ reason: `Zq-${place}-net-miss`, jobState: null },
    });
  }
  return new Schedules(deps);
}

const COUNTER = { type: 'system', name: 'test' } as const;

/** One credential at each site, which an agent has told of; its targets are addresses of switches. */
function credentialsOf({ clock, db, directory, hub }: ViewCampus['rooms']): CredentialDesk {
  const store = new CredentialStore(db);
  for (const place of ['as', 'bs']) {
    const targets = JSON.stringify([`zq-${place}-full-target`]);
    const held = { name: `zq-${place}-full-login`, version: 1, targets, targetCount: 1, central: 0 };
    store.replaceHeld(`zq-${place}-net-agent`, [held]);
  }
  return new CredentialDesk({ clock, random: systemRandom, log: silentLog, store, directory, hub });
}

const same = (bytes: Buffer): Buffer => bytes;
const CALL_MS = 20_000;

function ask(
  client: Client,
  rpc: string,
  { request, walker }: { request: object; walker: Walker },
): Promise<Answer> {
  const { path, request: codec, responseStream } = protos().call(rpc);
  const metadata = new Metadata();
  if (walker.principal.type !== 'anonymous') metadata.set('authorization', `Bearer ${walker.name}`);
  const parts: Buffer[] = [];
  const end = (code: number, error?: ServiceError): Answer => {
    if (error) parts.push(Buffer.from(error.details), ...trailers(error.metadata));
    return { rpc, request, bytes: Buffer.concat(parts), code };
  };
  const bytes = codec.encode(request);
  const deadline = { deadline: Date.now() + CALL_MS };
  return new Promise((resolve) => {
    if (!responseStream) {
      client.makeUnaryRequest(path, same, same, bytes, metadata, deadline, (error, answer) => {
        if (answer) parts.push(answer);
        resolve(error ? end(error.code, error) : end(0));
      });
      return;
    }
    const stream = client.makeServerStreamRequest(path, same, same, bytes, metadata, deadline);
    stream.on('data', (message: Buffer) => {
      parts.push(message);
      if (isLast(rpc, message)) stream.cancel();
    });
    stream.on('error', (error: ServiceError) => resolve(end(error.code, error)));
    stream.on('end', () => resolve(end(0)));
  });
}

/** A watch goes on for ever: all that is there now is enough. */
function isLast(rpc: string, message: Buffer): boolean {
  const answer = protos().call(rpc).response.decode(message) as { type?: string; job?: object };
  return answer.type === 'EVENT_TYPE_SYNCED' || answer.job !== undefined;
}

function trailers(metadata: Metadata | undefined): Buffer[] {
  return Object.values(metadata?.toJSON() ?? {}).flatMap((values) =>
    values.map((value) => (typeof value === 'string' ? Buffer.from(value) : Buffer.from(value))),
  );
}

const CANARY = /zq-(f1|f2|as|bs|me)-(name|edge|net|full)-[a-z0-9-]*/gi;
const CODED = /[A-Za-z0-9_-]{24,}/g;

/** Canaries that came back and may not be seen by the walker, nor were in its question. */
export function leaks(answer: Answer, walker: Walker): string[] {
  const words = JSON.stringify(answer.request);
  const asked = [...words.matchAll(CANARY)].map(([canary]) => canary.toLowerCase());
  const texts = textsOf(answer.bytes.toString('latin1'));
  const found = texts.flatMap((text) => [
    ...[...text.matchAll(CANARY)].map(([canary, place = '', view = '']) => [canary, place, view] as const),
    ...[...plainCanaries, [UPLINK_HOST, 'me', 'net'] as const].filter(([canary]) => text.includes(canary)),
  ]);
  const own = (canary: string): boolean =>
    words.includes(canary) || asked.some((word) => canary.toLowerCase().startsWith(word));
  // Every walker traced every address, and its own jobs remember what it asked.
  const isQuestion = (canary: string): boolean =>
    /^[0-9a-f:]+$/.test(canary) && answer.rpc.startsWith('JobService.');
  const bad = found.filter(
    ([canary, place, view]) =>
      !walker.sees(place.toLowerCase(), view.toLowerCase()) && !own(canary) && !isQuestion(canary),
  );
  return [
    ...new Set(
      bad.map(([canary]) => `${answer.rpc} ${JSON.stringify(answer.request).slice(0, 160)}: ${canary}`),
    ),
  ];
}

/** The bytes as they are, and what lies in base64 within them, such as page tokens. */
function textsOf(text: string): string[] {
  const coded = [...text.matchAll(CODED)].map(([word]) => Buffer.from(word, 'base64url').toString('latin1'));
  return [text, ...coded];
}

/** All leaks of a walker over all rpcs; and how many calls were answered. */
export async function walkAll(
  server: WalkServer,
  campus: ViewCampus,
  walker: Walker,
): Promise<{ leaks: string[]; answered: number }> {
  const found: string[] = [];
  let answered = 0;
  const follow = async (rpc: string, request: object): Promise<void> => {
    for (let next: object | undefined = request; next; ) {
      const answer: Answer = await server.ask(rpc, next, walker);
      if (answer.code === 0) answered += 1;
      found.push(...leaks({ ...answer, request }, walker));
      next = nextPage(answer);
    }
  };
  for (const [rpc, requests] of Object.entries(walk)) {
    if (typeof requests === 'string') continue;
    // The gate refuses those two by the method alone.
    const all = walker.principal.type === 'user' ? requests(campus) : requests(campus).slice(0, 2);
    await Promise.all(all.map((request) => follow(rpc, request)));
  }
  return { leaks: found, answered };
}

function nextPage({ rpc, request, bytes, code }: Answer): object | undefined {
  if (code !== 0 || !/List(Records|Agents|Jobs|History|Credentials)$/.test(rpc)) return undefined;
  const { nextPageToken } = protos().call(rpc).response.decode(bytes) as { nextPageToken?: string };
  return nextPageToken ? { ...request, pageToken: nextPageToken } : undefined;
}

/** Rows that are not asked although somebody who may not see everything would be told of records. */
export function wronglyLeftOut(): string[] {
  return Object.entries(walk).flatMap(([rpc, row]) => {
    if (row === 'closed')
      return ['admin everywhere', 'agents', 'anyone'].includes(String(ruleOf(rpc))) ? [] : [rpc];
    return row === 'elsewhere' && readsInventory(rpc) ? [rpc] : [];
  });
}

/** Whether the file of the service, by the convention of its name, imports the inventory. */
function readsInventory(rpc: string): boolean {
  const name = rpc.slice(0, rpc.indexOf('Service')).toLowerCase();
  const text = readFileSync(join(packageRoot(), 'controller', 'api', `${name}.ts`), 'utf8');
  return /from '\.\.\/(?:inventory|jobs|trace|agents)\//.test(text);
}
