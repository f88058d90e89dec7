/** A controller and one agent on this machine, enrolled and connected: for development, demonstrations and the lab. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WaysideError } from '../../../shared/errors.ts';
import type { Random } from '../../../shared/runtime/index.ts';
import { structToWire } from '../../../shared/wire/index.ts';
import type { Api } from '../api.ts';
import type { Engine, Host } from '../host.ts';
import { uuid } from '../inventory/operation.ts';
import { type LogLine, Program } from './program.ts';

/** The controller logs it once it takes connections, with `address`, `caFile` and `tokenFile`. */
export const CONTROLLER_READY = 'controller.ready';
/** The agent logs it when its controller has welcomed it. */
export const AGENT_CONNECTED = 'session.opened';

const JOIN_TOKEN_TTL_SECONDS = 600;

export interface DevMeshOptions {
  readonly host: Pick<Host, 'env' | 'installation'>;
  readonly engine: Engine;
  /** Absolute; made when it is missing, used again when it is not. */
  readonly folder: string;
  readonly site: string;
  /** The agent may change what it reads, unsigned. */
  readonly writes?: boolean;
  readonly signal: AbortSignal;
  note(text: string): void;
}

export interface Breakage {
  readonly how: string;
  readonly logFile: string;
  /** Of the log: the folder may be gone before anybody can look. */
  readonly lastLines: readonly string[];
}

export interface DevMesh {
  /** `host:port` */
  readonly address: string;
  readonly caFile: string;
  readonly tokenFile: string;
  readonly folder: string;
  readonly site: string;
  readonly agentName: string;
  /** For `wayside-agent … --config`. */
  readonly agentConfig: string;
  /** Resolves when one of the two ends without being asked to. */
  readonly broken: Promise<Breakage>;
  /** Stops both; the folder stays. */
  stop(): Promise<void>;
}

/** Errors: UNAVAILABLE with the last lines of the log of the one that did not start. */
export async function startDevMesh(options: DevMeshOptions): Promise<DevMesh> {
  const running: Program[] = [];
  const stop = async (): Promise<void> => {
    for (let program = running.pop(); program; program = running.pop()) await program.stop();
  };
  try {
    return await start(options, { running, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: DevMeshOptions,
  { running, stop }: { readonly running: Program[]; readonly stop: () => Promise<void> },
): Promise<DevMesh> {
  const { folder, site, signal, note } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  note('starting the controller');
  const controllerConfig = writeConfig(folder, 'controller', [
    'api:',
    '  listen: 127.0.0.1:0',
    'http:',
    '  listen: 127.0.0.1:0',
  ]);
  const controller = launch(options, 'controller', ['--config', controllerConfig]);
  running.push(controller);
  const place = placeOf(await controller.ready(CONTROLLER_READY, signal));
  const agentName = `${site}-a`;
  const agentConfig = writeConfig(folder, 'agent', [
    `name: ${agentName}`,
    'controller:',
    `  addresses: [${JSON.stringify(place.address)}]`,
    'http:',
    '  listen: 127.0.0.1:0',
    ...(options.writes ? ['writes:', '  enabled: true', '  approval: unsigned'] : []),
  ]);
  await enrolOnce(options, { place, agentName, agentConfig });
  note('starting the agent');
  const agent = launch(options, 'agent', ['run', '--config', agentConfig]);
  running.push(agent);
  await agent.ready(AGENT_CONNECTED, signal);
  const ends = [controller, agent].map(async (program): Promise<Breakage> => {
    const how = await program.ended;
    const { isStopping, logFile, lastLines } = program;
    return isStopping ? new Promise<never>(() => undefined) : { how, logFile, lastLines: [...lastLines] };
  });
  return { ...place, folder, site, agentName, agentConfig, broken: Promise.race(ends), stop };
}

interface Place {
  readonly address: string;
  readonly caFile: string;
  readonly tokenFile: string;
}

function placeOf({ address, caFile, tokenFile }: LogLine): Place {
  if (typeof address === 'string' && typeof caFile === 'string' && typeof tokenFile === 'string') {
    return { address, caFile, tokenFile };
  }
  throw new WaysideError(
    'INTERNAL',
    `the controller is ready, but does not say where: ${CONTROLLER_READY} lacks a field`,
  );
}

function writeConfig(folder: string, program: string, lines: readonly string[]): string {
  const path = join(folder, `${program}.yaml`);
  writeFileSync(path, `${[`dataDir: ${program}`, ...lines].join('\n')}\n`, { mode: 0o600 });
  return path;
}

function launch(options: DevMeshOptions, name: 'controller' | 'agent', args: readonly string[]): Program {
  const { host, engine, folder } = options;
  // What is set for other instances must not reach these two.
  const env = Object.fromEntries(Object.entries(host.env).filter(([key]) => !key.startsWith('WAYSIDE_')));
  return new Program({
    name,
    installation: host.installation,
    args,
    env,
    logFile: join(folder, `${name}.log`),
    clock: engine.clock,
  });
}

/** Makes the site and lets the agent in, unless both is done: the folder may come from an earlier run. */
async function enrolOnce(
  options: DevMeshOptions,
  {
    place,
    agentName,
    agentConfig,
  }: { readonly place: Place; readonly agentName: string; readonly agentConfig: string },
): Promise<void> {
  const { engine, folder, site, signal } = options;
  const api = await connect(engine, place);
  const tokenFile = join(folder, 'join.token');
  try {
    const { agents } = await api.unary('AgentService.ListAgents', { site }, { signal });
    if (agents.some(({ name }) => name === agentName) && existsSync(join(folder, 'agent'))) return;
    options.note('enrolling the agent');
    await makeSite(api, { site, random: engine.random, signal });
    const { token } = await api.unary(
      'AgentService.CreateJoinToken',
      { site, ttlSeconds: JOIN_TOKEN_TTL_SECONDS },
      { signal },
    );
    writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
    await launch(options, 'agent', ['enrol', '--config', agentConfig, '--token-file', tokenFile]).finish(
      signal,
    );
  } finally {
    rmSync(tokenFile, { force: true });
    api.close();
  }
}

async function connect({ connect: dial }: Engine, { address, caFile, tokenFile }: Place): Promise<Api> {
  const { readTarget } = await import('../target.ts');
  return dial(await readTarget({ address, caFile, tokenFile, ca: undefined, context: undefined }, undefined));
}

async function makeSite(
  api: Api,
  { site, random, signal }: { readonly site: string; readonly random: Random; readonly signal: AbortSignal },
): Promise<void> {
  try {
    await api.unary('InventoryService.GetRecord', { ref: { site, kind: 'site', id: site } }, { signal });
  } catch (error) {
    if (WaysideError.from(error).code !== 'NOT_FOUND') throw error;
    const fields = structToWire({ name: site });
    const operations = [{ create: { site, kind: 'site', id: site, fields } }];
    await api.unary(
      'InventoryService.WriteRecords',
      { operations, why: 'wayside dev', requestId: uuid(random.bytes(16)) },
      { signal },
    );
  }
}
