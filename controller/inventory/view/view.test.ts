import { beforeEach, describe, expect, test } from 'vitest';
import type { Grant, JsonObject, Kind, Principal, RecordView } from '../../../shared/model/index.ts';
import { create, put, Rig, refOf, type TestAgent, update } from '../testing/rig.ts';

const UPLINK_NEIGHBOUR = { port: 'Gi1/0/2', protocol: 'lldp', capabilities: ['bridge'] };
const PHONE = { port: 'Gi1/0/1', protocol: 'lldp', capabilities: ['bridge', 'telephone'] };

let rig: Rig;
let agent: TestAgent;
beforeEach(() => {
  rig = new Rig();
  rig.write(create('site', 'ams1', { name: 'Amsterdam 1' }), create('site', 'ber1', { name: 'Berlin 1' }));
  rig.write(create('floor', 'f1', { name: 'First' }), create('floor', 'f2', { name: 'Second' }));
  for (const [id, floor] of [
    ['sw1', 'f1'],
    ['sw2', 'f2'],
  ] as const) {
    const source = { name: id, driver: 'switch', address: `${id}.example`, credential: 'campus' };
    rig.write(
      create('switch', id, { name: `core-${id}`, floor: `ams1/floor/${floor}` }),
      create('source', id, source),
    );
  }
  agent = rig.agent();
  agent.send('sw1', [
    of('port', 'p1', 'status', { name: 'Gi1/0/1', mode: 'access', vlan: 10 }),
    of('port', 'p2', 'status', { name: 'Gi1/0/2', mode: 'access', vlan: 20 }),
    of('port', 'p3', 'status', { name: 'Gi1/0/3', mode: 'access', vlan: 10, lag: 'Po1' }),
    of('port', 'p4', 'status', { name: 'Po1', vlan: 30 }),
    of('neighbour', 'n1', 'lldp', PHONE),
    of('neighbour', 'n2', 'lldp', UPLINK_NEIGHBOUR),
    of('sighting', 's1', 'fdb', { mac: '00:1b:21:00:00:01', port: 'Gi1/0/1', vlan: 10, type: 'dynamic' }),
    of('sighting', 's2', 'fdb', { mac: '00:1b:21:00:00:02', port: 'Gi1/0/2', vlan: 20, type: 'dynamic' }),
    of('vlan', 'v10', 'vlan', { vlan: 10, name: 'office', ports: ['Gi1/0/1', 'Gi1/0/2'] }),
    of('vlan', 'v20', 'vlan', { vlan: 20, name: 'core', ports: ['Gi1/0/2'] }),
  ]);
});

function of(kind: Kind, key: string, section: string, body: JsonObject): ReturnType<typeof put> {
  return put(kind, key, section, { switch: 'ams1/switch/sw1', ...body });
}

function who(...grants: Grant[]): Principal {
  return { type: 'user', name: 'ann', grants, readOnly: false, tokenId: 't' };
}

const technician = who({ level: 'viewer', switchView: 'port', scopes: [{ site: 'ams1' }] });
const viewer = who({ level: 'viewer', switchView: 'network', scopes: [{ site: 'ams1' }] });
const onFloor1 = who({ level: 'viewer', switchView: 'network', scopes: [{ site: 'ams1', floor: 'f1' }] });

function list(kind: Kind, principal: Principal, filter: Record<string, string> = {}): RecordView[] {
  return [...rig.inventory.all(kind, '', filter, principal)];
}

const names = (kind: Kind, principal: Principal, filter: Record<string, string> = {}): unknown[] =>
  list(kind, principal, filter)
    .map(({ fields }) => fields['name'])
    .sort();

