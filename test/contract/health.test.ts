/** The doctor and the alerts over agents and sources, with a clock that stands still. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Principal } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { ADMIN, addSite, enrol, settle } from './support/controller.ts';
import { HealthBench, personAt } from './support/health.ts';
import { failScan } from './support/health-scans.ts';

const MINUTE_MS = 60_000;
let bench: HealthBench;

beforeAll(ready);
beforeEach(() => {
  bench = new HealthBench();
});

describe('an agent', () => {
  beforeEach(() => {
    addSite(bench.rooms, 'ams1');
    enrol(bench.rooms, 'a1', 'ams1');
  });

  test('that is away is told at once by the doctor, alerted after five minutes, and over two minutes after it is back', async () => {
    const agent = await bench.connect('a1');
    await agent.cut();
    await bench.pass(MINUTE_MS);
    expect(await bench.foundReasons()).toContain('agent-away');
    expect(bench.reasons()).toEqual([]);
    await bench.pass(4 * MINUTE_MS);
    expect(bench.alerts()).toMatchObject([
      { reason: 'agent-away', level: 'problem', site: 'ams1', subjectName: 'a1', count: 1, state: 'open' },
    ]);
    bench.living.push(await bench.connect('a1', { sessionNumber: 2 }));
    await bench.pass(MINUTE_MS);
    expect(bench.reasons()).toEqual(['agent-away']);
    await bench.pass(2 * MINUTE_MS);
    expect(bench.reasons()).toEqual([]);
    expect([...bench.room.desk.list({ site: '', reason: '', showAll: true }, bench.sight())]).toMatchObject([
      { state: 'ended' },
    ]);
    expect(bench.logged).toEqual(['alert.raised agent-away', 'alert.ended agent-away']);
  });

  test('that comes or goes is looked at within a second', async () => {
    bench.room.health.start();
    bench.rooms.clock.advance(1000);
    await settle();
    const agent = await bench.connect('a1');
    await agent.cut();
    bench.rooms.clock.advance(1000);
    await settle();
    const rows = bench.rooms.db.prepare("SELECT state FROM alerts WHERE reason = 'agent-away'").all();
    expect(rows).toEqual([{ state: 'pending' }]);
    await bench.room.health.stop();
  });

  test('that the controller does not let in is told apart from one that fails to come', async () => {
    const liar = await bench.connect('a1', { agentId: 'other' });
    await liar.served;
    const [finding] = (await bench.doctor()).filter(({ reason }) => reason === 'agent-shut-out');
    expect(finding?.message).toContain('a1 of site ams1 is not let in: WRONG_IDENTITY');
    await bench.connect('a1');
    expect(await bench.foundReasons()).not.toContain('agent-shut-out');
  });

  test('whose clock is off by half a minute is a warning, by five a problem: S4.44', async () => {
    const now = bench.rooms.clock.now();
    const offsets = [
      [29_000, []],
      [31_000, ['agent-clock-off']],
      [-31_000, ['agent-clock-off']],
      [301_000, ['agent-clock-wrong']],
    ] as const;
    for (const [offset, expected] of offsets) {
      const agent = await bench.connect('a1', { time: now + offset });
      expect((await bench.foundReasons()).filter((reason) => reason.includes('clock'))).toEqual(expected);
      await agent.say({ type: 'heartbeat', time: now, runningTargets: 0, outboxBytes: 0 });
      expect((await bench.foundReasons()).filter((reason) => reason.includes('clock'))).toEqual([]);
      await agent.cut();
    }
  });

  test('is told of when its version is more than one minor away: S4.44', async () => {
    for (const [softwareVersion, found] of [
      ['1.1.9', false],
      ['1.2.0', true],
      ['2.0.0', true],
      ['odd', false],
    ] as const) {
      const agent = await bench.connect('a1', { softwareVersion });
      expect((await bench.foundReasons()).includes('agent-version')).toBe(found);
      await agent.cut();
    }
  });

  test('tells of its own host in hello and heartbeat: known reasons, unknown ones, bounded and in one line', async () => {
    const item = (reason: string, message: string) => ({ reason, message, hint: '' });
    const busy = item('agent-busy', 'it reads one device at a time');
    const agent = await bench.connect('a1', { health: [item('agent-disk', '12 MiB are free'), busy] });
    expect(await bench.foundReasons()).toEqual(expect.arrayContaining(['agent-disk', 'agent-busy']));
    const long = `first\nsecond ${'x'.repeat(5000)}`;
    const health = [
      item('agent-spool', 'fills'),
      item('agent-away', 'I am not'),
      ...Array(100).fill(item('new', long)),
    ];
    await agent.say({
      type: 'heartbeat',
      time: bench.rooms.clock.now(),
      runningTargets: 0,
      outboxBytes: 0,
      health,
    });
    const told = (await bench.doctor()).filter(({ check, level }) => check === 'agents' && level !== 'ok');
    // That it is away is not its to say, so it is told as its own words.
    expect(told.map(({ reason }) => reason).sort()).toEqual(['agent-other', 'agent-spool']);
    expect(told.map(({ message }) => message).join()).not.toMatch(/\n/);
    expect(told.map(({ message }) => message).join().length).toBeLessThan(6000);
    await agent.say({ type: 'heartbeat', time: bench.rooms.clock.now(), runningTargets: 0, outboxBytes: 0 });
    expect((await bench.doctor()).filter(({ check }) => check === 'agents')).toMatchObject([{ level: 'ok' }]);
  });

  test('whose certificate has less than a third of its life ahead has failed to renew it', async () => {
    await bench.connect('a1');
    const day = 86_400_000;
    const certify = (left: number, life: number): void => {
      const notAfter = bench.rooms.clock.now() + left;
      const serial = `${left}-${life}`;
      bench.rooms.directory.addCertificate({
        serial,
        agent: 'a1',
        notBefore: notAfter - life,
        notAfter,
        ca: 'c',
      });
    };
    certify(day / 3, day);
    expect(await bench.foundReasons()).not.toContain('agent-certificate');
    certify(day / 3 - 1000, day);
    expect(await bench.foundReasons()).toContain('agent-certificate');
    // A third of a year is enough, and a shorter life than certificates get now is judged by itself.
    certify(15 * day, 366 * day);
    expect(await bench.foundReasons()).not.toContain('agent-certificate');
    bench.rooms.directory.evict({ agent: 'a1', at: 0, why: '' });
  });

  test('keeps its alert over a restart of the controller, acknowledgement and all', async () => {
    const agent = await bench.connect('a1');
    await agent.cut();
    await bench.pass(6 * MINUTE_MS);
    const [alert] = bench.room.desk.acknowledge('a1', 'power cut', bench.sight());
    bench.restart();
    await bench.pass(MINUTE_MS);
    expect(bench.alerts()).toMatchObject([
      { id: alert?.id, count: 1, acknowledged: { by: 'user:admin', note: 'power cut' } },
    ]);
    expect(bench.logged).toEqual(['alert.raised agent-away']);
  });
});

describe('a source', () => {
  beforeEach(() => {
    addSite(bench.rooms, 'ams1', ['sw1', 'sw2']);
    addSite(bench.rooms, 'ber1', ['sw9']);
    enrol(bench.rooms, 'a1', 'ams1');
    enrol(bench.rooms, 'b1', 'ber1');
  });

  test('that cannot be read is told with its cause to the full view, with its code to others, and not at all elsewhere', async () => {
    failScan(bench.rooms, 'a1', {
      site: 'ams1',
      source: 'sw1',
      code: 'UNREACHABLE',
      reason: '192.0.2.7:22 is silent',
    });
    const find = async (principal: Principal) =>
      (await bench.doctor(principal))
        .filter(({ reason }) => reason === 'source-failed')
        .map(({ message }) => message);
    const words = 'sw1 of site ams1 could not be read: UNREACHABLE';
    expect(await find(ADMIN)).toEqual([`${words}: 192.0.2.7:22 is silent`]);
    expect(await find(personAt('viewer', { site: 'ams1' }))).toEqual([words]);
    expect(await find(personAt('viewer', { site: 'ber1' }))).toEqual([]);
    expect(await find(personAt('viewer', { site: 'ams1', floor: 'f1' }))).toEqual([]);
    await bench.pass(6 * MINUTE_MS);
    const onFloor = await bench.doctor(personAt('viewer', { site: 'ams1', floor: 'f1' }));
    expect(onFloor.map(({ check, message }) => [check, message.slice(0, 15)])).toEqual([
      ['agents', 'not told to you'],
      ['sources', 'not told to you'],
      ['platforms', 'not told to you'],
      ['schedules', 'not told to you'],
      ['conflicts', 'not told to you'],
    ]);
    expect(bench.alerts(personAt('viewer', { site: 'ams1' })).map(({ message }) => message)).toContain(words);
    expect(JSON.stringify(bench.alerts(personAt('viewer', { site: 'ams1' })))).not.toContain('192.0.2.7');
    expect(bench.alerts(personAt('viewer', { site: 'ber1' }))).toEqual([]);
  });

  test('is well again when it is read, deleted or switched off', async () => {
    for (const source of ['sw1', 'sw2'])
      failScan(bench.rooms, 'a1', { site: 'ams1', source, code: 'TIMEOUT', reason: 'slow' });
    failScan(bench.rooms, 'b1', {
      site: 'ber1',
      source: 'sw9',
      code: 'PARSE',
      reason: 'cut',
      completeness: 'partial',
    });
    const found = async () => (await bench.foundReasons()).filter((reason) => reason.startsWith('source'));
    expect(await found()).toEqual(['source-failed', 'source-failed', 'source-partial']);
    failScan(bench.rooms, 'a1', {
      site: 'ams1',
      source: 'sw1',
      code: '',
      reason: '',
      completeness: 'complete',
    });
    expect(await found()).toEqual(['source-failed', 'source-partial']);
    const ref = (site: string, id: string) => ({ site, kind: 'source' as const, id });
    const operations = [
      { type: 'delete', ref: ref('ams1', 'sw2'), ifEtag: '' } as const,
      { type: 'update', ref: ref('ber1', 'sw9'), fields: { enabled: false }, ifEtag: '' } as const,
    ];
    bench.rooms.inventory.write({ operations, why: '', requestId: '', validateOnly: false }, ADMIN);
    expect(await found()).toEqual([]);
    expect((await bench.doctor()).find(({ check }) => check === 'sources')?.level).toBe('ok');
  });

  test('that is read by rules which no recording proves is told of, as no trouble, to who sees its site', async () => {
    const scanned = (source: string, system: Readonly<Record<string, string>>): void =>
      failScan(bench.rooms, 'a1', {
        ...{ site: 'ams1', source, code: '', reason: '', completeness: 'complete', system },
      });
    const told = async (principal?: Principal) =>
      (await bench.doctor(principal)).filter(({ check }) => check === 'platforms');
    scanned('sw1', { platform: 'cisco_ios' });
    expect(await told()).toEqual([]);
    scanned('sw1', { platform: 'dell_os10', unproven: 'MAC table, VLANs' });
    scanned('sw2', { platform: 'dell_os10', unproven: 'MAC table, VLANs' });
    const words = 'read by rules from manuals, unproven by any recorded output';
    expect(await told()).toMatchObject([
      { level: 'ok', message: `${words}: dell_os10: MAC table, VLANs (2 switches)` },
    ]);
    expect(await told(personAt('viewer', { site: 'ber1' }))).toEqual([]);
    scanned('sw2', { platform: 'cisco_ios' });
    expect(await told()).toMatchObject([{ message: expect.stringContaining('(1 switch)') }]);
  });

  test('is looked at when it changed: a tick over thousands reads none that did not', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `s${i}`);
    addSite(bench.rooms, 'big', names);
    for (const source of names)
      failScan(bench.rooms, 'x', { site: 'big', source, code: 'TIMEOUT', reason: 'slow' });
    await bench.room.health.tick();
    let reads = 0;
    const peek = bench.rooms.inventory.peek.bind(bench.rooms.inventory);
    bench.rooms.inventory.peek = (ref, principal) => {
      reads += ref.kind === 'source' ? 1 : 0;
      return peek(ref, principal);
    };
    await bench.pass(6 * MINUTE_MS);
    expect(reads).toBe(0);
    failScan(bench.rooms, 'x', { site: 'big', source: 's7', code: '', reason: '', completeness: 'complete' });
    await bench.room.health.tick();
    expect(reads).toBe(1);
    expect(bench.alerts().filter(({ reason }) => reason === 'source-failed')).toHaveLength(60);
    const shown = (await bench.doctor()).filter(({ reason }) => reason === 'source-failed');
    expect(shown).toHaveLength(21);
    expect(shown.at(-1)?.message).toBe('39 more of source-failed');
  });
});

describe('a site without an agent', () => {
  const told = async (principal: Principal = ADMIN) =>
    (await bench.doctor(principal)).filter(({ reason }) => reason === 'no-agent');

  beforeEach(() => {
    addSite(bench.rooms, 'ams1', ['sw1']);
    enrol(bench.rooms, 'a1', 'ams1');
    addSite(bench.rooms, 'lon2', ['sw7', 'sw8', 'sw9']);
    addSite(bench.rooms, 'empty');
  });

  test('but with switches is told of, with what to type, also where others have one that is online', async () => {
    await bench.connect('a1');
    expect(await told()).toMatchObject([
      {
        ...{ level: 'warning', site: 'lon2', message: 'site lon2 has 3 switches and no agent' },
        hint: 'Make a token for one: wayside agent token create --site lon2',
      },
    ]);
    enrol(bench.rooms, 'l1', 'lon2');
    expect(await told()).toEqual([]);
  });

  test('is told of to who sees it alone', async () => {
    expect(await told(personAt('viewer', { site: 'lon2' }))).toHaveLength(1);
    expect(await told(personAt('viewer', { site: 'ams1' }))).toEqual([]);
  });

  test('is well when all that it has is switched off or deleted', async () => {
    const ref = (id: string) => ({ site: 'lon2', kind: 'source' as const, id });
    const operations = [
      { type: 'delete', ref: ref('sw7'), ifEtag: '' } as const,
      { type: 'update', ref: ref('sw8'), fields: { enabled: false }, ifEtag: '' } as const,
    ];
    bench.rooms.inventory.write({ operations, why: '', requestId: '', validateOnly: false }, ADMIN);
    expect((await told()).map(({ message }) => message)).toEqual(['site lon2 has 1 switch and no agent']);
    const off = { type: 'update', ref: ref('sw9'), fields: { enabled: false }, ifEtag: '' } as const;
    bench.rooms.inventory.write({ operations: [off], why: '', requestId: '', validateOnly: false }, ADMIN);
    expect(await told()).toEqual([]);
  });

  test('has sources that were never read until a scan of them was heard', () => {
    const unread = () => bench.rooms.inventory.unreadSources().map(({ site, id }) => `${site}/${id}`);
    expect(unread().sort()).toEqual(['ams1/sw1', 'lon2/sw7', 'lon2/sw8', 'lon2/sw9']);
    const scan = { site: 'ams1', source: 'sw1', code: '', reason: '', completeness: 'complete' } as const;
    failScan(bench.rooms, 'a1', scan);
    // One that only ever failed is stale, and told as such.
    failScan(bench.rooms, 'l1', { site: 'lon2', source: 'sw7', code: 'TIMEOUT', reason: 'slow' });
    expect(unread().sort()).toEqual(['lon2/sw8', 'lon2/sw9']);
  });
});
