/** A controller as users run it, filled through its own API: the place that API clients of the bench call at. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../shared/runtime/index.ts';
import { type ApiClient, createClient } from '../../shared/transport/index.ts';
import { structToWire } from '../../shared/wire/index.ts';
import { Program } from './program.ts';

export const SITES = 20;
export const FLOORS_OF_SITE = 50;
export const SWITCHES_OF_FLOOR = 99;
export const PAGE_RECORDS = 100;
/** A write's request and its answer must each fit into a message. */
const WRITE_ROWS = 3000;

export interface Access {
  readonly address: string;
  readonly ca: string;
}

export interface DoorsOptions {
  /** Keys of `controller.yaml`. */
  readonly config?: object;
  readonly profileDir?: string | undefined;
}

export class Doors {
  private readonly options: DoorsOptions;
  private readonly dir: string = mkdtempSync(join(tmpdir(), 'wayside-bench-'));
  private program: Program | undefined;
  private adminClient: ApiClient | undefined;
  private httpUrl = '';
  private where: Access = { address: '', ca: '' };

  constructor(options: DoorsOptions = {}) {
    this.options = options;
  }

  async start(): Promise<void> {
    const { profileDir, config } = this.options;
    const file = join(this.dir, 'controller.yaml');
    const listen = { listen: '127.0.0.1:0' };
    // JSON is YAML.
    const values = { dataDir: this.dataDir, api: listen, http: listen, ...config };
    writeFileSync(file, JSON.stringify(values), { mode: 0o600 });
    const profile = ['--cpu-prof', `--cpu-prof-dir=${profileDir}`, '--cpu-prof-name=doors.cpuprofile'];
    this.program = new Program({
      ...{ file: 'controller/main.js', args: ['--config', file] },
      ...(profileDir !== undefined && { nodeArgs: profile }),
    });
    const ready = await this.program.event('controller.ready');
    this.httpUrl = String(ready['http']);
    this.where = { address: String(ready['address']), ca: readFileSync(String(ready['caFile']), 'utf8') };
    this.adminClient = this.client(readFileSync(String(ready['tokenFile']), 'utf8').trim());
  }

  get access(): Access {
    return this.where;
  }

  get admin(): ApiClient {
    if (!this.adminClient) throw new Error('the controller is not up');
    return this.adminClient;
  }

  get dataDir(): string {
    return join(this.dir, 'data');
  }

  client(token: string): ApiClient {
    const { address, ca } = this.where;
    return createClient({ address, clock: systemClock, ca: [ca], token });
  }

  get pid(): number {
    return this.program?.pid ?? 0;
  }

  /** The longest that its event loop was blocked since the last question, in milliseconds. */
  async takeBlockMs(): Promise<number> {
    const text = await (await fetch(`${this.httpUrl}/metrics`)).text();
    const [, seconds] = /^wayside_event_loop_lag_seconds (\S+)$/m.exec(text) ?? [];
    if (seconds === undefined) throw new Error('/metrics does not tell of the event loop');
    return Number(seconds) * 1000;
  }

  async stop(): Promise<void> {
    this.adminClient?.close();
    await this.program?.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export function siteName(site: number): string {
  return `site${site}`;
}

export function switchId(floor: number, number: number): string {
  return `sw-${floor}-${number}`;
}

/** 100,000 records but for the sites: each site has its floors, each floor its switches. */
export async function fill({ admin }: Doors): Promise<number> {
  const rows = many(SITES, (site) => [
    { site: '', kind: 'site', id: siteName(site), fields: { name: `Site ${site}` } },
    ...many(FLOORS_OF_SITE, (floor) => [
      { site: siteName(site), kind: 'floor', id: `f${floor}`, fields: { name: `Floor ${floor}` } },
      ...many(SWITCHES_OF_FLOOR, (number) => ({
        ...{ site: siteName(site), kind: 'switch', id: switchId(floor, number) },
        fields: {
          name: `${siteName(site)}-${switchId(floor, number)}`,
          floor: `${siteName(site)}/floor/f${floor}`,
        },
      })),
    ]).flat(),
  ]).flat();
  for (let from = 0; from < rows.length; from += WRITE_ROWS) {
    const operations = rows
      .slice(from, from + WRITE_ROWS)
      .map((row) => ({ create: { ...row, fields: structToWire(row.fields) } }));
    await admin.unary('InventoryService.WriteRecords', { operations, why: 'the bench' });
  }
  return rows.length;
}

/** Tokens of people who may read everything. */
export async function createTokens({ admin }: Doors, users: number, tokensOfUser: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let user = 0; user < users; user += 1) {
    const owner = `user${user}`;
    await admin.unary('UserService.CreateUser', { name: owner, roles: ['viewer'] });
    for (let i = 0; i < tokensOfUser; i += 1) {
      const { token } = await admin.unary('UserService.CreateApiToken', { owner, name: `client ${i}` });
      tokens.push(String(token));
    }
  }
  return tokens;
}

export function many<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
