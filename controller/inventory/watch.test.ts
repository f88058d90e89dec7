import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatWatchToken, type RecordView } from '../../shared/model/index.ts';
import { ADMIN, create, gone, port, put, Rig, refOf, remove, sighting, update } from './testing/rig.ts';
import { WATCHES_MAX, type WatchEvent, type WatchQuestion } from './watch.ts';

const SEED = process.env['SEED'];
const ALL: WatchQuestion = { kinds: [], site: '', resumeToken: '' };

class Reader {
  readonly stop = new AbortController();
  private readonly events: AsyncGenerator<WatchEvent>;

  constructor(rig: Rig, question: Partial<WatchQuestion> = {}) {
    const who = { principal: ADMIN, signal: this.stop.signal };
    this.events = rig.inventory.watch({ ...ALL, ...question }, who);
  }

  async next(): Promise<WatchEvent> {
    const { value, done } = await this.events.next();
    if (done) throw new Error('the watch has ended');
    return value;
  }

  async ends(): Promise<boolean> {
    return (await this.events.next()).done === true;
  }

  /** Records up to the marker, each as `kind/id`, and the marker's token. */
  async untilSynced(): Promise<{ records: RecordView[]; token: string }> {
    const records: RecordView[] = [];
    for (;;) {
      const event = await this.next();
      if (event.type === 'synced') return { records, token: event.token };
      if (event.type === 'record') records.push(event.record);
    }
  }

  close(): Promise<unknown> {
    return this.events.return(undefined);
  }
}

/** The event, or a heartbeat when there is none: time is let pass until something comes. */
async function soon(event: Promise<WatchEvent>, rig: Rig): Promise<WatchEvent> {
  let came = false;
  void event.then(() => {
    came = true;
  });
  while (!came) {
    await null;
    rig.clock.advance(15_000);
  }
  return event;
}

function names(records: readonly RecordView[]): string[] {
  return records.map((record) => `${record.ref.kind}/${record.ref.id}`);
}

