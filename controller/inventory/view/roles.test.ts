/** What each of the three views of switches shows and lets do, by one table: the port technician, the network, everything. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { WaysideError } from '../../../shared/errors.ts';
import type { JsonObject, Kind, Level, Principal, SwitchView } from '../../../shared/model/index.ts';
import { create, put, Rig, refOf, update } from '../testing/rig.ts';

const SWITCH_MAC = 'f8:b1:56:00:01:00';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
  rig.write(create('site', 'ams1', { name: 'Amsterdam 1' }));
  const source = {
    name: 'hall-sw1',
    driver: 'switch',
    address: '10.0.0.1',
    port: 2222,
    credential: 'campus',
  };
  rig.write(create('switch', 'sw1', { name: 'hall-sw1' }), create('source', 'sw1', source));
  const agent = rig.agent();
  const desk = { name: 'Gi1/0/1', mode: 'access', vlan: 10, description: 'desk 4', voiceVlan: 50 };
  agent.send('sw1', [
    put('switch', '', 'system', { hostname: 'hall-sw1', baseMac: SWITCH_MAC, serial: 'ABC1' }),
    of('port', 'p1', 'status', desk),
    of('port', 'p2', 'status', { name: 'Gi1/0/2', mode: 'trunk', vlan: 1, taggedVlans: '10,20' }),
    of('sighting', 's1', 'fdb', { mac: '00:1b:21:00:00:01', port: 'Gi1/0/1', vlan: 10, type: 'dynamic' }),
    of('sighting', 's2', 'fdb', { mac: '00:1b:21:00:00:02', port: 'Gi1/0/2', vlan: 20, type: 'dynamic' }),
    of('neighbour', 'n1', 'lldp', { port: 'Gi1/0/2', protocol: 'lldp', systemName: 'far', capabilities: [] }),
    of('vlan', 'v10', 'vlan', { vlan: 10, name: 'office', ports: ['Gi1/0/1', 'Gi1/0/2'] }),
    of('vlan', 'v20', 'vlan', { vlan: 20, name: 'servers', ports: ['Gi1/0/2'] }),
    of('arp', 'a1', 'arp', { address: '10.1.0.9', mac: '00:1b:21:00:00:01', vlan: 10, type: 'dynamic' }),
  ]);
});

function of(kind: Kind, key: string, section: string, body: JsonObject): ReturnType<typeof put> {
  return put(kind, key, section, { switch: 'ams1/switch/sw1', ...body });
}

function who(level: Level, switchView: SwitchView): Principal {
  const grants = [{ level, switchView, scopes: [{ site: 'ams1' }] }];
  return { type: 'user', name: 'ann', grants, readOnly: false, tokenId: 't' };
}

/** In this order: port technician, operator of the network, admin of the site. */
const people = [who('viewer', 'port'), who('operator', 'network'), who('admin', 'full')] as const;
const each = <T>(ask: (principal: Principal) => T): T[] => people.map(ask);

/** Names of the fields of all records of the kind that one may see, each once. */
function fieldsOf(kind: Kind): string[] {
  const shown = each((principal) =>
    [...rig.inventory.all(kind, '', {}, principal)].flatMap(({ fields }) => Object.keys(fields)),
  );
  return shown.map((names) => [...new Set(names)].toSorted().join(' '));
}

describe('each of the three views (S1.5)', () => {
  const wholePort = 'description mode name switch taggedVlans vlan voiceVlan';
  const wholeNeighbour = 'capabilities port protocol switch systemName';
  const wholeArp = 'address mac switch type vlan';
  const wholeSource = 'address credential driver name port';
  test.each<[Kind, [string, string, string]]>([
    ['port', ['description mode name switch vlan', wholePort, wholePort]],
    ['switch', ['name', 'baseMac hostname name serial', 'baseMac hostname name serial']],
    ['neighbour', ['', wholeNeighbour, wholeNeighbour]],
    ['arp', ['', wholeArp, wholeArp]],
    ['source', ['', 'driver name', wholeSource]],
  ])('shows of every %s the fields that are its own', (kind, fields) => {
    expect(fieldsOf(kind)).toEqual(fields);
  });

  test.each<[Kind, string, [unknown[], unknown[]]]>([
    ['port', 'name', [['Gi1/0/1'], ['Gi1/0/1', 'Gi1/0/2']]],
    ['sighting', 'port', [['Gi1/0/1'], ['Gi1/0/1', 'Gi1/0/2']]],
    ['vlan', 'name', [['office'], ['office', 'servers']]],
  ])('shows each %s that is its own', (kind, field, [port, more]) => {
    const shown = each((principal) =>
      [...rig.inventory.all(kind, '', {}, principal)].map(({ fields }) => fields[field]).toSorted(),
    );
    expect(shown).toEqual([port, more, more]);
  });

  test('tells in a history who wrote and why, but for the port view', () => {
    const told = each((principal) => {
      const [one] = [...rig.inventory.all('switch', '', {}, principal)];
      const question = { ref: one?.ref ?? refOf('switch/sw1'), pageSize: 0, pageToken: '' };
      return rig.inventory.history(question, principal).changes.some(({ by }) => by !== '');
    });
    expect(told).toEqual([false, true, true]);
  });

  test.each<[string, JsonObject, readonly string[]]>([
    ['a description of a switch', { description: 'x' }, ['INVALID_INPUT', 'done', 'done']],
    ['the address of a source', { address: '10.0.0.9' }, ['INVALID_INPUT', 'FORBIDDEN', 'done']],
    ['the credential of a source', { credential: 'core' }, ['INVALID_INPUT', 'FORBIDDEN', 'done']],
    ['whether a source is read', { enabled: false }, ['INVALID_INPUT', 'done', 'done']],
  ])('writes %s', (_, fields, outcomes) => {
    const ref = 'description' in fields ? 'switch/sw1' : 'source/sw1';
    const request = { operations: [update(ref, fields)], why: '', requestId: '', validateOnly: true };
    const outcome = (principal: Principal): string => {
      try {
        rig.inventory.write(request, principal);
        return 'done';
      } catch (error) {
        return (error as WaysideError).code;
      }
    };
    expect(each(outcome)).toEqual(outcomes);
  });

  test('has jobs done at a switch, but for the port view', () => {
    const ref = refOf('switch/sw1');
    expect(each((principal) => rig.inventory.sight(principal).mayWorkOnSwitch(ref))).toEqual([
      false,
      true,
      true,
    ]);
  });
});
