/** What the search does with a picture that lags behind what is remembered. */
import { expect, test } from 'vitest';
import { macFromHex, type RecordView, type TargetResult } from '../../shared/model/index.ts';
import { systemClock } from '../../shared/runtime/index.ts';
import { nextMove } from './directed.ts';
import type { Sighting } from './facts.ts';
import type { KnownSwitch } from './facts-index.ts';
import { type SearchDeps, search } from './search.ts';
import { buildTopology } from './topology.ts';

const MAC = macFromHex('001b21000001');
const NAMES = Array.from({ length: 6 }, (_, n) => `sw${n}`);
const EMPTY = buildTopology([]);
/** Remembered at a switch that the picture has not taken in yet. */
const REMEMBERED: Sighting = {
  ...{ switch: { site: 'ams1', kind: 'switch', id: 'sw1' }, port: 'Gi1/0/1', vlan: 10 },
  ...{ type: 'dynamic', seenAt: 1, live: false, present: true },
};
/** Turns after which the search would have asked every switch several times over. */
const TURNS_MAX = 1000;

function record(kind: 'switch' | 'source', id: string): RecordView {
  const ref = { site: 'ams1', kind, id };
  return {
    ref,
    fields: { name: id },
    etag: '',
    pos: 1,
    updatedAt: 0,
    updatedBy: '',
    conflicts: [],
    deleted: false,
  };
}

test('a switch that was seen and is in no picture yet is no move: all are asked', () => {
  const mayAsk = new Set(NAMES.map((name) => `ams1/switch/${name}`));
  const question = { mac: MAC, now: 2, sightings: [REMEMBERED], answered: [], failed: [] };
  expect(nextMove(question, EMPTY, mayAsk)).toEqual({ type: 'rest' });
});

test('a search over a picture that has none of the switches asks each of them once and ends', async () => {
  let turns = 0;
  const signal = new AbortController().signal;
  // A search that goes round without end never lets a timer of the test run.
  signal.throwIfAborted = (): void => {
    turns += 1;
    if (turns > TURNS_MAX) throw new Error('the search goes round and round');
  };
  const asked: string[] = [];
  const jobs = {
    submit: (request: { readonly targets: readonly { readonly id: string }[] }): never => {
      asked.push(...request.targets.map(({ id }) => id));
      throw new Error('nobody is there');
    },
  };
  const deps: SearchDeps = { clock: systemClock, jobs: jobs as unknown as SearchDeps['jobs'] };
  const switches = NAMES.map((name): KnownSwitch => {
    return { record: record('switch', name), source: record('source', name) };
  });
  const site = { site: 'ams1', switches, cached: [REMEMBERED], topology: EMPTY };
  const run = {
    ...{ mac: MAC, jobId: 'j1', timeoutMs: 1000, startedMs: systemClock.monotonic(), signal },
    ...{ principal: { type: 'system', name: 'trace' } as const, directed: true, asking: () => undefined },
  };
  const heard: TargetResult[] = [];
  for await (const result of search(deps, [site], run)) heard.push(result);
  expect(asked.toSorted()).toEqual(NAMES);
  expect(heard.map(({ name }) => name).toSorted()).toEqual(NAMES);
});
