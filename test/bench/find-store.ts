/** A store of so many records for the figures of `find`: switches of several sites with what a campus shows. */
import type { Inventory } from '../../controller/inventory/index.ts';
import { DATABASE_DEFAULTS, openDatabase, Store } from '../../controller/store/index.ts';
import { encodeObserved, type ObservedItem, putItem, type ScanInfo } from '../../shared/delta/index.ts';
import { canonicalJson, type JsonObject, type Kind } from '../../shared/model/index.ts';
import { type Random, randomInt } from '../../shared/runtime/index.ts';
import { openInventory, SITE, timed } from './apply.ts';

/** Records that one switch shows: as in a collect, most of them are addresses. */
const SHOWN = { port: 150, sighting: 800, neighbour: 10, vlan: 40 } as const;
export const PER_SWITCH: number = Object.values(SHOWN).reduce((sum, count) => sum + count, 0);

const ROOMS = 4000;
const WORDS: readonly string[] = [
  ...[
    'printer',
    'camera',
    'phone',
    'desk',
    'lab',
    'uplink',
    'spare',
    'guest',
    'voice',
    'door',
    'reader',
    'kiosk',
  ],
  ...[
    'north',
    'south',
    'east',
    'west',
    'Büro',
    'Zürich',
    'Genève',
    'meeting',
    'server',
    'beamer',
    'ups',
    'heating',
  ],
];

export interface FindStore {
  readonly store: Store;
  readonly inventory: Inventory;
  /** What the first switches show. */
  readonly items: readonly ShownItem[];
  /** Of applying what the switches show. */
  readonly applyMs: number;
}

export interface ShownItem {
  readonly kind: Kind;
  readonly section: string;
  readonly body: JsonObject;
}

/** Switches whose items are kept. */
const KEPT_SWITCHES = 20;

/** `count` a multiple of `PER_SWITCH`; with the index off, what it is given it drops. */
export function fillStore(
  file: string,
  count: number,
  { random, index = 'on' }: { readonly random: Random; readonly index?: 'on' | 'off' },
): FindStore {
  const store = new Store(openDatabase({ file, ...DATABASE_DEFAULTS }));
  const nothing = (): void => {};
  if (index === 'off') Object.assign(store.find, { add: nothing, addTail: nothing });
  const inventory = openInventory(store);
  const items: ShownItem[] = [];
  let applyMs = 0;
  for (let i = 0; i < count / PER_SWITCH; i += 1) {
    addSwitch(inventory, i);
    const shown = itemsOf(i, random);
    const frames = encodeObserved(scanOf(i), shown.map(toItem));
    applyMs += timed(() => deliver(inventory, i, frames));
    if (i < KEPT_SWITCHES) items.push(...shown);
  }
  return { store, inventory, items, applyMs };
}

export function nameOf(i: number): string {
  return `sw-${WORDS[i % 12]}-${String(i).padStart(4, '0')}`;
}

export function macOf(n: number): string {
  return `00:1b:${hex((n * 7) >> 16)}:${hex(n >> 16)}:${hex(n >> 8)}:${hex(n)}`;
}

function addSwitch(inventory: Inventory, i: number): void {
  const address = `10.${20 + (i >> 8)}.${i & 255}.1`;
  const of = { type: 'create', site: SITE, id: `sw${i}` } as const;
  const operations = [
    { ...of, kind: 'source', fields: { name: nameOf(i), driver: 'switch', address } },
    { ...of, kind: 'switch', fields: { name: nameOf(i), description: `${WORDS[i % 7]} ${WORDS[i % 5]}` } },
  ] as const;
  inventory.write(
    { operations, why: 'bench', requestId: '', validateOnly: false },
    { type: 'system', name: 'bench' },
  );
}

function itemsOf(i: number, random: Random): ShownItem[] {
  const owner = `${SITE}/switch/sw${i}`;
  const word = (): string => WORDS[randomInt(random, WORDS.length)] ?? '';
  const port = (n: number): string => `Gi${1 + Math.floor(n / 48)}/0/${1 + (n % 48)}`;
  const make = {
    port: (n: number) =>
      item('port', 'status', {
        ...{ switch: owner, name: port(n), adminUp: true, operUp: n % 3 > 0, mode: 'access', vlan: n % 40 },
        description: `${word()} ${word()} room ${randomInt(random, ROOMS)}`,
      }),
    sighting: (n: number) =>
      item('sighting', 'fdb', {
        ...{ switch: owner, mac: macOf(i * SHOWN.sighting + n), port: port(n % SHOWN.port) },
        ...{ vlan: n % 40, type: 'dynamic' },
      }),
    neighbour: (n: number) =>
      item('neighbour', 'lldp', {
        ...{
          switch: owner,
          port: port(n),
          systemName: `ap-${word()}-${i}-${n}`,
          chassisId: macOf(-1 - i * 10 - n),
        },
        managementAddress: `10.200.${i & 255}.${n}`,
      }),
    vlan: (n: number) => item('vlan', 'vlan', { switch: owner, vlan: n, name: `${WORDS[n % 24]}_${n}` }),
  };
  return Object.entries(SHOWN).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, n) => make[kind as keyof typeof SHOWN](n)),
  );
}

function item(kind: Kind, section: string, body: JsonObject): ShownItem {
  return { kind, section, body };
}

function toItem({ kind, section, body }: ShownItem): ObservedItem {
  const nativeKey = [body['mac'], body['name'], body['port'], body['vlan'], body['chassisId']].join('|');
  return putItem({ kind, nativeKey, section, bodyText: canonicalJson(body) });
}

function scanOf(i: number): ScanInfo {
  return {
    ...{ id: `scan${i}`, source: { site: SITE, kind: 'source', id: `sw${i}` }, group: 'net', epoch: 1 },
    ...{
      completeness: 'complete',
      code: '',
      reason: '',
      coverage: ['port', 'sighting', 'neighbour', 'vlan'],
    },
    ...{ counts: {}, full: false, startedAtMs: 1, finishedAtMs: 2 },
  };
}

function deliver(inventory: Inventory, i: number, frames: readonly Buffer[]): void {
  frames.forEach((frame, at) => {
    inventory.applyDelta({
      ...{ agentId: 'agent', site: SITE, outboxId: `outbox${i}`, seq: at + 1, frame },
      ...{ spooledAtMs: 1, sentAtMs: 1, receivedAtMs: 1 },
    });
  });
}

function hex(value: number): string {
  return (value & 255).toString(16).padStart(2, '0');
}
