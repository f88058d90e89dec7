/** One switch behind a link of 5 ms: how close a lookup comes to what the network and the device need anyway. */
import { connect } from 'node:net';
import type { DriverContext, Target, Task } from '../../agent/jobs/index.ts';
import { createSwitchDriver } from '../../agent/switch/index.ts';
import { parseMac } from '../../shared/model/index.ts';
import { silentLog, systemClock } from '../../shared/runtime/index.ts';
import { generateCampus, pick, startCampus, startProxy } from '../lab/index.ts';
import { type Figure, median } from './figure.ts';

const RTT_MS = 5;
const DEVICE_MS = 5;
const WARM_RUNS = 200;
const COLD_RUNS = 30;
/** Commands of a cold lookup: paging off, width, the lookup itself. */
const COLD_COMMANDS = 3;

export async function benchLookup(): Promise<Figure[]> {
  const campus = generateCampus({ seed: 11, switches: 3 });
  const truth = pick(campus, 'edge');
  const running = await startCampus(campus, { latencyMs: DEVICE_MS });
  const device = running.switch(truth.switch);
  const link = await startProxy({ target: device, delayMs: RTT_MS / 2 });
  const rttMs = await measureRtt();
  const mac = parseMac(truth.mac);
  if (!mac) throw new Error('the campus gave no MAC');
  const task: Task = { kind: 'lookup', driver: 'switch', mac };
  const target: Target = {
    source: { site: 'bench', kind: 'source', id: 'one' },
    name: truth.switch,
    address: link.host,
    port: link.port,
    platform: device.platform,
    credential: 'bench',
  };
  try {
    const warm = await warmRuns(task, target);
    const cold = await coldRuns(task, target);
    return [
      {
        name: 'warm lookup, p50',
        value: warm,
        unit: 'ms',
        baseline: rttMs + DEVICE_MS + 2,
        baselineName: 'RTT + device + 2 ms',
        bar: 1,
      },
      {
        name: 'cold lookup, p50',
        value: cold,
        unit: 'ms',
        baseline: 11 * rttMs + COLD_COMMANDS * DEVICE_MS + 15,
        baselineName: '11 RTT + device + 15 ms',
        bar: 1,
      },
    ];
  } finally {
    await link.stop();
    await running.stop();
  }
}

async function warmRuns(task: Task, target: Target): Promise<number> {
  const driver = createSwitchDriver({ clock: systemClock, log: silentLog });
  const times: number[] = [];
  for (let i = 0; i <= WARM_RUNS; i += 1) {
    const startMs = systemClock.monotonic();
    await driver.run(task, target, driverContext());
    if (i > 0) times.push(systemClock.monotonic() - startMs);
  }
  await driver.stop();
  return median(times);
}

async function coldRuns(task: Task, target: Target): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i <= COLD_RUNS; i += 1) {
    const driver = createSwitchDriver({ clock: systemClock, log: silentLog });
    const startMs = systemClock.monotonic();
    await driver.run(task, target, driverContext());
    if (i > 0) times.push(systemClock.monotonic() - startMs);
    await driver.stop();
  }
  return median(times);
}

export function driverContext(): DriverContext {
  return {
    clock: systemClock,
    log: silentLog,
    signal: new AbortController().signal,
    credentials: {
      open: () => ({
        username: 'admin',
        password: 'lab-password',
        enablePassword: undefined,
        privateKey: undefined,
      }),
    },
    hostKeys: { check: () => 'known' },
    progress: () => undefined,
  };
}

/** The round trip that the proxy really gives, measured with an echo server behind a proxy of the same delay. */
async function measureRtt(): Promise<number> {
  const { createServer } = await import('node:net');
  const echo = createServer({ noDelay: true }, (socket) => void socket.pipe(socket));
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const address = echo.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const link = await startProxy({ target: { host: '127.0.0.1', port: address.port }, delayMs: RTT_MS / 2 });
  const socket = connect({ host: link.host, port: link.port, noDelay: true });
  const times: number[] = [];
  for (let i = 0; i < 50; i += 1) {
    const startMs = systemClock.monotonic();
    const answered = new Promise((resolve) => socket.once('data', resolve));
    socket.write('x');
    await answered;
    times.push(systemClock.monotonic() - startMs);
  }
  socket.destroy();
  await link.stop();
  echo.close();
  return median(times);
}