describe('a watch', () => {
  it('sends what is there, says that it did, and goes on with what changes', async () => {
    const rig = Rig.withSwitches(1);
    const reader = new Reader(rig);
    const { records } = await reader.untilSynced();
    expect(names(records)).toEqual(['site/ams1', 'source/sw1', 'switch/sw1']);
    const waiting = reader.next();
    rig.write(update('switch/sw1', { description: 'x' }));
    expect(await waiting).toMatchObject({ type: 'record', record: { fields: { description: 'x' } } });
    rig.write(remove('switch/sw1'));
    expect(await reader.next()).toMatchObject({ type: 'record', record: { deleted: true } });
    await reader.close();
  });

  it('sends only the kinds and the site that are asked for', async () => {
    const rig = Rig.withSwitches(1);
    rig.write(create('site', 'ams2', { name: 'x' }), create('switch', 'sw9', { name: 'sw9' }, 'ams2'));
    const one = await new Reader(rig, { kinds: ['switch'], site: 'ams1' }).untilSynced();
    expect(names(one.records)).toEqual(['switch/sw1']);
    const two = await new Reader(rig, { kinds: ['switch', 'site'] }).untilSynced();
    expect(names(two.records)).toEqual(['site/ams1', 'switch/sw1', 'site/ams2', 'switch/sw9']);
  });

  it('leaves out of its beginning what was deleted before, but not what is deleted while it reads', async () => {
    const rig = Rig.withSwitches(2);
    rig.write(remove('switch/sw1'));
    const reader = new Reader(rig, { kinds: ['switch'] });
    expect(await reader.next()).toMatchObject({ record: { ref: { id: 'sw2' } } });
    rig.write(remove('switch/sw2'));
    expect(await reader.next()).toMatchObject({ type: 'synced' });
    expect(await reader.next()).toMatchObject({ record: { ref: { id: 'sw2' }, deleted: true } });
    await reader.close();
  });

  it('reads the feed once for all that wait at its end, and each gets what it asked for', async () => {
    const rig = Rig.withSwitches(1);
    const kinds = ['switch', 'switch', 'source'] as const;
    const readers = kinds.map((kind) => new Reader(rig, { kinds: [kind] }));
    for (const reader of readers) await reader.untilSynced();
    const next = readers.map((reader) => reader.next());
    const { versions } = rig.store;
    const read = versions.changed.bind(versions);
    const readings: number[] = [];
    versions.changed = (pos, limit) => {
      readings.push(pos);
      return read(pos, limit);
    };
    rig.write(update('switch/sw1', { description: 'x' }), update('source/sw1', { port: 2022 }));
    const events = (await Promise.all(next)).map((event) => event.type === 'record' && event.record);
    expect(events).toMatchObject([
      { ref: { kind: 'switch' }, fields: { description: 'x' } },
      { ref: { kind: 'switch' }, fields: { description: 'x' } },
      { ref: { kind: 'source' }, fields: { port: 2022 } },
    ]);
    expect(readings).toHaveLength(1);
    await Promise.all(readers.map((reader) => reader.close()));
  });

  it('tells each state once, whatever number of pages it takes', async () => {
    const rig = Rig.withSwitches(1);
    const ports = Array.from({ length: 450 }, (_, i) => port(`p${i}`));
    rig.agent().send('sw1', ports);
    const { records } = await new Reader(rig, { kinds: ['port'] }).untilSynced();
    expect(records).toHaveLength(450);
    expect(new Set(names(records)).size).toBe(450);
    const positions = records.map((record) => record.pos);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });

  it('tells a record of several sections once, where the last of them changed', async () => {
    const rig = Rig.withSwitches(2);
    rig.agent().send('sw1', [put('switch', '', 'system', { hostname: 'core1' })]);
    const { records } = await new Reader(rig, { kinds: ['switch'] }).untilSynced();
    expect(names(records)).toEqual(['switch/sw2', 'switch/sw1']);
    expect(records[1]?.fields).toEqual({ name: 'sw1', hostname: 'core1' });
  });

  it('leaves a record that moves on while it is read to the place where it stands now', async () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    agent.send(
      'sw1',
      Array.from({ length: 450 }, (_, i) => port(`p${i}`)),
    );
    const reader = new Reader(rig, { kinds: ['port'] });
    await reader.next();
    agent.send('sw1', [port('p400', false)]);
    const { records } = await reader.untilSynced();
    const moved = records.filter((record) => record.fields['name'] === 'p400');
    expect(moved.map((record) => record.fields['operUp'])).toEqual([false]);
    expect(records).toHaveLength(449);
  });

  it('beats while nothing changes, with a token to go on from', async () => {
    const rig = Rig.withSwitches(1);
    const reader = new Reader(rig);
    const { token } = await reader.untilSynced();
    const waiting = reader.next();
    rig.clock.advance(15_000);
    expect(await waiting).toEqual({ type: 'heartbeat', token });
    await reader.close();
  });

  it('costs nothing while its reader is slow: it waits in the reader, not here', async () => {
    const rig = Rig.withSwitches(1);
    const agent = rig.agent();
    const reader = new Reader(rig, { kinds: ['port'] });
    await reader.untilSynced();
    for (let i = 0; i < 50; i += 1) agent.send('sw1', [port('a', i % 2 === 0), port(`b${i}`)]);
    // Fifty states of one port were passed over; the last is told.
    const seen: RecordView[] = [];
    while (seen.length < 51) {
      const event = await reader.next();
      if (event.type === 'record') seen.push(event.record);
    }
    expect(seen.filter((record) => record.fields['name'] === 'a')).toHaveLength(1);
    await reader.close();
  });

  it('ends when it is aborted, in the middle of a page and while it waits', async () => {
    const rig = Rig.withSwitches(3);
    const reading = new Reader(rig);
    await reading.next();
    reading.stop.abort();
    expect(await reading.ends()).toBe(true);
    const waiting = new Reader(rig);
    await waiting.untilSynced();
    const end = waiting.ends();
    waiting.stop.abort();
    expect(await end).toBe(true);
    expect(rig.inventory.notifier.watches).toBe(0);
  });

  it('is refused when too many are open, and counted out when it ends', async () => {
    const rig = Rig.withSwitches(1);
    const open = Array.from({ length: WATCHES_MAX }, () => rig.inventory.notifier.enter());
    await expect(new Reader(rig).next()).rejects.toMatchObject({ code: 'QUEUE_FULL' });
    open.pop()?.();
    const reader = new Reader(rig);
    await reader.next();
    expect(rig.inventory.notifier.watches).toBe(WATCHES_MAX);
    await reader.close();
    expect(rig.inventory.notifier.watches).toBe(WATCHES_MAX - 1);
  });
});

