import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Campus, EndpointClass, LabDevice } from './campus/model.ts';
import { endpointClasses } from './campus/model.ts';
import { generateCampus, pick, truths } from './campus.ts';

const SEED = Number(process.env['SEED'] ?? 20_260_101);

function digest(campus: Campus): string {
  return createHash('sha256')
    .update(JSON.stringify([campus.devices, [...campus.truth]]))
    .digest('hex');
}

function device(campus: Campus, hostname: string): LabDevice {
  const found = campus.byName.get(hostname);
  if (!found) throw new Error(`no switch ${hostname}`);
  return found;
}

/** The switch at the other end of a port, by its LLDP row; LAGs by their first member. */
function beyond(campus: Campus, from: LabDevice, port: string): string | undefined {
  const member = from.lags.find((lag) => lag.name === port)?.members[0] ?? port;
  const chassis = from.neighbours.find((row) => row.port === member)?.chassis;
  return campus.devices.find((other) => other.baseMac === chassis)?.hostname;
}

describe(`campus from a seed (SEED=${SEED})`, () => {
  test('the same seed gives the same campus, another seed another one', () => {
    const options = { switches: 20, moved: 2 };
    expect(digest(generateCampus({ ...options, seed: SEED }))).toBe(
      digest(generateCampus({ ...options, seed: SEED })),
    );
    expect(digest(generateCampus({ ...options, seed: SEED + 1 }))).not.toBe(
      digest(generateCampus({ ...options, seed: SEED })),
    );
  });

  test('every class of host is there, on both platforms and in all three tiers', () => {
    const campus = generateCampus({ seed: SEED, switches: 20, moved: 1 });
    const found = new Set<EndpointClass>(truths(campus).map((truth) => truth.class));
    expect([...found].sort()).toEqual([...endpointClasses].sort());
    expect(new Set(campus.devices.map((each) => each.platform))).toEqual(new Set(['dell_os6', 'cisco_ios']));
    expect(new Set(campus.devices.map((each) => each.tier))).toEqual(
      new Set(['core', 'distribution', 'access']),
    );
    expect(campus.devices).toHaveLength(20);
  });

  test('each host is in the table of its edge switch on its edge port, and quiet hosts are nowhere', () => {
    for (const seed of [SEED, SEED + 1, SEED + 2]) {
      const campus = generateCampus({ seed, switches: 24, moved: 2 });
      const rows = new Map<string, Map<string, Set<string>>>();
      for (const each of campus.devices) {
        for (const row of each.fdb) {
          const places = rows.get(row.mac) ?? new Map<string, Set<string>>();
          rows.set(row.mac, places);
          places.set(each.hostname, (places.get(each.hostname) ?? new Set()).add(row.port));
        }
      }
      for (const truth of truths(campus)) {
        const places = rows.get(truth.mac);
        if (truth.class === 'quiet') expect(places, `${seed} ${truth.mac}`).toBeUndefined();
        else if (truth.class === 'infra' && truth.switch === campus.gateway)
          expect(places?.get(truth.switch)).toContain(truth.port);
        else expect([...(places?.get(truth.switch) ?? [])], `${seed} ${truth.mac}`).toEqual([truth.port]);
        for (const hop of truth.path)
          if (truth.class !== 'quiet') expect(places?.get(hop.switch), truth.mac).toContain(hop.port);
      }
    }
  });

  test('following a row leads from any switch to the edge switch', () => {
    const campus = generateCampus({ seed: SEED, switches: 30, moved: 2 });
    let followed = 0;
    for (const start of campus.devices) {
      for (const row of start.fdb) {
        const truth = campus.truth.get(row.mac);
        if (!truth || truth.was?.switch === start.hostname) continue;
        let here = start;
        let port: string | undefined = row.port;
        for (let steps = 0; here.hostname !== truth.switch && steps < 8; steps += 1) {
          here = device(campus, beyond(campus, here, port ?? '') ?? '');
          port = here.fdb.find((other) => other.mac === row.mac && other.vlan === row.vlan)?.port;
        }
        expect(here.hostname, `${start.hostname} ${row.mac}`).toBe(truth.switch);
        followed += 1;
      }
    }
    expect(followed).toBeGreaterThan(3_000);
  });

  test('the path runs from the gateway over neighbouring switches to the edge', () => {
    const campus = generateCampus({ seed: SEED, switches: 30 });
    for (const truth of truths(campus)) {
      expect(truth.path[0]?.switch).toBe(campus.gateway);
      expect(truth.path.at(-1)).toEqual({ switch: truth.switch, port: truth.port });
      for (const [index, hop] of truth.path.entries()) {
        const next = truth.path[index + 1];
        if (next) expect(beyond(campus, device(campus, hop.switch), hop.port)).toBe(next.switch);
      }
    }
  });

  test('port channels, trunks and members agree with each other', () => {
    const campus = generateCampus({ seed: SEED, switches: 24 });
    for (const each of campus.devices) {
      const names = new Set([...each.ports, ...each.lags].map((port) => port.name));
      for (const lag of each.lags) {
        expect(lag.members.length).toBeGreaterThan(1);
        for (const member of lag.members)
          expect(each.ports.find((port) => port.name === member)?.lag).toBe(lag.name);
      }
      for (const row of each.fdb) {
        if (row.type === 'self') continue;
        expect(names, `${each.hostname} ${row.port}`).toContain(row.port);
        expect(each.ports.find((port) => port.name === row.port)?.lag).toBeUndefined();
      }
    }
  });

  test('with LLDP off nobody announces anything, and the tables are as full as before', () => {
    const campus = generateCampus({ seed: SEED, lldp: false });
    expect(campus.devices.flatMap((each) => each.neighbours)).toEqual([]);
    expect(campus.devices.every((each) => each.fdb.length > 20)).toBe(true);
  });

  test('plain PCs sit on the first and last desk ports, where careless rules see uplinks', () => {
    const campus = generateCampus({ seed: SEED });
    const ports = new Set(truths(campus, 'edge').map((truth) => truth.port));
    for (const port of ['Gi1/0/1', 'Gi1/0/47', 'Gi1/0/48', 'Te1/0/1', 'Te1/0/2'])
      expect(ports).toContain(port);
  });

  test('examples of a class are picked in a fixed order, and a missing one is an error', () => {
    const campus = generateCampus({ seed: SEED });
    expect(pick(campus, 'host-lag').port).toMatch(/^Po\d+$/);
    expect(pick(campus, 'phone-pc', 1)).not.toEqual(pick(campus, 'phone-pc'));
    expect(() => pick(campus, 'moved')).toThrow(/no moved/);
    expect(() => generateCampus({ seed: SEED, switches: 2 })).toThrow(/3 to 400/);
  });

  test('small and large campuses have as many switches as asked for, all reachable from the gateway', () => {
    for (const switches of [3, 5, 6, 12, 155, 400]) {
      const campus = generateCampus({ seed: SEED, switches, deskPorts: 8 });
      expect(campus.devices).toHaveLength(switches);
      expect(campus.byName.size).toBe(switches);
      expect(truths(campus, 'infra')).toHaveLength(switches);
    }
  });
});
