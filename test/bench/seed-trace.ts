/**
 * The same question, asked of us and as the program before asked it (S1.33): a connection for each switch, a pause after each
 * line instead of a look at the prompt, eight switches at a time, no memory of anything. Its pauses are those of its own code:
 * 2 s after the login, 3 s and 2 s around the lookup, 2 s and 1.5 s around the port where the address was found, 1 s at the end.
 */
import ssh2, { type ClientChannel } from 'ssh2';
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import { formatMac, type Mac } from '../../shared/model/index.ts';
import { delay, systemClock } from '../../shared/runtime/index.ts';
import { truths } from '../lab/index.ts';
import type { Place } from './campus-child.ts';
import { type Figure, median, timed } from './figure.ts';
import { startMesh } from './mesh.ts';

const SWITCHES = 10;
const RTT_MS = 5;
const DEVICE_MS = 5;
const TRACES = 8;
/** It promised 40 to 60 % less than that. */
const BAR = 0.4;

const WORKERS = 8;
const PAUSES_MS = {
  login: 2_000,
  typed: 3_000,
  read: 2_000,
  port: 2_000,
  portRead: 1_500,
  exit: 1_000,
} as const;
const LOGIN = { username: 'admin', password: 'lab-password' } as const;

export async function benchSeedTrace(): Promise<Figure[]> {
  const mesh = await startMesh({ seed: 33, switches: SWITCHES, rttMs: RTT_MS, deviceMs: DEVICE_MS });
  try {
    await mesh.collect();
    const asked = truths(mesh.campus, 'edge').slice(0, TRACES);
    const [first] = asked;
    if (!first) throw new Error('the campus has no plain host');
    const seedMs = await timed(() => seedTrace(mesh.places, first.mac));
    const times: number[] = [];
    for (const truth of asked) times.push(await mesh.trace(truth));
    return [
      {
        name: `S1.33 trace over ${SWITCHES} switches, p50`,
        ...{ value: median(times), unit: 'ms', baseline: seedMs },
        baselineName: 'a connection and pauses for each switch, as the seed does',
        bar: BAR,
      },
    ];
  } finally {
    await mesh.stop();
  }
}

async function seedTrace(places: readonly Place[], mac: Mac): Promise<void> {
  const waiting = [...places];
  const worker = async (): Promise<void> => {
    for (let place = waiting.shift(); place; place = waiting.shift()) await seedLookup(place, mac);
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}

async function seedLookup({ host, port, platform: id }: Place, mac: Mac): Promise<void> {
  const platform = findPlatform(id);
  if (!platform) throw new Error(`there is no platform ${id}`);
  const client = new ssh2.Client();
  try {
    const channel = await new Promise<ClientChannel>((resolve, reject) => {
      client
        .on('error', reject)
        .on('ready', () => client.shell((error, opened) => (error ? reject(error) : resolve(opened))))
        .connect({ host, port, ...LOGIN });
    });
    let read = '';
    channel.on('data', (bytes: Buffer) => {
      read += bytes.toString('latin1');
    });
    await pause(PAUSES_MS.login);
    channel.write('enable\r');
    channel.write('terminal length 0\r');
    await pause(PAUSES_MS.typed);
    const spelled = formatMac(mac, platform.macStyle);
    read = '';
    channel.write(`${platform.lookup(spelled).command}\r`);
    await pause(PAUSES_MS.read);
    // What it typed is echoed; a second time the address stands in the answer.
    if (read.toLowerCase().split(spelled.toLowerCase()).length > 2) {
      await pause(PAUSES_MS.port);
      await pause(PAUSES_MS.portRead);
    }
    channel.write('exit\r');
    await pause(PAUSES_MS.exit);
  } finally {
    client.end();
  }
}

function pause(ms: number): Promise<void> {
  return delay(systemClock, ms, new AbortController().signal);
}
