/** All agents of a load, from the records that describe them to the sessions that stand; and the way back. */
import { setMaxListeners } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Clock,
  nextTurn,
  type Random,
  seededRandom,
  systemRandom,
  withDeadline,
} from '../../../shared/runtime/index.ts';
import type { ApiClient } from '../../../shared/transport/index.ts';
import { type ApiMethods, structToWire } from '../../../shared/wire/index.ts';
import { atOnce } from './at-once.ts';
import { LoadAgent } from './load-agent.ts';
import { ScriptedSource } from './scripted-source.ts';

export interface FleetOptions {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly agents: number;
  readonly sites: number;
  /** Of each agent's source. */
  readonly records: number;
  readonly latencyMs: number;
  readonly failureShare: number;
  readonly seed: number;
  readonly durable: boolean;
  readonly prefix: string;
  /** For keys and stores; removed by `stop`. */
  readonly dir: string;
  /** Only the agents of every so manieth site, from that one on: others have the rest. */
  readonly part?: { readonly index: number; readonly of: number };
  /** By agent: where it dials, instead of the addresses in its token. */
  readonly addressOf?: (at: number) => string | undefined;
}

const WHY = 'a load of scripted agents';
/** Records of one write: its request and answer must each fit into a message. */
const WRITE_ROWS = 1000;
const JOINS_AT_ONCE = 32;
const CALLS_AT_ONCE = 16;
const TOKEN_TTL_S = 3600;
const STARTS_AT_ONCE = 64;
const PAGE = 1000;
/** Until all agents have a session, and until the controller has all that they said. */
export const ALL_UP_MAX_MS = 300_000;
export const SETTLE_MAX_MS = 300_000;
/** Nobody dials these sources. */
const NOWHERE = { driver: 'switch', port: 22, platform: 'cisco_ios', credential: 'load' };

export type ApiRecord = NonNullable<
  ApiMethods['InventoryService.ListRecords']['response']['records']
>[number];

export class Fleet {
  readonly agents: readonly LoadAgent[];
  /** Draws who is next. */
  readonly random: Random;
  private readonly options: FleetOptions;
  private tokens: readonly string[] = [];

  /** `ready()` of the seal room must have resolved. Makes the keys of all agents. */
  constructor(options: FleetOptions) {
    const { agents, sites, records, latencyMs, failureShare, seed, durable, dir, clock } = options;
    this.options = options;
    this.random = seededRandom(seed + (options.part?.index ?? 0));
    const numbers = Array.from({ length: agents }, (_, at) => at);
    this.agents = numbers
      .filter((at) => isMine(options, at % sites))
      .map((at) => {
        const random = seededRandom(seed * agents + at + 1);
        const site = siteName(options.prefix, at % sites);
        const source = new ScriptedSource({ site, kind: 'source', id: sourceId(at) }, records, random);
        const address = options.addressOf?.(at);
        return new LoadAgent({
          ...{ name: `agent-${at + 1}`, site, dir: join(dir, `agent-${at + 1}`), isDurable: durable, source },
          // Keys must differ between runs, so they are not from the seed.
          ...{ clock, random: systemRandom, latencyMs, failureShare },
          ...(address !== undefined && { addresses: [address] }),
        });
      });
  }

  /** Sites, switches and sources at the controller, and a join token for each agent. */
  async prepare(): Promise<void> {
    const { client } = this.options;
    await writeAll(
      client,
      this.records().map((record) => ({ create: record })),
    );
    const tokens: string[] = [];
    await atOnce(this.agents, CALLS_AT_ONCE, async ({ site }, at) => {
      const request = { site, ttlSeconds: TOKEN_TTL_S };
      tokens[at] = (await client.unary('AgentService.CreateJoinToken', request)).token;
    });
    this.tokens = tokens;
  }

  /** Every agent joins with its token. Milliseconds until the last has its certificate. */
  async join(): Promise<number> {
    return this.timed(() =>
      atOnce(this.agents, JOINS_AT_ONCE, (agent, at) => agent.join(this.tokens[at] ?? '')),
    );
  }

  /** Milliseconds until the last agent has a session. */
  async connect(): Promise<number> {
    return this.timed(async () => {
      await atOnce(this.agents, STARTS_AT_ONCE, (agent) => agent.start());
      await this.allUp(new Map());
    });
  }

  /** Sessions of each agent so far. */
  counts(): ReadonlyMap<LoadAgent, number> {
    return new Map(this.agents.map((agent) => [agent, agent.sessions]));
  }

  /** Resolves when each agent had more sessions than then. */
  async allUp(then: ReadonlyMap<LoadAgent, number>): Promise<void> {
    await withDeadline(
      this.options.clock,
      { ms: ALL_UP_MAX_MS, what: 'the sessions of all agents' },
      async (signal) => {
        setMaxListeners(0, signal);
        await Promise.all(
          this.agents.map((agent) => agent.sessionsReached((then.get(agent) ?? 0) + 1, signal)),
        );
      },
    );
  }

  /** Ends every agent and starts it again over its store; resolves when all have a session. */
  async restart(): Promise<void> {
    const then = this.counts();
    await atOnce(this.agents, STARTS_AT_ONCE, async (agent) => {
      await agent.stop();
      await agent.start();
    });
    await this.allUp(then);
  }

