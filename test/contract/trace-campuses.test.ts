/**
 * The trace on hard campuses: silent switches, aged rows, unmanaged switches in between, pairs, stale neighbours, lies. The
 * large run is `npm run accuracy`; the rules of what counts as right are in test/bench/accuracy-judge.ts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { openCampus } from '../bench/accuracy-ask.ts';
import { parseCampus, readCampus } from '../bench/accuracy-file.ts';
import { misses, newTally, SURE_MIN, share, type Tally } from '../bench/accuracy-report.ts';
import { askCampus, generated, newTallies } from '../bench/accuracy-run.ts';
import { tallyText } from '../bench/accuracy-text.ts';
import type { CampusFile } from '../lab/network/file.ts';
import { generateNetwork } from '../lab/network/generate.ts';

const SEED = Number(process.env['SEED'] ?? 20_261_122);
const CAMPUSES = 3;
/** A busy machine may take a while over all of them. */
const TRACING_MAX_MS = 120_000;
const RANGE = { seed: SEED, campuses: CAMPUSES, switchesMin: 40, switchesMax: 60 };
const ADDRESSES = 160;
const MAC = '00:1b:21:00:00:05';
const SURE_RIGHT_MIN = 0.99;
const PATH_WITH_LLDP_MIN = 0.95;
const PATH_WITHOUT_MIN = 0.85;

function talliesOf(lldp: boolean): readonly [directed: Tally, all: Tally] {
  const tallies = newTallies(lldp);
  for (const file of generated({ ...RANGE, lldp })) {
    askCampus(file, tallies, { name: `seed ${file.seed}`, addresses: ADDRESSES });
  }
  return tallies;
}

const HARD = [
  ...['aged-all', 'aged-edge', 'aged-way', 'ap', 'duplicate', 'equal-counts', 'flapping', 'hub-between'],
  ...[
    'hub-chain',
    'hypervisor',
    'lag-no-lldp',
    'lying-text',
    'mlag',
    'moved',
    'orphan',
    'phone',
    'silent-edge',
  ],
  ...['silent-way', 'trunk-edge', 'virtual-gateway', 'vmotion', 'access-uplink'],
];

describe.each([{ lldp: true }, { lldp: false }])(`hard campuses (SEED=${SEED}, LLDP $lldp)`, ({ lldp }) => {
  let tallies = newTallies(lldp);
  beforeAll(() => {
    tallies = talliesOf(lldp);
  }, TRACING_MAX_MS);

  it('reach the bars however few are asked: the right edge, and with LLDP the right class (S1.1)', () => {
    for (const tally of tallies) {
      expect(tally.all.asked).toBe(CAMPUSES * ADDRESSES);
      expect(misses(tally), tallyText(tally)).toEqual([]);
    }
  });

  it('hold every adversity, with a tenth of the switches silent', () => {
    const wanted = lldp ? [...HARD, 'stale-lldp'] : HARD;
    const [{ groups, silent, switches }] = tallies;
    expect(wanted.filter((name) => !groups.has(`adversity ${name}`))).toEqual([]);
    expect(silent / switches).toBeGreaterThanOrEqual(0.1);
  });

  it('an answer that is sure of itself is right', () => {
    for (const tally of tallies) {
      const sure = tally.mistakes.length / tally.all.asked;
      expect(1 - sure, `wrong at ${SURE_MIN}: ${tallyText(tally)}`).toBeGreaterThanOrEqual(SURE_RIGHT_MIN);
    }
  });

  it('the way from the gateway is the true one, silent switches left out', () => {
    for (const tally of tallies) {
      const { pathRight, pathAsked } = tally.all;
      const min = lldp ? PATH_WITH_LLDP_MIN : PATH_WITHOUT_MIN;
      expect(share(pathRight, pathAsked), tallyText(tally)).toBeGreaterThanOrEqual(min);
    }
  });
});

const campus: CampusFile = generateNetwork({ seed: SEED, switches: 40, lldp: true });

describe('the generator of hard campuses', () => {
  it('gives the same campus for the same seed', () => {
    expect(generateNetwork({ seed: SEED, switches: 40, lldp: true })).toEqual(campus);
  });

  it('lets 15 % of the endpoints age, on some switches or on all', () => {
    const endpoints = campus.truth.filter(({ places }) => places.length > 0);
    const aged = endpoints.filter(({ adversities = [] }) =>
      adversities.some((name) => name.startsWith('aged')),
    );
    // A third of it is chance.
    expect(aged.length / endpoints.length).toBeGreaterThan(0.1);
  });

  it('shows no row of an address that has aged out everywhere', () => {
    const rows = new Set(campus.devices.flatMap(({ fdb }) => fdb.map(({ mac }) => mac)));
    const gone = generateNetwork({ seed: SEED, switches: 40, lldp: true, adversities: { agedAll: 1 } });
    const left = gone.devices.filter(({ platform }) => platform !== 'cisco_nxos').flatMap(({ fdb }) => fdb);
    const hosts = new Set(
      gone.truth.filter((one) => one.places.length > 0 && !one.several).map(({ mac }) => mac),
    );
    expect(rows.size).toBeGreaterThan(100);
    expect(left.filter(({ mac }) => hosts.has(mac))).toEqual([]);
  });
});

