/** Names of devices that no table tells of: they are where they are heard. */
import { expect, test } from 'vitest';
import type {
  JsonObject,
  Kind,
  Mac,
  Principal,
  RecordView,
  TraceAnswer,
  TraceNameAnswer,
} from '../../shared/model/index.ts';
import { ManualClock, silentLog } from '../../shared/runtime/index.ts';
import type { ChangesPage } from '../inventory/index.ts';
import { FactsIndex } from './facts-index.ts';
import type { TraceDeps, Tracer } from './trace.ts';
import type { IpTracer } from './trace-ip.ts';
import { NameTracer } from './trace-name.ts';

const SITE = 'ams1';
const AP_MAC = '20:4c:03:4b:9e:40' as Mac;
const MINUTE_MS = 60_000;
const PRINCIPAL: Principal = { type: 'system', name: 'test' };

function record(kind: Kind, id: string, fields: JsonObject): RecordView {
  const ref = { site: SITE, kind, id };
  return { ref, fields, etag: '', pos: 1, updatedAt: 0, updatedBy: '', conflicts: [], deleted: false };
}

/** Switches with one neighbour each. */
function feedOf(heard: Readonly<Record<string, JsonObject>>): readonly RecordView[] {
  return Object.entries(heard).flatMap(([id, neighbour]) => {
    const owner = { switch: `${SITE}/switch/${id}`, port: 'Gi1/0/7' };
    return [
      record('switch', id, { name: id }),
      record('source', id, { name: id, address: `10.0.0.${id.length}` }),
      record('port', `${id}-p7`, { ...owner, name: 'Gi1/0/7', description: 'lobby', vlan: 30 }),
      record('neighbour', `${id}-n7`, { protocol: 'lldp', capabilities: ['wlan'], ...owner, ...neighbour }),
    ];
  });
}

/** The tables know the address nowhere. */
async function ask(
  name: string,
  heard: Readonly<Record<string, JsonObject>>,
  traced: Partial<TraceAnswer> = {},
): Promise<TraceNameAnswer> {
  const clock = new ManualClock();
  const records = feedOf(heard);
  const index = new FactsIndex({
    changesAfter: (pos): ChangesPage => ({ records: pos === 0 ? records : [], pos: 1, done: true }),
  });
  const inventory = {
    get: () => records[0],
    sight: () => ({
      principal: PRINCIPAL,
      switchView: () => 'full',
      seesSite: () => true,
      mayQuote: () => true,
    }),
    lastCompleteAt: () => clock.now() - 4 * MINUTE_MS,
  };
  const tracer = {
    index,
    async *trace({ mac }: { readonly mac: string }) {
      const totals = { asked: 2, answered: 2, cached: 0, failed: 0, elapsedMs: 1 };
      const rest = {
        path: [],
        rejected: [],
        deviceErrors: [],
        notAsked: [],
        jobId: 'j',
        lastSeenAt: undefined,
      };
      const none = {
        mac,
        verdict: 'not-found',
        summary: `${mac} was not found.`,
        edges: [],
        totals,
        ...rest,
      };
      yield { type: 'answer', answer: { ...none, ...traced } };
    },
  };
  const ipTracer = {
    async *trace({ address }: { readonly address: string }) {
      const none = { resolutions: [], traces: [], deviceErrors: [], asked: 2 };
      yield { type: 'answer', answer: { verdict: 'not-found', summary: 'nobody', address, ...none } };
    },
  };
  const deps = { inventory, jobs: {}, clock, log: silentLog, observe: () => undefined };
  const names = new NameTracer(deps as unknown as TraceDeps, {
    ...{ tracer: tracer as unknown as Tracer, ipTracer: ipTracer as unknown as IpTracer },
  });
  const question = { site: SITE, floor: '', cachedOnly: false, allHits: false, timeoutMs: 0, name };
  const who = { principal: PRINCIPAL, signal: new AbortController().signal };
  for await (const event of names.trace(question, who)) if (event.type === 'answer') return event.answer;
  throw new Error('no answer');
}

test('a device that tells neither a MAC nor an IP address is where it is heard', async () => {
  const answer = await ask('ap-7', { sw1: { systemName: 'ap-7', chassisId: 'ap-7' } });
  expect(answer).toMatchObject({
    verdict: 'found',
    summary: '"ap-7" is plugged into sw1 Gi1/0/7: heard by LLDP 4 minutes ago.',
    matches: [{ switchName: 'sw1', port: 'Gi1/0/7', mac: undefined }],
    trace: undefined,
  });
});

test('a device whose address is in no table is where it is heard, with doubt and the reason', async () => {
  const heard = { sw1: { systemName: 'AP-7.example.net', chassisId: AP_MAC, protocol: 'cdp' } };
  const { verdict, trace } = await ask('ap-7', heard);
  expect(verdict).toBe('found');
  expect(trace).toMatchObject({
    ...{ mac: AP_MAC, verdict: 'found' },
    summary: `${AP_MAC} is in no table; it is plugged into sw1 Gi1/0/7: heard by CDP 4 minutes ago.`,
    edges: [{ switchName: 'sw1', port: 'Gi1/0/7', vlan: 30, portDescription: 'lobby', live: false }],
  });
  expect(trace?.edges[0]?.confidence).toBeLessThan(0.9);
  expect(trace?.edges[0]?.evidence.map(({ reason }) => reason)).toContain('heard by CDP 4 minutes ago');
});

test('where the tables know its address they count, and not what is heard', async () => {
  const summary = 'it is elsewhere';
  const { trace } = await ask(
    'ap-7',
    { sw1: { systemName: 'ap-7', chassisId: AP_MAC } },
    { verdict: 'found', summary },
  );
  expect(trace).toMatchObject({ summary, edges: [] });
});

test('a device that is heard at two places is told at both', async () => {
  const said = { systemName: 'ap-7', chassisId: AP_MAC };
  const answer = await ask('ap-7', { sw1: said, sw02: said });
  expect(answer).toMatchObject({ verdict: 'several', trace: { verdict: 'several' } });
  expect(answer.trace?.edges.map(({ switchName }) => switchName)).toEqual(['sw1', 'sw02']);
});

test('a device that tells an IP address which nobody resolves is where it is heard', async () => {
  const answer = await ask('ap-7', { sw1: { systemName: 'ap-7', managementAddress: '10.0.9.7' } });
  expect(answer).toMatchObject({ verdict: 'found', resolved: { address: '10.0.9.7', verdict: 'not-found' } });
  expect(answer.summary).toContain('plugged into sw1 Gi1/0/7: heard by LLDP');
});
