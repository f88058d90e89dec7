/**
 * What one login costs the agent, by the key exchange that the device offers alone, against real OpenSSH: CPU time of this
 * process from the connect to the answer of one command. Beside today's exchanges stands bare ssh2; with group exchange
 * that would block for seconds (3072 bit) to most of a minute (8192), so those are held against bounds.
 */
import ssh2 from 'ssh2';
import type { Target, Task } from '../../agent/jobs/index.ts';
import { createSwitchDriver } from '../../agent/switch/index.ts';
import { macFromHex } from '../../shared/model/index.ts';
import { silentLog, systemClock } from '../../shared/runtime/index.ts';
import { hasSshd, type OpensshOptions, OpensshServer } from '../contract/openssh-server.ts';
import { plainPlatform } from '../lab/scripted-session.ts';
import { type Figure, median } from './figure.ts';
import { driverContext } from './lookup.ts';

const GEX = 'diffie-hellman-group-exchange-sha256';
const HANDSHAKES = 15;
const WARM_UPS = 3;

interface Exchange {
  readonly name: string;
  readonly server: OpensshOptions;
  /** Milliseconds; absent: bare ssh2 is what it is held against. */
  readonly boundMs?: number;
}
const EXCHANGES: readonly Exchange[] = [
  { name: 'curve25519', server: { kex: 'curve25519-sha256' } },
  { name: 'group 14', server: { kex: 'diffie-hellman-group14-sha256' } },
  { name: 'group exchange alone (3072 bit)', server: { kex: GEX, groupBits: 3072 }, boundMs: 100 },
  { name: 'group exchange alone (8192 bit)', server: { kex: GEX, groupBits: 8192 }, boundMs: 500 },
];
/** A login asks more than a handshake: the platform's setup, the lookup, the pins. */
const BARE_BAR = 3;

const lookup: Task = { kind: 'lookup', driver: 'switch', mac: macFromHex('001122334455') };

/** No figure where the machine has no sshd. */
export async function benchHandshakes(): Promise<Figure[]> {
  if (!hasSshd) {
    process.stderr.write('handshakes left out: apt-get install openssh-server\n');
    return [];
  }
  const figures: Figure[] = [];
  for (const exchange of EXCHANGES) figures.push(await figureOf(exchange));
  return figures;
}

async function figureOf({ name, server: options, boundMs }: Exchange): Promise<Figure> {
  const server = await OpensshServer.start(options);
  try {
    const ours: number[] = [];
    const bare: number[] = [];
    for (let i = 0; i < WARM_UPS + HANDSHAKES; i += 1) {
      ours.push(await cpuMs(() => coldLookup(server)));
      if (boundMs === undefined) bare.push(await cpuMs(() => bareLogin(server)));
    }
    const told = { name: `cold lookup with ${name}, CPU of the agent's side, p50`, unit: 'ms' };
    const value = median(ours.slice(WARM_UPS));
    return boundMs === undefined
      ? {
          ...told,
          value,
          baseline: median(bare.slice(WARM_UPS)),
          baselineName: 'login by bare ssh2',
          bar: BARE_BAR,
        }
      : { ...told, value, baseline: boundMs, baselineName: 'bar of the design', bar: 1 };
  } finally {
    await server.stop();
  }
}

/** Nothing else runs in this process meanwhile. */
async function cpuMs(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function coldLookup({ host: address, port, username, privateKey }: OpensshServer): Promise<void> {
  const driver = createSwitchDriver({
    clock: systemClock,
    log: silentLog,
    platforms: { find: () => plainPlatform, detect: () => plainPlatform },
  });
  const source = { site: 'bench', kind: 'source', id: 'openssh' } as const;
  const target: Target = { source, name: 'openssh', address, port, platform: 'plain', credential: 'bench' };
  const credential = { username, password: '', enablePassword: undefined, privateKey };
  await driver.run(lookup, target, { ...driverContext(), credentials: { open: () => credential } });
  await driver.stop();
}

function bareLogin({ host, port, username, privateKey }: OpensshServer): Promise<void> {
  const client = new ssh2.Client();
  return new Promise((resolve, reject) => {
    client
      .on('error', reject)
      .on('close', resolve)
      .on('ready', () => client.end())
      .connect({ host, port, username, privateKey });
  });
}