describe('a port technician', () => {
  test('sees edge ports and what is on them, no uplinks, no port channels, no neighbours, no sources', () => {
    expect(names('port', technician)).toEqual(['Gi1/0/1']);
    expect(list('sighting', technician).map(({ fields }) => fields['mac'])).toEqual(['00:1b:21:00:00:01']);
    expect(list('vlan', technician).map(({ fields }) => [fields['vlan'], fields['ports']])).toEqual([
      [10, ['Gi1/0/1']],
    ]);
    expect([...list('neighbour', technician), ...list('source', technician)]).toEqual([]);
    expect(list('port', viewer)).toHaveLength(4);
  });

  test('sees a switch as an alias that stays, with its floor and nothing else', () => {
    const [one, two] = list('switch', technician);
    expect(one?.fields).toEqual({ name: expect.stringMatching(/^Switch \w{8}$/), floor: 'ams1/floor/f1' });
    expect(one?.ref.id).not.toBe(two?.ref.id);
    expect(list('switch', technician)[0]).toEqual(one);
    expect(rig.inventory.get({ site: 'ams1', kind: 'switch', id: one?.ref.id ?? '' }, technician)).toEqual(
      one,
    );
    expect(list('port', technician)[0]?.fields['switch']).toBe(`ams1/switch/${one?.ref.id}`);
  });

  test('finds a switch by its alias, and learns nothing by asking for a real name or a hidden field', () => {
    const [one] = list('switch', technician);
    expect(list('switch', technician, { name: String(one?.fields['name']) })).toEqual([one]);
    expect(list('switch', technician, { name: 'core-sw1' })).toEqual([]);
    expect(list('source', viewer, { address: 'sw1.example' })).toEqual([]);
    expect(list('source', viewer, { name: 'sw1' })).toHaveLength(1);
  });

  test('no longer sees a port once it has become an uplink, nor what was on it: the cache follows the feed', () => {
    expect(names('port', technician)).toEqual(['Gi1/0/1']);
    agent.send('sw1', [of('neighbour', 'n1', 'lldp', { ...PHONE, capabilities: ['bridge'] })]);
    expect(names('port', technician)).toEqual([]);
    expect(list('sighting', technician)).toEqual([]);
    expect(list('vlan', technician)).toEqual([]);
    agent.send('sw1', [of('neighbour', 'n1', 'lldp', PHONE)]);
    expect(names('port', technician)).toEqual(['Gi1/0/1']);
  });

  test('sees no port whose neighbour bears the name of a switch of the site, whatever that says it can do', () => {
    agent.send('sw1', [of('neighbour', 'n1', 'lldp', { ...PHONE, systemName: 'CORE-SW2.example.org' })]);
    expect(names('port', technician)).toEqual([]);
    rig.write(update('switch/sw2', { name: 'other' }));
    expect(names('port', technician)).toEqual(['Gi1/0/1']);
  });

  test('reads no description that names a switch', () => {
    const described = (description: string): void =>
      void agent.send('sw1', [
        of('port', 'p1', 'status', { name: 'Gi1/0/1', mode: 'access', vlan: 10, description }),
      ]);
    described('room 3.14');
    expect(list('port', technician)[0]?.fields['description']).toBe('room 3.14');
    rig.write(update('switch/sw2', { name: 'hall-two' }));
    described('spare, was of Hall-Two');
    expect(list('port', technician).map(({ fields }) => fields['description'])).toEqual([undefined]);
  });

  test('reads of the history what is shown, without who and why', () => {
    const [one] = list('switch', technician);
    const question = {
      ref: { site: 'ams1', kind: 'switch', id: one?.ref.id ?? '' },
      pageSize: 0,
      pageToken: '',
    } as const;
    const { changes } = rig.inventory.history(question, technician);
    expect(changes.map(({ by, why, hash, fields }) => [by, why, hash, fields['name']])).toEqual([
      ['', '', '', one?.fields['name']],
    ]);
    expect(rig.inventory.history({ ...question, ref: refOf('switch/sw1') }, viewer).changes[0]?.by).toBe(
      'user:ann',
    );
  });
});

describe('a grant for a floor', () => {
  test('shows the floor, its switches and what they tell, and of the site its name', () => {
    expect([names('site', onFloor1), names('floor', onFloor1), names('switch', onFloor1)]).toEqual([
      ['Amsterdam 1'],
      ['First'],
      ['core-sw1'],
    ]);
    expect([list('port', onFloor1).length, list('neighbour', onFloor1).length]).toEqual([4, 2]);
    expect([...list('source', onFloor1), ...list('agent', onFloor1)]).toEqual([]);
  });

  test('follows a switch that is moved to another floor, with its ports', () => {
    expect(list('port', onFloor1)).toHaveLength(4);
    rig.write(update('switch/sw1', { floor: 'ams1/floor/f2' }));
    expect([...list('switch', onFloor1), ...list('port', onFloor1)]).toEqual([]);
    rig.write(update('switch/sw1', { floor: 'ams1/floor/f1' }));
    expect(list('port', onFloor1)).toHaveLength(4);
  });

  test('gives way to a better one for the same place', () => {
    const both = who(...[technician, onFloor1].flatMap((one) => (one.type === 'user' ? one.grants : [])));
    expect(names('switch', both)).toEqual([expect.stringMatching(/^Switch/), 'core-sw1']);
  });
});

test('a page token tells nothing of the place where a page ended, and still goes on from there', () => {
  const page = (pageToken: string): ReturnType<typeof rig.inventory.list> =>
    rig.inventory.list(
      { kind: 'switch', site: '', filter: {}, pageSize: 1, pageToken, showAbsent: true, showDeleted: false },
      technician,
    );
  const { nextPageToken, records } = page('');
  expect(Buffer.from(nextPageToken.slice(3), 'base64url').toString()).not.toContain('sw1');
  expect(page(nextPageToken).records[0]?.ref.id).not.toBe(records[0]?.ref.id);
  expect(page(nextPageToken).nextPageToken).not.toBe('');
  expect(() => page(`${nextPageToken.slice(0, -4)}AAAA`)).toThrow(
    expect.objectContaining({ code: 'INVALID_TOKEN_FORMAT' }),
  );
});

test('a switch view of the network shows sources, but not how they are reached', () => {
  agent.failed('sw1', 'UNREACHABLE', 'sw1.example:22 is silent');
  const [source] = list('source', viewer, { name: 'sw1' });
  expect(source?.fields).toEqual({
    name: 'sw1',
    driver: 'switch',
    staleSince: expect.any(Number),
    cause: 'UNREACHABLE',
  });
});

test('a watch gives out what is in view and goes on past the rest', async () => {
  const watch = rig.inventory.watch(
    { kinds: ['switch', 'floor'], site: '', resumeToken: '' },
    { principal: onFloor1, signal: AbortSignal.timeout(5000) },
  );
  const seen: unknown[] = [];
  for await (const event of watch) {
    if (event.type === 'synced') break;
    if (event.type === 'record') seen.push(event.record.fields['name']);
  }
  expect(seen).toEqual(['First', 'core-sw1']);
});
