import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject, Kind, Principal, RecordView } from '../../../shared/model/index.ts';
import { create, put, Rig, type TestAgent } from '../testing/rig.ts';
import { EDGE_ADDRESSES_MAX, PHONE_ADDRESSES_MAX, siteNames, withoutReachIn } from './edge.ts';

const OTHER_SWITCH = 'f8:b1:56:00:02:00';
const DESK = 'Gi1/0/1';
const DOUBTED = 'Gi1/0/9';
const grants = [{ level: 'viewer', switchView: 'port', scopes: [{ site: 'ams1' }] }] as const;
const technician: Principal = { type: 'user', name: 'tim', grants, readOnly: false, tokenId: 't' };

let rig: Rig;
let agent: TestAgent;

beforeEach(() => {
  rig = new Rig();
  rig.write(create('site', 'ams1', { name: 'Amsterdam 1' }));
  addSwitch('sw1', 'ams1-core-sw1');
  addSwitch('sw2', 'ams1-core-sw2');
  agent = rig.agent();
  agent.send('sw2', [put('switch', '', 'system', { hostname: 'ams1-core-sw2', macs: [OTHER_SWITCH] })]);
  agent.send('sw1', [port(DESK, {}), learned(DESK, 1), learned(DOUBTED, 2)]);
});

function addSwitch(id: string, name: string): void {
  const source = { name, driver: 'switch', address: `10.0.0.${id.slice(2)}`, credential: 'campus' };
  rig.write(create('switch', id, { name }), create('source', id, source));
}

function of(kind: Kind, key: string, section: string, body: JsonObject): ReturnType<typeof put> {
  return put(kind, key, section, { switch: 'ams1/switch/sw1', ...body });
}

function port(name: string, body: JsonObject): ReturnType<typeof put> {
  return of('port', name, 'status', { name, mode: 'access', vlan: 10, ...body });
}

function learned(name: string, number: number, type = 'dynamic'): ReturnType<typeof put> {
  const mac = `00:1b:21:00:00:${number.toString(16).padStart(2, '0')}`;
  return of('sighting', `${name} ${number}`, 'fdb', { mac, port: name, vlan: 10, type });
}

function heard(body: JsonObject): ReturnType<typeof put> {
  return of('neighbour', 'n', 'lldp', { port: DOUBTED, protocol: 'lldp', ...body });
}

const list = (kind: Kind): RecordView[] => [...rig.inventory.all(kind, '', {}, technician)];

/** Names of ports, and of ports that addresses are seen on. */
function shown(): unknown {
  const ports = list('port').map(({ fields }) => fields['name']);
  return [ports, [...new Set(list('sighting').map(({ fields }) => fields['port']))]].map((names) =>
    (names as string[]).toSorted(),
  );
}

const ALL = [
  [DESK, DOUBTED],
  [DESK, DOUBTED],
];
const DESK_ALONE = [[DESK], [DESK]];

