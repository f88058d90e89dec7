/** Starts a controller floor by floor, and stops it from the top down. */
import { hostname } from 'node:os';
import { type ControllerConfig, formatAddress } from '../shared/config/index.ts';
import {
  type Clock,
  Closers,
  type Log,
  type LogTail,
  type Random,
  softwareVersion,
  systemClock,
  systemRandom,
} from '../shared/runtime/index.ts';
import { type PasswordCost, ready } from '../shared/seal/index.ts';
import { HttpServer } from '../shared/transport/index.ts';
import { gatewayHandler } from './gateway/index.ts';
import {
  type Base,
  controllerMetrics,
  createApi,
  keepUp,
  openGround,
  openRooms,
  replaceEndedCa,
} from './wiring/index.ts';

/** What this process makes is for its own user. */
const PRIVATE_UMASK = 0o077;
const SHUTDOWN_GRACE_MS = 2000;

export interface ControllerOptions {
  /** `$CREDENTIALS_DIRECTORY`, for `cred:NAME`. */
  readonly credentialsDirectory?: string | undefined;
  /** Where the configuration is from, for people who want to change it. */
  readonly configFile?: string | undefined;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Gets the lines of `log` too, for support bundles. */
  readonly tail?: LogTail | undefined;
  /** Of each check of a password; what is usual, if not given. */
  readonly passwordCost?: PasswordCost | undefined;
}

export interface RunningController {
  /** Where agents and people reach it first, `host:port`. */
  readonly address: string;
  readonly port: number;
  /** Of /metrics, /healthz and /readyz. */
  readonly httpUrl: string;
  readonly caFile: string;
  /** Holds the admin's token. */
  readonly tokenFile: string;
  stop(): Promise<void>;
}

/** Runs the controller until `stop`. Errors: STORE_LOCKED, STORE_NEWER, those of its identity, UNAVAILABLE for a port. */
export async function startController(
  config: ControllerConfig,
  log: Log,
  options: ControllerOptions = {},
): Promise<RunningController> {
  process.umask(PRIVATE_UMASK);
  const { clock = systemClock, random = systemRandom } = options;
  const closers = new Closers();
  try {
    await ready();
    const { tail, passwordCost, configFile } = options;
    const about = { startedAt: clock.now(), tail, passwordCost, configFile };
    const base: Base = { config, log, clock, random, closers, ...about };
    return await start(base, options);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function start(wall: Base, options: ControllerOptions): Promise<RunningController> {
  const ground = await openGround(wall, options);
  const base: Base = { ...wall, clock: ground.time };
  const { config, log, clock, closers } = base;
  const rooms = openRooms(base, ground);
  const metrics = controllerMetrics(base, rooms);
  let serving = false;
  const gateway = gatewayHandler({
    ...{ clock, log, metrics },
    alive: [{ name: 'store', problem: () => ground.store.problem() }],
    ready: [{ name: 'api', problem: () => (serving ? undefined : 'the API is not listening') }],
  });
  const http = new HttpServer({ ...config.http.listen, fetch: gateway });
  await http.start();
  closers.add(() => http.stop());
  const server = createApi(base, ground, rooms, metrics);
  closers.add(() => server.stop({ graceMs: SHUTDOWN_GRACE_MS }));
  const port = await server.listen(config.api.listen.host, config.api.listen.port);
  rooms.addresses = joinAddresses(config, port);
  // Before the server: agents are told when to come back, while they still can be told.
  closers.add(() => rooms.hub.stop());
  keepUp(base, ground, rooms, server);
  await replaceEndedCa(base, ground, rooms);
  serving = true;
  closers.add(() => {
    serving = false;
  });
  const httpUrl = `http://${formatAddress({ host: config.http.listen.host, port: http.port })}`;
  const { caFile, tokenFile } = ground;
  const [address = ''] = rooms.addresses;
  const about = { origin: rooms.inventory.origin, version: softwareVersion(), pid: process.pid };
  log.info('controller.ready', { address, http: httpUrl, caFile, tokenFile, ...about });
  return { address, port, httpUrl, caFile, tokenFile, stop: () => closers.close() };
}

/** Where agents and people reach this controller: named addresses first, else the one it listens on. */
function joinAddresses(config: ControllerConfig, port: number): string[] {
  const { host } = config.api.listen;
  const anyHost = host === '0.0.0.0' || host === '::';
  const names = config.api.names.length > 0 ? config.api.names : [anyHost ? hostname() : host];
  return names.map((name) => formatAddress({ host: name, port }));
}