  /** Each reads its source and tells what is new. Milliseconds until the controller holds all of it, and the changes. */
  async scan(): Promise<{ readonly ms: number; readonly changes: number }> {
    let changes = 0;
    const ms = await this.timed(async () => {
      for (const agent of this.agents) {
        changes += agent.spool();
        // As if each had a machine of its own: what was spooled goes out before the next is read.
        await nextTurn();
      }
      await this.settled();
    });
    return { ms, changes };
  }

  /** Resolves when the controller holds every delta. */
  async settled(): Promise<void> {
    await withDeadline(
      this.options.clock,
      { ms: SETTLE_MAX_MS, what: 'the acknowledgement of all deltas' },
      (signal) => {
        setMaxListeners(0, signal);
        return Promise.all(this.agents.map((agent) => agent.settled(signal)));
      },
    );
  }

  /** Ends every session; stores and keys are gone. */
  async stop(): Promise<void> {
    await Promise.all(this.agents.map((agent) => agent.close()));
    rmSync(this.options.dir, { recursive: true, force: true });
  }

  private records(): object[] {
    const { sites, prefix } = this.options;
    const numbers = Array.from({ length: sites }, (_, at) => at);
    const siteNames = numbers.filter((at) => isMine(this.options, at)).map((at) => siteName(prefix, at));
    return [
      ...siteNames.map((id) => recordOf('site', '', id, { name: `Load ${id}` })),
      ...this.agents.flatMap(({ source: { ref } }) => [
        recordOf('switch', ref.site, ref.id, { name: `${ref.site}-${ref.id}` }),
        recordOf('source', ref.site, ref.id, {
          ...{ name: `${ref.site}-${ref.id}`, address: `${ref.id}.${ref.site}.invalid`, ...NOWHERE },
        }),
      ]),
    ];
  }

  private async timed(work: () => Promise<unknown>): Promise<number> {
    const startMs = this.options.clock.monotonic();
    await work();
    return this.options.clock.monotonic() - startMs;
  }
}

function isMine({ part }: FleetOptions, site: number): boolean {
  return part === undefined || site % part.of === part.index;
}

/** Removes the agents of all sites of that prefix, their sources and switches, and the sites. What they observed retires. */
export async function removeLoad(
  client: ApiClient,
  prefix: string,
): Promise<{ agents: number; sites: number }> {
  const { records = [] } = await client.unary('InventoryService.ListRecords', {
    kind: 'site',
    pageSize: PAGE,
  });
  const sites = records.map(({ ref }) => String(ref?.id)).filter((id) => isOfPrefix(prefix, id));
  let agents = 0;
  for (const site of sites) {
    for await (const { id } of pages((pageToken) =>
      client.unary('AgentService.ListAgents', { site, pageSize: PAGE, pageToken }).then((page) => ({
        rows: page.agents ?? [],
        next: page.nextPageToken,
      })),
    )) {
      await client.unary('AgentService.DeleteAgent', { id: String(id), why: 'the load is over' });
      agents += 1;
    }
    for (const kind of ['source', 'switch']) await removeKind(client, site, kind);
  }
  await writeAll(
    client,
    sites.map((id) => ({ delete: { ref: { site: id, kind: 'site', id } } })),
  );
  return { agents, sites: sites.length };
}

async function removeKind(client: ApiClient, site: string, kind: string): Promise<void> {
  const operations: object[] = [];
  for await (const { ref } of recordsOf(client, site, kind)) operations.push({ delete: { ref } });
  await writeAll(client, operations);
}

/** Every record of a kind at a site, page by page. */
export function recordsOf(client: ApiClient, site: string, kind: string): AsyncGenerator<ApiRecord> {
  return pages((pageToken) =>
    client
      .unary('InventoryService.ListRecords', { kind, site, pageSize: PAGE, pageToken })
      .then((page) => ({ rows: page.records ?? [], next: page.nextPageToken })),
  );
}

async function* pages<T>(
  read: (token: string) => Promise<{ readonly rows: readonly T[]; readonly next: string | undefined }>,
): AsyncGenerator<T> {
  let token = '';
  do {
    const { rows, next = '' } = await read(token);
    yield* rows;
    token = next;
  } while (token !== '');
}

async function writeAll(client: ApiClient, operations: readonly object[]): Promise<void> {
  for (let from = 0; from < operations.length; from += WRITE_ROWS) {
    const part = operations.slice(from, from + WRITE_ROWS);
    await client.unary('InventoryService.WriteRecords', { operations: part, why: WHY });
  }
}

function recordOf(
  kind: string,
  site: string,
  id: string,
  fields: Parameters<typeof structToWire>[0],
): object {
  return { site, kind, id, fields: structToWire(fields) };
}

export function siteName(prefix: string, at: number): string {
  return `${prefix}-${at + 1}`;
}

function isOfPrefix(prefix: string, site: string): boolean {
  return site.startsWith(`${prefix}-`) && /^\d+$/.test(site.slice(prefix.length + 1));
}

function sourceId(at: number): string {
  return `switch-${at + 1}`;
}
