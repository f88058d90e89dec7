/** `findText` and the views: what somebody may not see is not found, not counted, and not told by a page token. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Grant, JsonObject, Kind, Principal } from '../../shared/model/index.ts';
import type { FoundPage } from './find.ts';
import { ADMIN, create, put, Rig } from './testing/rig.ts';

let rig: Rig;
beforeEach(() => {
  rig = Rig.withSwitches(0);
  rig.write(
    create('site', 'ber1', { name: 'Berlin hidden' }),
    create('floor', 'f1', { name: 'First' }),
    create('floor', 'f2', { name: 'Second secret' }),
    create('switch', 'hidden-core', { name: 'hidden-core-1', floor: 'ams1/floor/f1' }),
    create('source', 'hidden-core', { name: 'hidden-core-1', driver: 'switch', address: '10.9.9.9' }),
    create('switch', 'hidden-east', { name: 'hidden-east-1', floor: 'ams1/floor/f2' }),
    create('floor', 'b1', { name: 'hidden basement' }, 'ber1'),
  );
  rig.agent().send('hidden-core', [
    of('port', 'p1', 'status', {
      name: 'Gi1/0/1',
      mode: 'access',
      vlan: 10,
      description: 'desk of hidden-core-1',
    }),
    of('port', 'p2', 'status', {
      name: 'Gi1/0/2',
      mode: 'trunk',
      vlan: 20,
      description: 'desk hidden uplink',
    }),
    of('port', 'p5', 'status', { name: 'Gi1/0/5', mode: 'access', vlan: 10, description: 'desk five' }),
    of('neighbour', 'n2', 'lldp', { port: 'Gi1/0/2', capabilities: ['bridge'], systemName: 'hidden-far' }),
    of('sighting', 's1', 'fdb', { mac: '00:1b:21:00:00:01', port: 'Gi1/0/1', vlan: 10, type: 'dynamic' }),
    of('sighting', 's2', 'fdb', { mac: '00:1b:21:00:00:02', port: 'Gi1/0/2', vlan: 20, type: 'dynamic' }),
    of('vlan', 'v10', 'vlan', { vlan: 10, name: 'office', ports: ['Gi1/0/1', 'Gi1/0/2'] }),
    of('vlan', 'v20', 'vlan', { vlan: 20, name: 'hidden-trunk', ports: ['Gi1/0/2'] }),
  ]);
});

function of(kind: Kind, key: string, section: string, body: JsonObject): ReturnType<typeof put> {
  return put(kind, key, section, { switch: 'ams1/switch/hidden-core', ...body });
}

function who(...grants: Grant[]): Principal {
  return { type: 'user', name: 'ann', grants, readOnly: false, tokenId: 't' };
}

const technician = who({ level: 'viewer', switchView: 'port', scopes: [{ site: 'ams1' }] });
const viewer = who({ level: 'viewer', switchView: 'network', scopes: [{ site: 'ams1' }] });
const onFloor1 = who({ level: 'viewer', switchView: 'network', scopes: [{ site: 'ams1', floor: 'f1' }] });

const QUESTION = { kinds: [], site: '', pageSize: 50, pageToken: '', showAll: true };
const ask = (text: string, principal: Principal): FoundPage =>
  rig.inventory.findText({ ...QUESTION, text }, principal);
const found = (text: string, principal: Principal): string[] =>
  ask(text, principal)
    .found.map(({ record, field }) => `${record.ref.site} ${record.ref.kind} ${field}`)
    .sort();

describe('a port technician', () => {
  test.each([
    ...['hidden', 'hidden-core', 'hidden-core-1', 'idden', 'core', '10.9.9.9', '10.9.0.0/16', 'hidden-far'],
    ...['uplink', 'gi1/0/2', '001b.2100.0002', '0002', '20', 'hidden-trunk', 'hidden desk'],
  ])('does not find by a switch name, an address of one, an uplink or a trunk VLAN: %s', (text) => {
    expect(found(text, ADMIN).length).toBeGreaterThan(0);
    const { found: seen, ...rest } = ask(text, technician);
    expect({ seen, ...rest }).toEqual({ seen: [], nextPageToken: '', stopped: false, indexedPercent: 100 });
  });

  test('finds what is at the edge, and the switch by the alias alone', () => {
    expect(found('gi1/0/1', technician)).toEqual(['ams1 port name']);
    expect(found('001b21000001', technician)).toEqual(['ams1 sighting mac']);
    expect(found('desk', technician)).toEqual(['ams1 port description']);
    expect(found('office', technician)).toEqual(['ams1 vlan name']);
    const [sighting] = ask('001b21000001', technician).found;
    expect(sighting?.switchName).toMatch(/^Switch \w{8}$/);
    expect(JSON.stringify(sighting)).not.toContain('hidden');
    const alias = String(sighting?.switchName);
    const [byName] = ask(alias, technician).found;
    expect(byName?.record.fields['name']).toBe(alias);
    expect(ask(alias.replace('Switch ', ''), technician).found).toEqual([byName]);
    expect(ask(alias, viewer).found).toEqual([]);
    expect(rig.inventory.findText({ ...QUESTION, text: alias, kinds: ['port'] }, technician).found).toEqual(
      [],
    );
  });
});

describe('who has a part of it', () => {
  test('finds nothing of another site or floor', () => {
    expect(found('hidden', viewer).filter((one) => !one.startsWith('ams1 '))).toEqual([]);
    expect(found('secret', viewer)).toEqual(['ams1 floor name']);
    expect(found('secret', onFloor1)).toEqual([]);
    expect(found('hidden-east', onFloor1)).toEqual([]);
    expect(found('basement', viewer)).toEqual([]);
  });

  test('does not find a source by how it is reached', () => {
    expect(found('10.9.9.9', viewer)).toEqual([]);
    expect(found('10.9.9.9', ADMIN)).toEqual(['ams1 source address']);
  });

  test('learns nothing from a page token', () => {
    const { nextPageToken } = rig.inventory.findText({ ...QUESTION, text: 'desk', pageSize: 1 }, technician);
    expect(nextPageToken).not.toBe('');
    const [, hidden = ''] = JSON.parse(
      Buffer.from(nextPageToken.slice(3), 'base64url').toString(),
    ) as string[];
    expect(Buffer.from(hidden, 'base64url').toString('latin1')).not.toMatch(/desk|hidden|ams1/);
    const next = rig.inventory.findText({ ...QUESTION, text: 'desk', pageToken: nextPageToken }, technician);
    expect(next.found).toEqual([]);
  });
});