describe('a resume token', () => {
  it('goes on after what was told, without the beginning', async () => {
    const rig = Rig.withSwitches(2);
    const first = new Reader(rig);
    const { token } = await first.untilSynced();
    await first.close();
    rig.write(update('switch/sw2', { description: 'x' }), remove('switch/sw1'));
    const { records } = await new Reader(rig, { resumeToken: token }).untilSynced();
    expect(records.map((record) => [record.ref.id, record.deleted])).toEqual([
      ['sw2', false],
      ['sw1', true],
    ]);
  });

  it.each([
    ['of another incarnation', (rig: Rig) => ({ incarnation: 'other.1', pos: rig.inventory.position })],
    [
      'ahead of this store',
      (rig: Rig) => ({ incarnation: rig.inventory.origin, pos: rig.inventory.position + 1 }),
    ],
  ])('%s asks for a new beginning', async (_what, position) => {
    const rig = Rig.withSwitches(1);
    const resumeToken = formatWatchToken(position(rig));
    await expect(new Reader(rig, { resumeToken }).next()).rejects.toMatchObject({ code: 'RESYNC' });
    await expect(new Reader(rig, { resumeToken: 'x' }).next()).rejects.toMatchObject({
      code: 'INVALID_TOKEN_FORMAT',
    });
    expect(rig.inventory.notifier.watches).toBe(0);
  });

  it('taken from any event continues without loss and without a repeat, under any writes', async () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('write' as const), port: fc.nat(4), up: fc.boolean() }),
      fc.record({ type: fc.constant('note' as const), port: fc.nat(4), up: fc.boolean() }),
      fc.record({ type: fc.constant('lose' as const), port: fc.nat(4) }),
      fc.record({ type: fc.constant('read' as const), events: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ type: fc.constant('resume' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const rig = Rig.withSwitches(1);
        const agent = rig.agent();
        const told: { ref: string; pos: number }[] = [];
        const state = new Map<string, unknown>();
        let token = '';
        let reader = new Reader(rig);
        const read = async (): Promise<boolean> => {
          const event = await soon(reader.next(), rig);
          ({ token } = event);
          if (event.type !== 'record') return false;
          const { ref, pos, fields } = event.record;
          told.push({ ref: `${ref.kind}/${ref.id}`, pos });
          state.set(`${ref.kind}/${ref.id}`, fields);
          return true;
        };
        /** All that there is to read now. */
        const drain = async (): Promise<void> => {
          await reader.close();
          reader = new Reader(rig, { resumeToken: token });
          while (await read());
        };
        for (const one of steps) {
          if (one.type === 'write') agent.send('sw1', [port(`p${one.port}`, one.up)]);
          else if (one.type === 'lose') agent.send('sw1', [gone('port', `p${one.port}`)]);
          else if (one.type === 'note')
            agent.send('sw1', [sighting(`00:1b:21:00:00:0${one.port}`, one.up ? 'a' : 'b')]);
          else if (one.type === 'read') for (let i = 0; i < one.events; i += 1) if (!(await read())) break;
          if (one.type === 'resume') {
            await reader.close();
            reader = new Reader(rig, { resumeToken: token });
          }
        }
        await drain();
        await reader.close();
        // No state twice, none out of order, and in the end all as it is.
        const positions = told.map((event) => event.pos);
        expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b));
        const now = Object.entries({ ...rig.records('port'), ...rig.records('sighting') });
        for (const [id, fields] of now)
          expect(state.get(`port/${id}`) ?? state.get(`sighting/${id}`)).toEqual(fields);
        expect(state.size).toBe(now.length + 3);
      }),
      { numRuns: 60, ...(SEED ? { seed: Number(SEED) } : {}) },
    );
  });
});

describe('the feed for rooms with an index of their own', () => {
  it('gives every record that changed after the position, page by page, to its end', () => {
    const rig = Rig.withSwitches(1);
    rig.agent().send(
      'sw1',
      Array.from({ length: 2500 }, (_, i) => port(`p${i}`)),
    );
    const kinds = new Set(['port', 'switch'] as const);
    const seen: string[] = [];
    let pos = 0;
    for (let done = false; !done; ) {
      const page = rig.inventory.changesAfter(pos, kinds);
      seen.push(...names(page.records));
      ({ pos, done } = page);
    }
    expect(seen).toHaveLength(2501);
    expect(pos).toBe(rig.inventory.position);
    rig.write(update('switch/sw1', { description: 'x' }));
    rig.agent('b').send('sw2', [put('vlan', '1', 'vlan', { vlan: 1 })]);
    const page = rig.inventory.changesAfter(pos, kinds);
    expect([names(page.records), page.done, page.pos]).toEqual([
      ['switch/sw1'],
      true,
      rig.inventory.position,
    ]);
    expect(rig.inventory.get(refOf('switch/sw1'), ADMIN).pos).toBeLessThan(page.pos);
  });
});
