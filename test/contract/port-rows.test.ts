import { beforeEach, describe, expect, it } from 'vitest';
import { ADMIN, gone, put, Rig, type TestAgent } from '../../controller/inventory/testing/rig.ts';
import { FactsIndex } from '../../controller/trace/facts-index.ts';
import { type LeftOut, type PortRow, PortRows, portRowId } from '../../controller/trace/port-rows.ts';
import type { ObservedItem } from '../../shared/delta/index.ts';
import type { JsonObject, Principal } from '../../shared/model/index.ts';

const HOUR_MS = 3_600_000;
const ON = { switch: 'ams1/switch/sw1' };
const [PHONE, HOST, OTHER] = ['00:1b:21:00:00:01', '00:1b:21:00:00:02', '00:1b:21:00:00:03'];

let rig: Rig;
let agent: TestAgent;
let index: FactsIndex;
beforeEach(() => {
  rig = Rig.withSwitches(2);
  agent = rig.agent();
  index = new FactsIndex(rig.inventory);
});

function port(name: string, fields: JsonObject = {}): ObservedItem {
  return put('port', name, 'status', { ...ON, name, operUp: true, mode: 'access', vlan: 10, ...fields });
}

function address(mac: string, name: string): ObservedItem {
  return put('sighting', `${mac}|10|${name}`, 'fdb', { ...ON, mac, port: name, vlan: 10, type: 'dynamic' });
}

function neighbour(name: string, capabilities: readonly string[]): ObservedItem {
  const fields = { ...ON, port: name, protocol: 'lldp', systemName: 'far', capabilities: [...capabilities] };
  return put('neighbour', `lldp|${name}||`, 'lldp', fields);
}

interface Answer {
  /** Port -> its class or since when it is unused. */
  readonly ports: Readonly<Record<string, PortRow>>;
  readonly leftOut: LeftOut;
}

async function ask(unusedForMs = 0, principal: Principal = ADMIN): Promise<Answer> {
  const { inventory, clock } = rig;
  const question = { site: 'ams1', switch: undefined, unusedForMs };
  const list = await PortRows.open({ inventory, index, clock }, question, principal);
  const rows = [...list.rows()].filter((row): row is PortRow => row !== undefined);
  const { leftOut } = list;
  // What a later page reads is what the first one listed.
  for (const row of rows) expect(list.read(portRowId(row))).toEqual(row);
  return { ports: Object.fromEntries(rows.map((row) => [String(row.record.fields['name']), row])), leftOut };
}

const names = ({ ports }: Answer): readonly string[] => Object.keys(ports).toSorted();

describe('what ports are, by records alone', () => {
  beforeEach(() => {
    agent.send('sw1', [
      ...['Gi1/0/1', 'Gi1/0/2', 'Gi1/0/3'].map((name) => port(name)),
      port('Gi1/0/4', { operUp: false, description: 'AP spare' }),
      port('Gi1/0/5', { lag: 'Po1', mode: 'trunk' }),
      port('Po1', { mode: 'trunk' }),
      port('Po2', { mode: 'trunk' }),
      port('Gi1/0/9'),
      address(HOST, 'Gi1/0/1'),
      address(PHONE, 'Gi1/0/2'),
      neighbour('Gi1/0/2', ['bridge', 'telephone']),
      neighbour('Gi1/0/5', ['bridge', 'router']),
      neighbour('Gi1/0/9', ['wlan', 'bridge']),
    ]);
  });

  it('is told by what was seen on them, and not at all where nothing was', async () => {
    const { ports } = await ask();
    const told = Object.entries(ports).map(([name, { portClass, addresses }]) => [
      name,
      portClass,
      addresses,
    ]);
    expect(told.toSorted()).toEqual([
      ['Gi1/0/1', 'edge', 1],
      ['Gi1/0/2', 'phone', 1],
      ['Gi1/0/3', undefined, 0],
      ['Gi1/0/4', undefined, 0],
      ['Gi1/0/5', 'interswitch', 0],
      ['Gi1/0/9', 'ap', 0],
      ['Po1', 'interswitch', 0],
      ['Po2', undefined, 0],
    ]);
  });

  it('leaves out in the port view what links switches, and all that is shown there is of an alias', async () => {
    const grants = [{ level: 'viewer', switchView: 'port', scopes: [{ site: 'ams1' }] }] as const;
    const technician: Principal = { type: 'user', name: 'tim', grants, readOnly: false, tokenId: 't' };
    // To who sees the edge alone, a port in access mode without a neighbour is one; behind it is another switch.
    const mac = 'f8:b1:56:00:09:01';
    rig.agent('agent2').send('sw2', [put('switch', '', 'system', { hostname: 'sw2', baseMac: mac })]);
    agent.send('sw1', [port('Gi1/0/7'), address(mac, 'Gi1/0/7')], { completeness: 'partial', coverage: [] });
    expect((await ask()).ports['Gi1/0/7']).toMatchObject({ portClass: 'interswitch', addresses: 1 });
    const answer = await ask(0, technician);
    expect(answer.ports['Gi1/0/1']).toMatchObject({ portClass: 'edge', addresses: 1 });
    expect(answer.ports['Gi1/0/7']).toBeUndefined();
    expect(answer.ports['Gi1/0/3']).toMatchObject({ portClass: undefined, addresses: 0 });
    expect(Object.values(answer.ports).map(({ portClass }) => portClass)).not.toContain('interswitch');
    expect(Object.values(answer.ports).some(({ switchName }) => switchName.includes('sw1'))).toBe(false);
    const names = new Set(Object.values(answer.ports).map(({ switchName }) => switchName));
    expect(names.size).toBe(1);
  });
});

