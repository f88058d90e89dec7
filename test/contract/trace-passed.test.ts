/**
 * Switches on the way that mislead by what they leave out: one that does not answer, one that has forgotten, one at the
 * end of a cable that no frame takes, and one that routes without saying so. Tables are written by hand, row by row.
 */
import { describe, expect, it } from 'vitest';
import type { Located, Sighting, SwitchFacts } from '../../controller/trace/facts.ts';
import { locate } from '../../controller/trace/locate.ts';
import { buildTopology, gatewayFirst } from '../../controller/trace/topology.ts';
import { type Mac, macFromHex } from '../../shared/model/index.ts';
import { edgesOf, hostMac, NOW, pathOf, switchMac, switchRef } from './trace-net.ts';

type Row = readonly [mac: Mac, port: string, vlan?: number | undefined, type?: string];

interface Drawn {
  readonly name: string;
  readonly rows: readonly Row[];
  /** Its port, who is heard there, and from which port of theirs. */
  readonly hears?: readonly (readonly [port: string, name: string, remotePort: string])[];
  readonly access?: readonly string[];
}

interface AskedOf {
  readonly silent?: readonly string[];
  /** Rows that the last collect held and that are gone. */
  readonly lost?: readonly (readonly [name: string, port: string])[];
  readonly lldp?: boolean;
}

const VLAN = 10;
const COLLECTED_MS = 720_000;

/** The number of a switch is its place in the list. */
function factsOf(drawn: readonly Drawn[], lldp: boolean): readonly SwitchFacts[] {
  const number = (name: string): number => drawn.findIndex((one) => one.name === name);
  return drawn.map(({ name, rows, hears = [], access = [] }) => ({
    ref: switchRef(name),
    name,
    hostname: name,
    baseMac: switchMac(number(name)),
    macs: [],
    managementAddress: undefined,
    ports: [...new Set(rows.map(([, port]) => port))].map((port) => ({
      name: port,
      description: undefined,
      mode: access.includes(port) ? 'access' : 'trunk',
      vlan: undefined,
      lag: undefined,
      operUp: true,
      state: 'up',
    })),
    fdb: rows.map(([mac, port, vlan = VLAN, type = 'dynamic']) => ({ mac, port, vlan, type })),
    neighbours: (lldp ? hears : []).map(([port, far, remotePort]) => ({
      port,
      protocol: 'lldp',
      chassisId: switchMac(number(far)),
      remotePort,
      systemName: far,
      systemDescription: undefined,
      managementAddress: undefined,
      capabilities: ['bridge'],
    })),
  }));
}

function ask(
  drawn: readonly Drawn[],
  mac: Mac,
  { silent = [], lost = [], lldp = true }: AskedOf = {},
): Located {
  const facts = factsOf(drawn, lldp);
  const rows = facts.flatMap(({ ref, fdb }) =>
    fdb.filter((row) => row.mac === mac).map(({ port, vlan, type }) => ({ switch: ref, port, vlan, type })),
  );
  const seenAt = NOW - COLLECTED_MS;
  const sightings: Sighting[] = [
    ...rows
      .filter((row) => !silent.includes(row.switch.id))
      .map((row) => ({ ...row, seenAt: NOW, live: true, present: true })),
    ...rows.map((row) => ({ ...row, seenAt, live: false, present: true })),
    ...lost.map(([name, port]) => {
      const row = { switch: switchRef(name), port, vlan: VLAN, type: 'dynamic' };
      return { ...row, seenAt, live: false, present: true };
    }),
  ];
  const answered = facts.filter(({ name }) => !silent.includes(name)).map(({ ref }) => ref);
  const question = { mac, now: NOW, sightings, answered, failed: silent.map(switchRef) };
  return locate(question, buildTopology(facts));
}

const pc = hostMac(1);
/** So many that a port leads on by their number. */
const crowd = (from: number, port: string, vlan?: number): readonly Row[] =>
  [0, 1, 2, 3, 4, 5].map((n) => [hostMac(from + n), port, vlan]);
/** Each on a port of its own: `Et2` and on. */
const desks = (from: number, vlan?: number): readonly Row[] =>
  crowd(from, '', vlan).map(([mac, , ...rest], n) => [mac, `Et${n + 2}`, ...rest]);
const DESKS = ['Et2', 'Et3', 'Et4', 'Et5', 'Et6', 'Et7'];

