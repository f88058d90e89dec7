/** What is out of view is answered as what is not there: same code, same words, but for the name that was asked. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ready } from '../../shared/seal/index.ts';
import { structToWire, timestampToWire } from '../../shared/wire/index.ts';
import {
  type Floor,
  floorRef,
  openViewCampus,
  SITE,
  siteOf,
  switchId,
  type ViewCampus,
} from './support/view-campus.ts';
import { startWalk, type WalkServer } from './support/view-walk.ts';
import { type Walker, walkers } from './support/view-walkers.ts';

let campus: ViewCampus;
let server: WalkServer;
beforeAll(async () => {
  await ready();
  campus = await openViewCampus();
  server = await startWalk(campus);
});
afterAll(async () => {
  await campus.stop();
  await server.stop();
});

function walker(name: string): Walker {
  const found = walkers.find((one) => one.name === name);
  if (!found) throw new Error(`there is no walker ${name}`);
  return found;
}

type Ask = (place: { site: string; id: string; floor: string; job: string; agent: string }) => object;

const questions: readonly (readonly [string, Ask])[] = [
  ['InventoryService.GetRecord', ({ site, id }) => ({ ref: { site, kind: 'switch', id } })],
  ['InventoryService.GetRecord', ({ site, id }) => ({ ref: { site, kind: 'source', id } })],
  ['InventoryService.GetRecord', ({ site }) => ({ ref: { site, kind: 'site', id: site } })],
  [
    'InventoryService.GetRecord',
    ({ site, id }) => ({
      ref: { site, kind: 'switch', id },
      atTime: timestampToWire(campus.rooms.clock.now()),
    }),
  ],
  ['InventoryService.ListHistory', ({ site, id }) => ({ ref: { site, kind: 'switch', id } })],
  [
    'InventoryService.ListRecords',
    ({ site, id }) => ({ kind: 'port', match: { source: `${site}/source/${id}` } }),
  ],
  ['InventoryService.ListRecords', ({ site }) => ({ kind: 'switch', site })],
  ['JobService.GetJob', ({ job }) => ({ id: job })],
  ['JobService.WatchJob', ({ job }) => ({ id: job })],
  ['JobService.GetJobLog', ({ job }) => ({ id: job })],
  ['AgentService.GetAgent', ({ agent }) => ({ id: agent })],
  ['TraceService.TraceMac', ({ site }) => ({ mac: '02:00:00:00:00:01', site, cachedOnly: true })],
  [
    'TraceService.TraceMac',
    ({ site, floor }) => ({ mac: '02:00:00:00:00:01', site, floor, cachedOnly: true }),
  ],
];

const writing: typeof questions = [
  [
    'InventoryService.WriteRecords',
    ({ site, id }) => ({
      operations: [{ update: { ref: { site, kind: 'switch', id }, fields: structToWire({ name: '' }) } }],
    }),
  ],
  [
    'InventoryService.WriteRecords',
    ({ site, id }) => ({ operations: [{ delete: { ref: { site, kind: 'source', id } } }] }),
  ],
  ['JobService.SubmitJob', ({ site, id }) => ({ kind: 'probe', targets: [{ site, kind: 'switch', id }] })],
  ['JobService.SubmitJob', ({ site }) => ({ kind: 'collect', site })],
  ['JobService.CancelJob', ({ job }) => ({ id: job })],
  ['JobService.RetryJob', ({ job }) => ({ id: job })],
];

/** Of the job that a trace makes. */
const MADE_ID = /[0-9a-z]{26}/g;
const DATE = /\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT/g;

function absent(name: string, letter: string): string {
  return name.replace(/[a-z0-9]/g, letter);
}

/** One of each that is out of its view: at the other site, or on the other floor. */
function hiddenTo({ name }: Walker): Parameters<Ask>[0] {
  const floor: Floor = name.includes('other site') ? 'f1' : name.includes('floor') ? 'f2' : 'bs';
  const [f1 = '', , f2 = '', , bs = ''] = campus.jobIds;
  return {
    ...{ site: siteOf(floor), id: switchId(floor), floor: floorRef(floor).id, job: { f1, f2, bs }[floor] },
    agent: campus.agents[floor === 'bs' ? 1 : 0] ?? '',
  };
}

/** Answers to the hidden and to the unknown, with the names taken out. */
async function both(rpc: string, ask: Ask, who: Walker): Promise<[string, string]> {
  const hidden = hiddenTo(who);
  // Of the same lengths: the bytes of a trailer tell those too.
  const unknown = {
    ...{ site: who.name.includes('floor') ? SITE : absent(hidden.site, 's') },
    ...{ id: absent(hidden.id, 'i'), job: absent(hidden.job, 'j') },
    ...{ floor: absent(hidden.floor, 'f'), agent: absent(hidden.agent, 'a') },
  };
  const texts = [hidden, unknown].map(async (place) => {
    const { code, bytes } = await server.ask(rpc, ask(place), who);
    let text = bytes.toString('latin1');
    for (const name of Object.values(place)) text = text.replaceAll(name, '?');
    return `${code} ${text.replace(DATE, '').replace(MADE_ID, '#')}`;
  });
  const [one = '', two = ''] = await Promise.all(texts);
  return [one, two];
}

describe('what is out of view, to', () => {
  const readers = [
    ...['a viewer of the other site', 'a viewer of one floor'],
    ...['a port technician', 'an operator of the site'],
  ];
  test.each(readers)('%s, is asked for as if it were not there (S1.5)', async (name) => {
    const who = walker(name);
    const asked = name.includes('operator') ? [...questions, ...writing] : questions;
    for (const [rpc, ask] of asked) {
      const [hidden, unknown] = await both(rpc, ask, who);
      expect([rpc, hidden]).toEqual([rpc, unknown]);
    }
  });

  test('a port technician, is also the real id of a switch that it sees by its alias (S1.5)', async () => {
    const who = walker('a port technician');
    const ref = (id: string): object => ({ ref: { site: SITE, kind: 'switch', id } });
    const clean = async (id: string): Promise<string> =>
      (await server.ask('InventoryService.GetRecord', ref(id), who)).bytes
        .toString('latin1')
        .replaceAll(id, '?')
        .replace(DATE, '');
    expect(await clean(switchId('f1'))).toBe(await clean(absent(switchId('f1'), 'i')));
    const sight = campus.rooms.inventory.sight(who.principal);
    const alias = sight.outward({ site: SITE, kind: 'switch', id: switchId('f1') }).id;
    expect(await server.ask('InventoryService.GetRecord', ref(alias), who)).toMatchObject({ code: 0 });
  });
});
