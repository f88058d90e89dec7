/** Sessions over real SSH against simulated switches, on the days when the connection itself is odd. */
import { afterEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { macFromHex } from '../../../shared/model/index.ts';
import { silentLog, systemClock } from '../../../shared/runtime/index.ts';
import type { FdbEntry, LabDevice, PlatformId } from '../../../test/lab/campus/model.ts';
import { generateCampus } from '../../../test/lab/campus.ts';
import { target, trustingHostKeys } from '../../../test/lab/scripted-session.ts';
import { type SimulatedSwitch, type SwitchOptions, startSwitch } from '../../../test/lab/ssh-switch.ts';
import type { FdbRow, Platform } from '../platform.ts';
import { ciscoIos } from '../platforms/cisco_ios/index.ts';
import { dellOs6 } from '../platforms/dell_os6/index.ts';
import { createRedactor } from '../terminal/redact.ts';
import { type AskOptions, openSession, type Session } from './session.ts';

const campus = generateCampus({ seed: 11 });
const packs: readonly Platform[] = [dellOs6, ciscoIos];
const running: { stop(): Promise<void> }[] = [];
const TABLE_ROWS_MAX = 32_000;

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one.stop();
});

interface Bench {
  readonly simulated: SimulatedSwitch;
  readonly session: Session;
  readonly ask: AskOptions;
  readonly readFdb: () => Promise<readonly FdbRow[]>;
}

async function bench(
  pack: Platform,
  options: SwitchOptions & { readonly rows?: number } = {},
): Promise<Bench> {
  const found = campus.devices.find(({ platform, tier }) => platform === pack.id && tier === 'access');
  if (!found) throw new Error(`the campus has no ${pack.id}`);
  const { rows, ...rest } = options;
  const simulated = await startSwitch(rows === undefined ? found : crowded(found, rows), {
    privileged: true,
    ...rest,
  });
  const { username, password, host: address, port } = simulated;
  const credential = { username, password, enablePassword: undefined, privateKey: undefined };
  const { signal } = new AbortController();
  const session = await openSession({
    ...{ clock: systemClock, log: silentLog, credential, hostKeys: trustingHostKeys, signal },
    ...{ connectTimeoutMs: 15_000, platform: pack, detect: () => undefined, knownMethod: undefined },
    target: { ...target, address, port },
  });
  running.push(simulated, { stop: () => session.close() });
  const ask = { redactor: createRedactor(credential), signal };
  const [command] = pack.commands.fdb;
  if (!command) throw new Error('no command');
  return {
    simulated,
    session,
    ask,
    readFdb: async () => (await session.ask(command, ask)).rows.filter(({ vlan }) => vlan === 10),
  };
}

/** As many addresses on the ports of the device as one table may have. */
function crowded(device: LabDevice, rows: number): LabDevice {
  const ports = device.ports.map(({ name }) => name);
  const fdb = Array.from({ length: rows }, (_, at): FdbEntry => {
    const port = ports[at % ports.length] ?? 'Gi1/0/1';
    return {
      mac: macFromHex((0x02_00_00_00_00_00 + at).toString(16).padStart(12, '0')),
      vlan: 10,
      port,
      type: 'dynamic',
    };
  });
  return { ...device, fdb };
}

const places = (
  rows: readonly { mac: string; vlan: number | undefined; port: string }[],
): readonly string[] => rows.map(({ mac, vlan, port }) => `${mac}|${vlan}|${port}`).toSorted();

describe.each(packs.map((pack) => [pack.id as PlatformId, pack] as const))('a session of %s', (_id, pack) => {
  it('goes on when the keys change in the middle of an output, at any place of it', async () => {
    for (const afterBytes of [1, 300, 2_000]) {
      const { simulated, readFdb } = await bench(pack, { rows: 200, pageLines: 0 });
      for (const chunks of [undefined, 'random'] as const) {
        simulated.setFaults({ rekey: { afterBytes }, ...(chunks && { chunks }) });
        expect(places(await readFdb())).toEqual(places(simulated.device.fdb));
      }
      expect(simulated.counters.connections).toBe(1);
    }
  });

  it('reads a table of 32,000 rows whole, keys changed in between (S1.23)', async () => {
    const { simulated, readFdb } = await bench(pack, { rows: TABLE_ROWS_MAX, pageLines: 0 });
    simulated.setFaults({ rekey: { afterBytes: 500_000 } });
    const rows = await readFdb();
    expect(rows).toHaveLength(TABLE_ROWS_MAX);
    expect(places(rows)).toEqual(places(simulated.device.fdb));
  });

  it('reads a paged table byte by byte', async () => {
    const { simulated, readFdb } = await bench(pack, {
      rows: 60,
      pageLines: 10,
      faults: { deny: /^terminal/, chunks: 'byte' },
    });
    expect(places(await readFdb())).toEqual(places(simulated.device.fdb));
  });

  it('takes no line that equals the prompt for the end; where it must, it knows afterwards', async () => {
    const { simulated, session, ask, readFdb } = await bench(pack, { rows: 50, pageLines: 0 });
    simulated.setFaults({ promptLine: true });
    expect(places(await readFdb())).toEqual(places(simulated.device.fdb));
    session.takeUnasked?.();
    simulated.setFaults({ promptLine: true, chunks: 'byte' });
    const rows = await readFdb();
    await session.check(ask.signal);
    expect(session.takeUnasked?.()).toBe(rows.length < simulated.device.fdb.length);
  });

  it('stops at the pager once it has the answer: the rest of the table never leaves the switch', async () => {
    const { session, simulated, ask } = await bench(pack, {
      rows: 2_000,
      pageLines: 20,
      faults: { deny: /^terminal/ },
    });
    const [command] = pack.commands.fdb;
    if (!command) throw new Error('no command');
    const { rows } = await session.ask(command, { ...ask, enough: () => true });
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.length).toBeLessThan(40);
    expect(simulated.counters.connections).toBe(1);
    expect(session.alive).toBe(true);
  });
});

describe('one command', () => {
  it('may print so much and no more; the session ends with a word that names both', async () => {
    const { session, ask, simulated } = await bench(dellOs6, { rows: TABLE_ROWS_MAX, pageLines: 0 });
    const flood = {
      command: 'show mac address-table',
      parser: () => ({ push: () => undefined, end: () => never() }),
    };
    const cap = 100_000;
    const small = openCapped(simulated, cap);
    await expect((await small).ask(flood, ask)).rejects.toMatchObject({
      code: 'OUTPUT_TOO_LARGE',
      message: expect.stringContaining(`show mac address-table on ${'sw1'}`),
      details: { limitBytes: String(cap) },
    });
    expect((await small).alive).toBe(false);
    expect(session.alive).toBe(true);
  });
});

function never(): never {
  throw new WaysideError('INTERNAL', 'the table ended');
}

/** A second session of the same switch, whose commands may print less. */
function openCapped(
  { username, password, host: address, port }: SimulatedSwitch,
  outputMaxBytes: number,
): Promise<Session> {
  const credential = { username, password, enablePassword: undefined, privateKey: undefined };
  return openSession({
    ...{ clock: systemClock, log: silentLog, credential, hostKeys: trustingHostKeys, outputMaxBytes },
    ...{ connectTimeoutMs: 15_000, platform: dellOs6, detect: () => undefined, knownMethod: undefined },
    signal: new AbortController().signal,
    target: { ...target, address, port },
  });
}