describe('a switch that does not answer, between two that do', () => {
  const gw: Drawn = {
    name: 'gw',
    rows: [
      [pc, 'Et1'],
      [hostMac(2), 'Et2'],
      [switchMac(2), 'Et1', 99],
      ...crowd(20, 'Et1'),
      ...crowd(30, 'Et1'),
    ],
    hears: [['Et1', 'b', '501']],
    access: ['Et2'],
  };
  const b: Drawn = { name: 'b', rows: [] };
  const c: Drawn = {
    name: 'c',
    rows: [[pc, 'Et1'], [hostMac(2), 'Et1'], [switchMac(0), 'Et1', 99], ...desks(20), ...crowd(30, 'Et1')],
    access: DESKS,
  };

  it.each([
    ['the near one hears it', true],
    ['nobody hears anybody, and it alone has no place', false],
  ])('has what both see toward each other: %s', (_how, lldp) => {
    const answer = ask([gw, b, c], pc, { silent: ['b'], lldp });
    expect(answer.verdict).toBe('not-all-answered');
    expect(answer.summary).toContain('somewhere behind b, which did not answer');
  });

  it('and with nobody silent it is behind something unmanaged', () => {
    const answer = ask([gw, { name: 'other', rows: [] }, c], pc, { lldp: false });
    expect(answer).toMatchObject({ verdict: 'found', edges: [{ portClass: 'unmanaged' }] });
  });
});

describe('a host that its own switch has forgotten', () => {
  const quiet = hostMac(9);
  const core: Drawn = {
    name: 'core',
    rows: [
      [quiet, 'Et1'],
      [switchMac(1), 'Et1', 99],
      [switchMac(2), 'Et2', 99],
      ...crowd(20, 'Et1'),
      ...crowd(30, 'Et2'),
    ],
    hears: [
      ['Et1', 'acc1', 'Et50'],
      ['Et2', 'acc2', 'Et50'],
    ],
  };
  const access = (name: string, port: string, near: number, far: number): Drawn => ({
    name,
    rows: [[switchMac(0), 'Et50', 99], ...desks(near), ...crowd(far, 'Et50')],
    hears: [['Et50', 'core', port]],
    access: DESKS,
  });
  const net = [core, access('acc1', 'Et1', 20, 30), access('acc2', 'Et2', 30, 20)];

  it.each([true, false])('while the core still has it is not found on the way there (LLDP: %s)', (lldp) => {
    const answer = ask(net, quiet, { lldp });
    expect(answer).toMatchObject({ verdict: 'not-found', edges: [] });
    expect(answer.summary).toContain('core Et1 still points to acc1, which has it no longer');
  });

  it('and which it had toward the core is between the two: nothing is gone', () => {
    const answer = ask(net, quiet, { lost: [['acc1', 'Et50']], lldp: false });
    expect(edgesOf(answer)).toEqual(['core Et1']);
  });

  it('whose VLAN the switch behind does not carry may be before it', () => {
    const guest = (row: Row): Row => (row[0] === quiet ? [quiet, 'Et1', 77] : row);
    const answer = ask([{ ...core, rows: core.rows.map(guest) }, ...net.slice(1)], quiet, { lldp: false });
    expect(edgesOf(answer)).toEqual(['core Et1']);
  });
});

describe('a cable that spanning tree blocks', () => {
  const GATEWAY = macFromHex('00005e00010a');
  const core: Drawn = {
    name: 'core',
    rows: [
      [GATEWAY, 'CPU', 10, 'self'],
      [GATEWAY, 'CPU', 20, 'self'],
      ...crowd(20, 'Et1', 10),
      ...crowd(30, 'Et1', 20),
    ],
  };
  const access = (name: string, far: string, from: number, vlan: number): Drawn => ({
    name,
    rows: [[switchMac(0), 'Et49', 99], [GATEWAY, 'Et49', vlan], ...desks(from, vlan)],
    hears: [['Et50', far, 'Et50']],
    access: DESKS,
  });
  const net = [
    core,
    { name: 'dist', rows: [] },
    access('acc1', 'acc2', 20, 10),
    access('acc2', 'acc1', 30, 20),
  ];

  it.each([
    [hostMac(20), 'acc1'],
    [hostMac(31), 'acc2'],
  ])('is no hop, though neighbours speak over it and the way in between is silent', (mac, name) => {
    const answer = ask(net, mac, { silent: ['dist'] });
    expect(answer.path.map(({ switchName }) => switchName)).toEqual(['core', name]);
  });
});

