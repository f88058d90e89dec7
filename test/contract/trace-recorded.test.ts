/** The trace on tables recorded from real switches, wherever the truth can be read off them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Located, SwitchFacts } from '../../controller/trace/facts.ts';
import { locate } from '../../controller/trace/locate.ts';
import { isOwnInterface, portKey } from '../../controller/trace/port-name.ts';
import { buildTopology } from '../../controller/trace/topology.ts';
import { isMulticast, type Mac, parseMac, virtualGateway } from '../../shared/model/index.ts';
import { type Answerer, platformOf, readSwitch } from './trace-reading.ts';

const FIXTURES = new URL('../fixtures/switch/', import.meta.url);
const NOW = 1_900_000_000_000;

/** The N4032 stack: one file for each command. */
const n4032: Answerer = (command) => {
  const file = new URL(`dell_os6/${command.replaceAll(/[ /-]/g, '_')}.txt`, FIXTURES);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

function asker(facts: SwitchFacts): (mac: Mac) => Located {
  const topology = buildTopology([facts]);
  return (mac) => {
    const rows = facts.fdb.filter((row) => row.mac === mac);
    const sightings = rows.map((row) => ({
      ...row,
      switch: facts.ref,
      seenAt: NOW,
      live: true,
      present: true,
    }));
    return locate({ mac, now: NOW, sightings, answered: [facts.ref], failed: [] }, topology);
  };
}

function macFrom(text: string): Mac {
  const mac = parseMac(text);
  if (mac === undefined) throw new Error(`${text} is no address`);
  return mac;
}

interface CommittedRow {
  readonly mac: string;
  /** null: the switch itself. */
  readonly port: string | null;
  readonly class: string | null;
}

function committed(): readonly CommittedRow[] {
  const text = readFileSync(new URL('dell_os6/truth.json', FIXTURES), 'utf8');
  return (JSON.parse(text) as { readonly truth: readonly CommittedRow[] }).truth;
}

describe('the recorded Dell N4032', () => {
  const facts = readSwitch('switch1', platformOf('dell_os6'), n4032);
  const ask = asker(facts);
  const portClass = (port: string): string | undefined => {
    const row = facts.fdb.find((one) => one.port === port);
    return row && ask(row.mac as Mac).edges[0]?.portClass;
  };

  it('was read whole enough to judge', () => {
    expect(facts.fdb.length).toBeGreaterThan(45);
    expect(facts.neighbours.length).toBe(6);
    expect(facts.ports.find(({ name }) => name === 'Po50')?.mode).toBe('trunk');
  });

  it.each(committed())(
    '$mac is at $port, $class: as the committed table says',
    ({ mac, port, class: meant }) => {
      const answer = ask(macFrom(mac));
      const [edge] = answer.edges;
      if (port === null) expect(answer.verdict).toBe('not-an-endpoint');
      else expect([answer.verdict, edge?.port, edge?.portClass]).toEqual(['found', port, meant]);
    },
  );

  it('the committed table tells of every address of the recording', () => {
    const told = new Set(committed().map(({ mac }) => macFrom(mac)));
    expect([...new Set(facts.fdb.map(({ mac }) => mac))].filter((mac) => !told.has(mac as Mac))).toEqual([]);
  });

  it('names the port of every learned address', () => {
    const learned = facts.fdb.filter(({ type }) => type === 'dynamic');
    for (const { mac, port } of learned) {
      const answer = ask(mac as Mac);
      expect([answer.verdict, answer.edges[0]?.port], mac).toEqual(['found', port]);
    }
  });

  it('knows its own address, which the table lists in three VLANs', () => {
    const answer = ask(macFrom('F8B1.5695.CFF1'));
    expect(answer.verdict).toBe('not-an-endpoint');
    expect(answer.summary).toContain('is the switch switch1 itself');
  });

  it('Po50 leads to switches that are not in the inventory, and is told with less confidence', () => {
    expect(portClass('Po50')).toBe('interswitch');
    const edge = ask(macFrom('E05F.B9C7.BFC1')).edges[0];
    const plain = ask(macFrom('000E.1EB0.6FE1')).edges[0];
    expect(edge?.confidence).toBeLessThan(plain?.confidence ?? 0);
  });

  it.each(['Po10', 'Po11'])('%s is a server with two cables', (port) => {
    expect(portClass(port)).toBe('host-lag');
  });

  it.each(['Te1/0/4', 'Te1/0/6', 'Te1/0/9', 'Te1/0/12', 'Te1/0/13', 'Te1/0/15', 'Te1/0/17'])(
    '%s is a hypervisor: addresses of its machines are learned there, on a trunk or not',
    (port) => {
      expect(portClass(port)).toBe('hypervisor');
    },
  );

  it.each(['Te1/0/5', 'Te1/0/10'])('%s is one host, whose network card speaks LLDP', (port) => {
    expect(portClass(port)).toBe('edge');
  });
});

describe('the recorded MAC tables of Cisco IOS', () => {
  const folder = new URL('ntc/cisco_ios/show_mac-address-table/', FIXTURES);
  const files = readdirSync(folder).filter((name) => name.endsWith('.raw'));

  it.each(files)('%s: every learned address is on its port, groups and own addresses on none', (file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const answerer: Answerer = (command) => (command === 'show mac address-table' ? text : undefined);
    const facts = readSwitch('ios', platformOf('cisco_ios'), answerer);
    const ask = asker(facts);
    expect(facts.fdb.length).toBeGreaterThan(0);
    const own = new Set(facts.fdb.filter(isOwnRow).map(({ mac }) => mac));
    for (const { mac, port } of facts.fdb.filter((row) => row.port !== '')) {
      const answer = ask(mac as Mac);
      if (own.has(mac) || isNobody(mac as Mac)) expect(answer.verdict, mac).toBe('not-an-endpoint');
      else
        expect(
          answer.edges.map((edge) => edge.port),
          mac,
        ).toContain(port);
    }
  });
});

/** Groups, shared gateways, and the null address that an anonymised recording is full of. */
function isNobody(mac: Mac): boolean {
  return isMulticast(mac) || virtualGateway(mac) !== undefined || mac === '00:00:00:00:00:00';
}

function isOwnRow({ type, port }: SwitchFacts['fdb'][number]): boolean {
  return type === 'self' || (type !== 'dynamic' && isOwnInterface(portKey(port)));
}
