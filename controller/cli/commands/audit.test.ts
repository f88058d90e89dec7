import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../shared/model/index.ts';
import { campus } from '../testing/campus.ts';
import { FakeController, NOW_MS } from '../testing/fake-controller.ts';
import { removeWorlds, type TestWorld, testWorld } from '../testing/test-host.ts';

function entryOf(seq: number, more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    ...{ seq, at: NOW_MS, who: 'user:ann', via: 't1', address: '10.0.0.7:50123' },
    ...{ method: 'TraceService.TraceMac', sites: ['ams1'], targets: [], why: '', result: 'OK', count: 1 },
    ...{ detail: { mac: 'f018988d20c7' } },
    ...more,
  };
}

let controller: FakeController;
let world: TestWorld;
beforeEach(async () => {
  controller = new FakeController();
  controller.audit.entries = [
    entryOf(1),
    entryOf(2, { who: 'anonymous', result: 'UNAUTHENTICATED', count: 412, method: 'JobService.GetJob' }),
    entryOf(3, { targets: ['ams1/switch/sw3', 'evil\\u001b[2J'], method: 'InventoryService.WriteRecords' }),
  ];
  world = await testWorld({ api: controller });
});
afterAll(removeWorlds);

describe('audit ls', () => {
  test('shows the newest first, with what it was about', async () => {
    expect(await world.shown('audit', 'ls', '--utc')).toMatchInlineSnapshot(`
      "exit 0
      SEQ  TIME                     WHO        METHOD                         RESULT                ABOUT
      3    2027-01-15 08:00:00 UTC  user:ann   InventoryService.WriteRecords  OK                    ams1/switch/sw3 evil\\u001b[2J mac=f018988d20c7
      2    2027-01-15 08:00:00 UTC  anonymous  JobService.GetJob              UNAUTHENTICATED x412  ams1 mac=f018988d20c7
      1    2027-01-15 08:00:00 UTC  user:ann   TraceService.TraceMac          OK                    ams1 mac=f018988d20c7
      "
    `);
  });

  test('calls switches by their names for people, and by their references for programs', async () => {
    const api = campus();
    const [source] = [...api.records.values()].filter(({ ref }) => ref.kind === 'source');
    const text = `${source?.ref.site}/source/${source?.ref.id}`;
    api.audit.entries = [entryOf(1, { targets: [text, 'ams1/source/gone'], detail: {} })];
    const shown = (...args: string[]) => testWorld({ api }).then((one) => one.shown('audit', 'ls', ...args));
    expect(await shown()).toContain(
      `  ${source?.ref.site}/${String(source?.fields['name'])} ams1/source/gone\n`,
    );
    expect(await shown('-o', 'csv')).toContain(text);
  });

  test('asks the controller for what was wished', async () => {
    await world.run(
      'audit',
      'ls',
      '--who',
      'ann',
      '--since',
      '1h',
      '--until',
      '2026-11-20T08:00Z',
      '--result',
      'failed',
    );
    expect(controller.requestsOf('AuditService.ListAudit')).toMatchObject([
      {
        ...{ who: 'ann', result: 'failed', method: '', site: '' },
        since: { seconds: String(NOW_MS / 1000 - 3600) },
        until: { seconds: String(Date.UTC(2026, 10, 20, 8) / 1000) },
      },
    ]);
    expect(await world.shown('audit', 'ls', '--since', 'soon')).toContain('exit 2');
  });

  test('gives CSV and JSON for programs', async () => {
    await world.run('audit', 'ls', '-o', 'csv');
    expect(world.out().split('\n')[1]).toMatch(/^3,2027-01-15T08:00:00.000Z,user:ann,t1,10.0.0.7:50123,Inv/);
    const json = await testWorld({ api: controller });
    await json.run('audit', 'ls', '-o', 'json');
    expect(JSON.parse(json.out()).entries[2]).toMatchObject({ seq: '1', detail: { mac: 'f018988d20c7' } });
  });
});

describe('audit verify', () => {
  test('says that the trail is whole, up to which entry', async () => {
    expect(await world.shown('audit', 'verify')).toMatch(
      /^exit 0\nResult: +whole\nChecked: +3 entries\nLast: +3 [0-9a-f]{64}\n$/,
    );
  });

  test('ends with 1 when it is broken, with 5 when entries are known to be lost', async () => {
    controller.audit.verdict = { badSeq: '2', problem: 'entry 2 was changed or replaced' };
    expect(await world.shown('audit', 'verify')).toMatch(/^exit 1\n[\s\S]*BROKEN[\s\S]*entry 2 was changed/);
    controller.audit.verdict = { losses: [{} as never] };
    expect(await world.run('audit', 'verify', '-o', 'json')).toBe(5);
  });
});

describe('an exported file', () => {
  async function exported(): Promise<readonly string[]> {
    await world.run('audit', 'export', 'audit.jsonl');
    return readFileSync(join(world.folder, 'audit.jsonl'), 'utf8').trim().split('\n');
  }

  async function verdictOn(lines: readonly string[]): Promise<string> {
    writeFileSync(join(world.folder, 'changed.jsonl'), `${lines.join('\n')}\n`);
    const other = await testWorld({ api: controller });
    return other.shown('audit', 'verify', '--file', join(world.folder, 'changed.jsonl'));
  }

  test('is checked without a controller', async () => {
    const lines = await exported();
    expect(lines).toHaveLength(5);
    expect(statSync(join(world.folder, 'audit.jsonl')).mode & 0o777).toBe(0o600);
    expect(await verdictOn(lines)).toMatch(/^exit 0\nResult: +whole\nChecked: +3 entries/);
    expect(controller.calls.map(({ method }) => method)).toEqual(['AuditService.ExportAudit']);
  });

  test('is never written over a file that is there', async () => {
    await exported();
    expect(await world.shown('audit', 'export', 'audit.jsonl')).toContain('audit.jsonl is already there');
  });

  test.each<[string, (lines: readonly string[]) => readonly string[], string]>([
    [
      'a changed entry',
      (l) => l.map((x) => x.replace('"user:ann"', '"user:bob"')),
      'line 2: entry 1 was changed',
    ],
    ['a removed entry', (l) => l.toSpliced(2, 1), 'line 3: entry 2 is missing'],
    [
      'entries that changed places',
      ([a, b, c, ...d]) => [a, c, b, ...d].map(String),
      'line 2: entry 1 is missing',
    ],
    ['a cut end', (l) => l.slice(0, -1), 'the end is missing after line 4'],
    [
      'a shorter trail under the same end',
      (l) => l.toSpliced(3, 1),
      'the trail ended with entry 3, the file with 2',
    ],
    ['a line more', (l) => [...l, '{}'], 'line 6: stands after the end'],
    ['a later beginning', (l) => ['{"anchor":{"seq":1,"hash":"00"}}', ...l.slice(2)], 'entry 2 was changed'],
    ['another file', () => ['hello'], 'line 1: is no JSON object'],
    ['__proto__', () => ['{"__proto__":{"anchor":1}}'], 'line 1: does not say where the trail begins'],
  ])('shows %s', async (_name, change, problem) => {
    const shown = await verdictOn(change(await exported()));
    expect(shown).toMatch(/^exit 1\n/);
    expect(shown).toContain(problem);
  });
});