describe('a ring whose last cable is blocked', () => {
  const GATEWAY = macFromHex('00005e00010a');
  const names = ['r1', 'r2', 'r3', 'r4', 'r5'];
  /** `r4` and `r5` have the blocked cable between them; `r3` hears one side alone, and who hears it tells an address for its port. */
  const hears: Readonly<Record<string, Drawn['hears']>> = {
    core: [
      ['Et1', 'r1', 'Et50'],
      ['Et2', 'r5', 'Et50'],
    ],
    r1: [
      ['Et50', 'core', 'Et1'],
      ['Et51', 'r2', 'Et50'],
    ],
    r2: [
      ['Et50', 'r1', 'Et51'],
      ['Et51', 'r3', 'f8b1.5600.0303'],
    ],
    r3: [['Et51', 'r4', 'Et50']],
    r4: [
      ['Et50', 'r3', 'Et51'],
      ['Et51', 'r5', 'Et51'],
    ],
    r5: [
      ['Et50', 'core', 'Et2'],
      ['Et51', 'r4', 'Et51'],
    ],
  };
  const port = (name: string, far: string): string => {
    if (name === 'core') return far === 'r5' ? 'Et2' : 'Et1';
    return far === 'r5' || far === 'core' || far < name ? 'Et50' : 'Et51';
  };
  const net = ['core', ...names].map((name): Drawn => {
    const others = names.filter((far) => far !== name);
    const rows = others.flatMap((far) => crowd(100 + 10 * names.indexOf(far), port(name, far)));
    const itself = name === 'core' ? [] : desks(100 + 10 * names.indexOf(name));
    const gateway: Row = name === 'core' ? [GATEWAY, 'CPU', VLAN, 'self'] : [GATEWAY, 'Et50'];
    return { name, rows: [...rows, ...itself, gateway], hears: hears[name] ?? [], access: DESKS };
  });

  it('has every switch on the way that answers as a hop, beside the one that does not', () => {
    const answer = ask(net, hostMac(130), { silent: ['r3'] });
    expect(edgesOf(answer)).toEqual(['r4 Et2']);
    expect(answer.path.map(({ switchName }) => switchName)).toEqual(['core', 'r1', 'r2', 'r3', 'r4']);
  });
});

describe('a core that routes and shares no gateway address', () => {
  const VLANS = [10, 20, 30];
  const firewall = hostMac(99);
  const many = (mac: Mac, port: string): readonly Row[] => VLANS.map((vlan) => [mac, port, vlan]);
  const all = [0, 1, 2, 3, 4].map((n) => ({ name: `acc${n}`, from: 100 + 10 * n, vlan: VLANS[n % 3] ?? 10 }));
  const own = (name: string): Mac => switchMac(['core', 'dist', ...all.map((one) => one.name)].indexOf(name));
  const core: Drawn = {
    name: 'core',
    rows: [
      ...many(firewall, 'Et9'),
      [own('dist'), 'Et1', 99],
      ...all.flatMap(({ from, vlan }) => crowd(from, 'Et1', vlan)),
    ],
  };
  const dist: Drawn = {
    name: 'dist',
    rows: [
      ...many(own('core'), 'Et9'),
      ...many(firewall, 'Et9'),
      ...all.flatMap(({ name, from, vlan }, n): Row[] => [
        [own(name), `Et${n}`, 99],
        ...crowd(from, `Et${n}`, vlan),
      ]),
    ],
  };
  const rim = all.map(({ name, from, vlan }): Drawn => {
    return {
      name,
      rows: [
        [own('core'), 'Et9', vlan],
        [firewall, 'Et9', vlan],
        [own('dist'), 'Et9', 99],
        ...desks(from, vlan),
      ],
      access: DESKS,
    };
  });
  const net = [core, dist, ...rim];

  it('is where ways begin: its own address comes in in many VLANs', () => {
    const answer = ask(net, hostMac(121));
    expect(pathOf(answer)).toEqual(['core > Et1', 'Et9 > dist > Et2', 'Et9 > acc2 > Et3']);
  });

  it('is not told from the others where most of them speak in all VLANs', () => {
    const loud = net.map((one) => ({
      ...one,
      rows: [...one.rows, ...all.flatMap(({ name }) => (name === one.name ? [] : many(own(name), 'Et9')))],
    }));
    const topology = buildTopology(factsOf(loud, true));
    expect([...topology.routers]).toEqual([]);
  });

  it('gives way to a switch that answers for a shared address', () => {
    const shared: Row = [macFromHex('00005e000114'), 'CPU', 20, 'self'];
    const topology = buildTopology(factsOf([core, { ...dist, rows: [...dist.rows, shared] }, ...rim], true));
    const [first] = [...topology.switches.values()].toSorted((a, b) => gatewayFirst(topology, a, b));
    expect(first?.facts.name).toBe('dist');
  });
});
