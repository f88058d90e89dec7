/** A device that offers nothing but group exchange: what one handshake costs our event loop, against real OpenSSH. */
import type { Target, Task } from '../../agent/jobs/index.ts';
import { createSwitchDriver } from '../../agent/switch/index.ts';
import { macFromHex } from '../../shared/model/index.ts';
import { silentLog, systemClock } from '../../shared/runtime/index.ts';
import { hasSshd, OpensshServer } from '../contract/openssh-server.ts';
import { plainPlatform } from '../lab/scripted-session.ts';
import { type Figure, median } from './figure.ts';
import { driverContext } from './lookup.ts';

const KEX = 'diffie-hellman-group-exchange-sha256';
const BITS = 3072;
const HANDSHAKES = 15;
const WARM_UPS = 3;
const BAR_MS = 100;

const lookup: Task = { kind: 'lookup', driver: 'switch', mac: macFromHex('001122334455') };

/** No figure where the machine has no sshd. */
export async function benchGroupExchange(): Promise<Figure[]> {
  if (!hasSshd) {
    process.stderr.write('group exchange left out: apt-get install openssh-server\n');
    return [];
  }
  const server = await OpensshServer.start({ kex: KEX });
  try {
    const times: number[] = [];
    for (let i = 0; i < WARM_UPS + HANDSHAKES; i += 1) times.push(await coldLookupCpuMs(server));
    return [
      {
        name: `cold lookup with group exchange alone (${BITS} bit), CPU of the agent's side, p50`,
        value: median(times.slice(WARM_UPS)),
        unit: 'ms',
        baseline: BAR_MS,
        baselineName: 'bar of the design',
        bar: 1,
      },
    ];
  } finally {
    await server.stop();
  }
}

/** Connect, key exchange, login and one command; nothing else runs in this process meanwhile. */
async function coldLookupCpuMs(server: OpensshServer): Promise<number> {
  const { host: address, port, username, privateKey } = server;
  const driver = createSwitchDriver({
    clock: systemClock,
    log: silentLog,
    platforms: { find: () => plainPlatform, detect: () => plainPlatform },
  });
  const source = { site: 'bench', kind: 'source', id: 'openssh' } as const;
  const target: Target = { source, name: 'openssh', address, port, platform: 'plain', credential: 'bench' };
  const credential = { username, password: '', enablePassword: undefined, privateKey };
  const before = process.cpuUsage();
  await driver.run(lookup, target, { ...driverContext(), credentials: { open: () => credential } });
  const { user, system } = process.cpuUsage(before);
  await driver.stop();
  return (user + system) / 1000;
}