describe('a campus file of another', () => {
  it('is read as it was written', () => {
    const own = JSON.parse(JSON.stringify(campus));
    expect(parseCampus(own, 'own.json')).toEqual(own);
  });

  it('may spell kinds of rows and of neighbours as devices do', () => {
    const fdb = ['Learned', 'STATIC', 'Management', 'lisp'].map((type) => ({ mac: MAC, port: '1', type }));
    const neighbours = [{ port: '1', capabilities: ['B', 'Telephone', 'IGMP'] }];
    const file = { ...minimal(), devices: [{ ...device(), fdb, neighbours }] };
    const [read] = parseCampus(file, 'theirs.json').devices;
    expect(read?.fdb.map(({ type }) => type)).toEqual(['dynamic', 'static', 'self', 'other']);
    expect(read?.neighbours?.[0]?.capabilities).toEqual(['bridge', 'telephone']);
  });

  it('may write a protocol in capitals, and hybrid for a general port', () => {
    const ports = [{ name: '1', mode: 'hybrid' }];
    const neighbours = [{ port: '1', protocol: 'LLDP' }];
    const file = { ...minimal(), devices: [{ ...device(), ports, neighbours }] };
    const [read] = parseCampus(file, 'theirs.json').devices;
    expect(read?.ports[0]?.mode).toBe('general');
    expect(read?.neighbours?.[0]?.protocol).toBe('lldp');
  });

  it('that tells the place of one address twice is refused, however the address is written', () => {
    const places = [{ switch: 'sw1', port: 'Gi1/0/1' }];
    const truth = ['001b.2100.0005', '00:1b:21:00:00:05'].map((mac) => ({ mac, places }));
    expect(() => parseCampus({ ...minimal(), truth }, 'theirs.json')).toThrow(
      'truth.1.mac: 00:1b:21:00:00:05',
    );
  });

  it('may leave out the ports of a channel, and write null for nothing', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'campus-')), 'theirs.json');
    const lags = [{ name: 'Po1', members: ['Gi1/0/1'] }];
    const sw1 = { ...device(), ports: [], lags, neighbours: null, hostname: null, collectedMinutesAgo: null };
    writeFileSync(path, JSON.stringify({ ...minimal(), devices: [sw1] }));
    const file = readCampus(path);
    expect(file.devices[0]).toMatchObject({ name: 'sw1', collectedMinutesAgo: null });
    const { topology } = openCampus(
      { ...file, devices: file.devices.map((one) => ({ ...one, collectedMinutesAgo: 1 })) },
      { neighbours: true, macs: [] },
    );
    const [view] = topology.switches.values();
    expect(view?.lagOf.get('gi1/0/1')).toBe('po1');
    rmSync(dirname(path), { recursive: true });
  });

  it.each([
    [{ format: 'other/1', devices: [], truth: [] }, 'format'],
    [
      { ...minimal(), devices: [{ ...device(), fdb: [{ mac: 'zz', port: 'Gi1/0/1' }] }] },
      'devices.0.fdb.0.mac: is no MAC address',
    ],
    [
      { ...minimal(), truth: [{ mac: MAC, places: [{ switch: 'sw9', port: '1' }] }] },
      'truth.0.places: names the switch sw9',
    ],
    [{ ...minimal(), devices: [device(), device()] }, 'devices: two devices bear one name'],
    [{ ...minimal(), devices: [{ ...device(), tables: [] }] }, 'tables'],
  ])('that is not of the format is refused with the place: %#', (value, words) => {
    expect(() => parseCampus(value, 'theirs.json')).toThrow(WaysideError);
    expect(() => parseCampus(value, 'theirs.json')).toThrow(words);
  });

  it('needs no more than tables and truth', () => {
    const tally = newTally(true, 'directed');
    askCampus(parseCampus(minimal(), 'small.json'), [tally], { name: 'small', addresses: 0 });
    expect(tally.all).toMatchObject({ asked: 1, right: 1, classRight: 1 });
  });
});

function device(): object {
  return {
    name: 'sw1',
    ports: [{ name: 'Gi1/0/1' }],
    fdb: [{ mac: '001b.2100.0005', port: 'Gi1/0/1', vlan: 10 }],
  };
}

function minimal(): object {
  const truth = [{ mac: MAC, places: [{ switch: 'sw1', port: 'GigabitEthernet1/0/1' }], portClass: 'edge' }];
  return { format: 'wayside-campus/1', devices: [device()], truth };
}