describe('a port technician sees no link between switches, also where no neighbour tells of it', () => {
  test.each<[string, JsonObject]>([
    ['is one half of a port channel over two switches', { mlag: '7' }],
    ['joins the two switches of a pair', { peerLink: true }],
    ['carries tagged VLANs beside its own', { mode: 'general', taggedVlans: '20,30-32' }],
    ['carries tagged VLANs, in a mode that nothing tells', { mode: undefined, taggedVlans: 'all' }],
    ['is described as an uplink', { description: 'UPLINK 2nd floor' }],
    ['is described as an up-link', { description: 'up-link 2nd floor' }],
    ['is described by where it leads', { description: 'to core' }],
    ['is described by the way to a switch with a number', { description: 'patch to sw12/3' }],
    ['is described by such words alone', { description: 'TRUNK 2' }],
    ['is described as a trunk to somewhere', { description: 'trunk to building 7' }],
  ])('such as one that %s', (_, body) => {
    agent.send('sw1', [port(DOUBTED, {})]);
    expect(shown()).toEqual(ALL);
    agent.send('sw1', [port(DOUBTED, body)]);
    expect(shown()).toEqual(DESK_ALONE);
  });

  test.each<[string, JsonObject]>([
    ['a voice VLAN', { mode: 'general', taggedVlans: '50', voiceVlan: 50 }],
    ['words of other things', { description: 'Corewood, desk 12, laptop' }],
    ['the name of a room', { description: 'Trunk room PC' }],
    ['the name of a machine', { description: 'db-core-1' }],
  ])('but one with %s', (_, body) => {
    agent.send('sw1', [port(DOUBTED, body)]);
    expect(shown()).toEqual(ALL);
  });

  test('but a phone that has its VLAN tagged, or what may be one', () => {
    const some = Array.from({ length: PHONE_ADDRESSES_MAX - 1 }, (_, i) => learned(DOUBTED, 100 + i));
    agent.send('sw1', [port(DOUBTED, { mode: 'general', taggedVlans: '50' }), ...some]);
    expect(shown()).toEqual(ALL);
    agent.send('sw1', [learned(DOUBTED, 200)]);
    expect(shown()).toEqual(DESK_ALONE);
    agent.send('sw1', [heard({ capabilities: ['bridge', 'telephone'] })]);
    expect(shown()).toEqual(ALL);
  });

  test('one on which a switch of the site is learned is hidden while it is', () => {
    const address = { mac: OTHER_SWITCH, port: DOUBTED, vlan: 1 };
    agent.send('sw1', [port(DOUBTED, {})]);
    agent.send('sw1', [of('sighting', 'x', 'fdb', { ...address, type: 'dynamic' })]);
    expect(shown()).toEqual(DESK_ALONE);
    agent.send('sw1', [
      of('sighting', 'x', 'fdb', { ...address, mac: '00:1b:21:00:00:77', type: 'dynamic' }),
    ]);
    expect(shown()).toEqual(ALL);
    agent.send('sw1', [of('sighting', 'x', 'fdb', { ...address, type: 'self' })]);
    expect(shown()).toEqual(ALL);
  });

  test('one with more addresses than a desk has is hidden, but for an access point', () => {
    const many = Array.from({ length: EDGE_ADDRESSES_MAX - 1 }, (_, i) => learned(DOUBTED, 100 + i));
    agent.send('sw1', [port(DOUBTED, {}), ...many]);
    expect(shown()).toEqual(ALL);
    agent.send('sw1', [learned(DOUBTED, 200)]);
    expect(shown()).toEqual(DESK_ALONE);
    agent.send('sw1', [heard({ capabilities: ['wlan'] })]);
    expect(shown()).toEqual(ALL);
  });

  test('whatever spelling of its name tells of it', () => {
    agent.send('sw1', [port(DOUBTED, {})]);
    agent.send('sw1', [heard({ port: 'GigabitEthernet1/0/9', capabilities: ['bridge'] })]);
    expect(shown()).toEqual(DESK_ALONE);
    agent.send('sw1', [heard({ port: 'GigabitEthernet1/0/9', capabilities: ['station'] })]);
    const sighting = { mac: OTHER_SWITCH, port: 'gi 1/0/9', vlan: 1, type: 'dynamic' };
    expect(shown()).toEqual(ALL);
    agent.send('sw1', [of('sighting', 'x', 'fdb', sighting)]);
    expect(shown()).toEqual(DESK_ALONE);
  });

  test('and sees what is on an edge port under another spelling', () => {
    agent.send('sw1', [learned('GigabitEthernet1/0/1', 3)]);
    expect(list('sighting').map(({ fields }) => fields['port'])).toContain('GigabitEthernet1/0/1');
  });

  test('nor one that is named after a switch', () => {
    const name = 'ether5-core-sw2';
    agent.send('sw1', [port(name, {}), learned(name, 5), port('ether6', {})]);
    expect(list('port').map(({ fields }) => fields['name'])).toContain('ether6');
    rig.write(create('switch', 'sw3', { name: 'core-sw2' }));
    const all = JSON.stringify([list('port'), list('sighting')]);
    expect(all).toContain('ether6');
    expect(all).not.toContain('core-sw2');
  });
});

describe('the history of what is at the edge now', () => {
  const history = (kind: Kind): unknown[] =>
    list(kind).flatMap(({ ref }) =>
      rig.inventory
        .history({ ref, pageSize: 0, pageToken: '' }, technician)
        .changes.map(({ fields }) => fields['port'] ?? fields['mode']),
    );

  test('is silent about an address while it was learned on an uplink (S1.5)', () => {
    agent.send('sw1', [port('Te1/0/1', { mode: 'trunk' }), port('Gi1/0/2', {})]);
    const mac = '00:1b:21:00:00:99';
    for (const name of ['Gi1/0/2', 'Te1/0/1', DESK])
      agent.send('sw1', [of('sighting', 'x', 'fdb', { mac, port: name, vlan: 10, type: 'dynamic' })]);
    expect(history('sighting').toSorted()).toEqual([DESK, DESK, 'Gi1/0/2']);
  });

  test('is silent about a port while it was an uplink (S1.5)', () => {
    for (const mode of ['general', 'trunk', 'access']) agent.send('sw1', [port(DESK, { mode })]);
    expect(history('port').toSorted()).toEqual(['access', 'access', 'general']);
  });
});

describe('a description that names a switch is left out', () => {
  test.each([
    ['hall-1.ams.example.net', 'was to hall-1'],
    ['c1', 'was c1'],
    ['ams1-hall-x9', 'was AMS1 HALL X9'],
    ['ams1-hall-x9', 'was ams1_hall_x9.example.net'],
    ['K\u00f6ln 3', 'was k\u00f6ln-3'],
  ])('%s: %s', (name, description) => {
    const told = (): unknown =>
      list('port').find(({ fields }) => fields['name'] === DESK)?.fields['description'];
    agent.send('sw1', [port(DESK, { description })]);
    expect(told()).toBe(description);
    rig.write(create('switch', 'sw9', { name }));
    expect(told()).toBeUndefined();
  });

  test.each([
    ['c1', 'desk c12, room 1c1'],
    ['314', 'room 3.14'],
  ])('%s is not named by: %s', (name, description) => {
    rig.write(create('switch', 'sw9', { name }));
    agent.send('sw1', [port(DESK, { description })]);
    expect(list('port').map(({ fields }) => fields['description'])).toContain(description);
  });
});

test('an error does not tell whoever may not see how a switch is reached which login it refused', () => {
  const sources = rig.inventory.all(
    'source',
    '',
    {},
    {
      ...technician,
      grants: [{ level: 'admin', switchView: 'full', scopes: [{ site: 'ams1' }] }],
    },
  );
  const names = siteNames([], [...sources]);
  const said = 'ams1-core-sw1 (10.0.0.1:22) refused the credential campus (user netops)';
  expect(withoutReachIn(names, said)).not.toMatch(/netops|campus|10\.0/);
});
