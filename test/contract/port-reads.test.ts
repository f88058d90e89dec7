/** What port work reads of a port before it changes it, where the device tells it in several places, over real SSH. */
import { describe, expect, test } from 'vitest';
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import type { Loan } from '../../agent/switch/pool/loan.ts';
import { PortReads } from '../../agent/switch/write/port-reads.ts';
import type { JsonObject } from '../../shared/model/index.ts';
import { systemClock } from '../../shared/runtime/index.ts';
import { type Config, withPorts } from '../lab/replay/model.ts';
import { replayBench } from './support/replay-bench.ts';

const { signal } = new AbortController();
/** More than are asked one by one; the device has none of them. */
const NOBODY = Array.from({ length: 9 }, (_, at) => `none${at}`);

/** The first two ports as they are read; `among`: with so many others that the tables are asked. */
async function statesOf(id: string, among: readonly string[]): Promise<readonly (JsonObject | undefined)[]> {
  const bench = await replayBench(id);
  try {
    const { model } = bench.device;
    const [first = '', second = ''] = model.running.ports.keys();
    model.running = changed(model.running, first, second);
    const session = await bench.session();
    const loan: Loan = {
      ...{ session, reused: false },
      renew: () => Promise.resolve(session),
      giveWay: () => Promise.resolve(),
    };
    const reads = new PortReads(loan, {
      ...{ clock: systemClock, ask: { redactor: bench.redactor, signal }, progress: () => undefined },
      target: {
        source: { site: 'ams1', kind: 'source', id: '01hx' },
        ...{ name: id, address: '127.0.0.1', port: bench.device.port, platform: id, credential: 'x' },
      },
      kept: async (_read, ask) => ({ rows: await ask(), ageMs: 0 }),
    });
    const names = [...model.running.ports.values()]
      .slice(0, 2)
      .map(({ name }) => findPlatform(id)?.portName?.(name) ?? name);
    const states = await reads.states([...names, ...among], { texts: true });
    await session.close();
    return names.map((name) => states.get(name)?.fields);
  } finally {
    await bench.stop();
  }
}

function changed(config: Config, first: string, second: string): Config {
  const vlan = [...config.vlans.keys()].findLast((no) => no !== 1) ?? 1;
  const one = withPorts(config, [first], { accessVlan: vlan, description: 'Desk7', adminUp: false });
  return withPorts(one, [second], { accessVlan: 1, description: '', adminUp: true });
}

describe.each([
  ['dell_os9', 'VLANs hold their ports'],
  ['ruckus_icx', 'VLANs hold their ports'],
  ['mikrotik_routeros', 'the text and the state of a port stand beside its bridge'],
])('on %s, where %s', (id) => {
  test.each([
    ['one by one', []],
    ['by the tables of all', NOBODY],
  ])('ports that are read %s have their VLAN, text and state', async (_how, among) => {
    const states = await statesOf(id, among);
    expect(states).toEqual([
      { mode: 'access', accessVlan: expect.any(Number), description: 'Desk7', adminUp: false },
      expect.objectContaining({ adminUp: true }),
    ]);
    expect(states[0]?.['accessVlan']).not.toBe(1);
    expect(states[1]?.['accessVlan'] ?? 1).toBe(1);
  });
});
