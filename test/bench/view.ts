/** What `view` adds to reading a record, by kind of principal: the same lists with it and without it. */
import type { Inventory } from '../../controller/inventory/index.ts';
import { DATABASE_DEFAULTS, openDatabase, Store } from '../../controller/store/index.ts';
import { encodeObserved, type ObservedItem, putItem, type ScanInfo } from '../../shared/delta/index.ts';
import {
  canonicalJson,
  type JsonObject,
  type Kind,
  type Principal,
  type Scope,
  type SwitchView,
} from '../../shared/model/index.ts';
import { systemClock } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { openInventory, SITE } from './apply.ts';
import { type Figure, median } from './figure.ts';

const SWITCHES = 40;
const PORTS = 48;
const SIGHTINGS = 200;
/** All switches stand on it. */
const FLOOR = 'f1';
/** The middle one counts. */
const ROUNDS = 5;
const KINDS: readonly Kind[] = ['switch', 'port', 'sighting', 'neighbour', 'vlan'];
const READER: Principal = { type: 'system', name: 'bench' };

export async function benchView(): Promise<Figure[]> {
  await ready();
  const store = new Store(openDatabase({ file: ':memory:', ...DATABASE_DEFAULTS }));
  const inventory = openInventory(store);
  write(inventory, 'floor', FLOOR, { name: 'First' });
  for (let i = 0; i < SWITCHES; i += 1) addSwitch(inventory, i);
  const principals = {
    ...{ admin: who('full', { site: '*' }), network: who('network', { site: SITE }) },
    ...{ floor: who('network', { site: SITE, floor: FLOOR }), port: who('port', { site: SITE }) },
  };
  const records = KINDS.flatMap((kind) => [...inventory.all(kind, SITE, {}, READER)]).length;
  const micros = (principal: Principal): number => (listMs(inventory, principal) * 1000) / records;
  // The first reading fills the caches of all alike.
  for (const principal of Object.values(principals)) micros(principal);
  const rounds = Array.from({ length: ROUNDS }, () => ({
    bare: micros(READER),
    admin: micros(principals.admin),
    network: micros(principals.network),
    floor: micros(principals.floor),
    port: micros(principals.port),
  }));
  const middle = (name: 'bare' | keyof typeof principals): number =>
    median(rounds.map((round) => round[name]));
  store.close();
  return [
    figure('an admin', middle('admin'), middle('bare'), 1.2),
    figure('a viewer of the network of a site', middle('network'), middle('bare'), 1.5),
    figure('a viewer of the network of a floor', middle('floor'), middle('bare'), 2),
    figure('a port technician', middle('port'), middle('bare'), 2.5),
  ];
}

function figure(name: string, value: number, baseline: number, bar: number): Figure {
  return {
    name: `one record listed for ${name}`,
    value,
    unit: 'µs',
    baseline,
    baselineName: 'without a view',
    bar,
  };
}

function listMs(inventory: Inventory, principal: Principal): number {
  const startMs = systemClock.monotonic();
  for (const kind of KINDS) for (const _ of inventory.all(kind, SITE, {}, principal));
  return systemClock.monotonic() - startMs;
}

function who(switchView: SwitchView, scope: Scope): Principal {
  const grants = [{ level: 'viewer', switchView, scopes: [scope] }] as const;
  return { type: 'user', name: 'ann', grants, readOnly: false, tokenId: 't' };
}

/** Most of what is known is at the edge; two ports are uplinks. */
function addSwitch(inventory: Inventory, number: number): void {
  const id = `sw${number}`;
  write(inventory, 'switch', id, { name: `bench-switch-${number}`, floor: `${SITE}/floor/${FLOOR}` });
  const owner = `${SITE}/switch/${id}`;
  const items = [
    ...many(PORTS, (i) =>
      item('port', 'status', { switch: owner, name: `Gi1/0/${i}`, mode: 'access', vlan: 10 }),
    ),
    ...many(SIGHTINGS, (i) => {
      const mac = `02:00:00:00:${hex(number)}:${hex(i)}`;
      return item('sighting', 'fdb', {
        switch: owner,
        mac,
        port: `Gi1/0/${i % PORTS}`,
        vlan: 10,
        type: 'dynamic',
      });
    }),
    ...many(2, (i) =>
      item('neighbour', 'lldp', { switch: owner, port: `Gi1/0/${i}`, capabilities: ['bridge'] }),
    ),
    ...many(5, (i) => item('vlan', 'vlan', { switch: owner, vlan: 10 + i, name: `v${i}` })),
  ];
  const scan: ScanInfo = {
    ...{
      id: 'scan',
      source: { site: SITE, kind: 'source', id },
      group: 'net',
      epoch: 1,
      code: '',
      reason: '',
    },
    ...{
      completeness: 'complete',
      coverage: ['port', 'sighting', 'neighbour', 'vlan'],
      counts: {},
      full: false,
    },
    ...{ startedAtMs: 1, finishedAtMs: 2 },
  };
  encodeObserved(scan, items).forEach((frame, i) => {
    inventory.applyDelta({
      ...{ agentId: 'agent', site: SITE, outboxId: id, seq: i + 1, frame },
      ...{ spooledAtMs: 1, sentAtMs: 1, receivedAtMs: 1 },
    });
  });
}

function write(inventory: Inventory, kind: Kind, id: string, fields: JsonObject): void {
  const create = { type: 'create', site: SITE, kind, id, fields } as const;
  inventory.write({ operations: [create], why: 'bench', requestId: '', validateOnly: false }, READER);
}

function item(kind: Kind, section: string, body: JsonObject): ObservedItem {
  const bodyText = canonicalJson(body);
  return putItem({ kind, nativeKey: bodyText, section, bodyText });
}

function many<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

function hex(value: number): string {
  return (value & 255).toString(16).padStart(2, '0');
}