describe('ports that nobody uses', () => {
  /** All of the switch, at the next hour. */
  function nextHour(items: readonly ObservedItem[] = []): void {
    rig.clock.advance(HOUR_MS);
    agent.send('sw1', items);
  }

  it('have had no link for so long', async () => {
    agent.send('sw1', [port('Gi1/0/1', { operUp: false }), port('Gi1/0/2'), port('Gi1/0/3')]);
    nextHour([port('Gi1/0/2', { operUp: false })]);
    const downAt = rig.clock.now();
    // A new description is no use of the port.
    nextHour([port('Gi1/0/2', { operUp: false, description: 'free' })]);
    nextHour([]);
    expect(names(await ask(HOUR_MS))).toEqual(['Gi1/0/1', 'Gi1/0/2']);
    expect(names(await ask(3 * HOUR_MS))).toEqual(['Gi1/0/1']);
    expect((await ask(2 * HOUR_MS)).ports['Gi1/0/2']?.unusedSince).toBe(downAt);
    nextHour([port('Gi1/0/1')]);
    nextHour([port('Gi1/0/1', { operUp: false })]);
    expect(names(await ask(2 * HOUR_MS))).toEqual(['Gi1/0/2']);
  });

  it('have had no address for so long: one that is there, or went later than the link, counts', async () => {
    const down = { operUp: false };
    agent.send('sw1', [
      ...[port('Gi1/0/1', down), port('Gi1/0/2', down), port('Gi1/0/3', down)],
      ...[address(HOST, 'Gi1/0/1'), address(OTHER, 'Gi1/0/2')],
    ]);
    nextHour([gone('sighting', `${OTHER}|10|Gi1/0/2`)]);
    const goneAt = rig.clock.now();
    nextHour([]);
    expect(names(await ask(2 * HOUR_MS))).toEqual(['Gi1/0/3']);
    const { ports } = await ask(HOUR_MS);
    expect(Object.keys(ports).toSorted()).toEqual(['Gi1/0/2', 'Gi1/0/3']);
    expect(ports['Gi1/0/2']?.unusedSince).toBe(goneAt);
  });

  it('are not those of a switch that was not read in that time: they are counted instead', async () => {
    agent.send('sw1', [port('Gi1/0/1', { operUp: false }), port('Gi1/0/2')]);
    rig.clock.advance(5 * HOUR_MS);
    const unread = { unreadPorts: 2, unreadSwitches: 1, untoldPorts: 0 };
    expect(await ask(2 * HOUR_MS)).toEqual({ ports: {}, leftOut: unread });
    // In part is not to the end.
    agent.send('sw1', [], { completeness: 'partial', code: 'TIMEOUT', reason: 'slow' });
    expect((await ask(2 * HOUR_MS)).leftOut).toEqual(unread);
    // Read in the last six hours, but then it had been down for no time at all.
    expect(await ask(6 * HOUR_MS)).toEqual({
      ports: {},
      leftOut: { unreadPorts: 0, unreadSwitches: 0, untoldPorts: 0 },
    });
    agent.send('sw1', []);
    expect(names(await ask(5 * HOUR_MS))).toEqual(['Gi1/0/1']);
  });

  it('are not those of which the switch does not tell the link, but what is disabled has none', async () => {
    const untold = (name: string, more: JsonObject = {}): ObservedItem =>
      put('port', name, 'status', { ...ON, name, ...more });
    agent.send('sw1', [untold('Gi1/0/1'), untold('Gi1/0/2', { adminUp: false })]);
    nextHour();
    const answer = await ask(HOUR_MS);
    expect(names(answer)).toEqual(['Gi1/0/2']);
    expect(answer.leftOut).toMatchObject({ untoldPorts: 1, unreadPorts: 0 });
  });
});
