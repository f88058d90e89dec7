/** Names and texts that are not what they look like: for people who read them in a table, a log or a spreadsheet. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog, hasSteering, type Log } from '../../shared/runtime/index.ts';
import { protos } from '../../shared/transport/index.ts';
import { structToWire, type UnaryMethod } from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { Live } from './support/live.ts';
import { rawAgent } from './support/raw-calls.ts';

let dir: string;
let live: Live;
let log: Log;
const logFile = (): string => join(dir, 'controller.log');
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-words-'));
  log = createLog({ level: 'debug', component: 'controller', file: logFile() });
  live = await Live.start({ log });
  await live.addSite('ams1');
  await live.joinAgent('ams1', 'beside');
});
afterAll(async () => {
  await live.stop();
  rmSync(dir, { recursive: true, force: true });
});

const HIDDEN: readonly (readonly [what: string, name: string])[] = [
  ['a blank without width', 'ad\u200bmin'],
  ['a mark for direction', 'ad\u202emin'],
  ['an isolate', 'ad\u2066min'],
  ['a soft hyphen', 'ad\u00admin'],
  ['a byte order mark', '\ufeffadmin'],
  ['a word joiner', 'ad\u2060min'],
  ['a tag of Unicode', 'admin\u{e0041}'],
  ['a Cyrillic letter', '\u0430dmin'],
  ['a Greek letter', 'admi\u03bd'],
  ['a line end', 'admin\nroot'],
  ['an escape of the terminal', 'ad\u001b[31mmin'],
  ['an escape in one byte', 'ad\u009b31mmin'],
  ['NUL', 'ad\u0000min'],
];
/** Ids that people type: these take one alphabet only. */
const NARROW: readonly (readonly [what: string, name: string])[] = [
  ...HIDDEN,
  ['wide letters', '\uff41dmin'],
  ['an accent', 'adm\u00edn'],
  ['an accent of its own', 'admi\u0301n'],
  ['a dotless i', 'adm\u0131n'],
  ['a ligature', 'o\ufb03ce'],
  ['a blank at its end', 'admin '],
];

const ask = (rpc: UnaryMethod, request: object): Promise<unknown> => live.admin.unary(rpc, request as never);
const create = (kind: string, id: string, name: string): object => ({
  operations: [{ create: { site: kind === 'site' ? id : 'ams1', kind, id, fields: structToWire({ name }) } }],
});

describe('the name', () => {
  test.each(NARROW)(
    'of a user, a role, a site, an agent or a record id with %s is refused by its field',
    async (_, name) => {
      const asked: readonly (readonly [UnaryMethod, object, string])[] = [
        ['UserService.CreateUser', { name, roles: ['viewer'] }, 'name'],
        [
          'UserService.CreateRole',
          { name, grant: { level: 'LEVEL_VIEWER', scopes: [{ site: '*' }] } },
          'name',
        ],
        ['InventoryService.WriteRecords', create('site', name, 'x'), 'operations[0].id'],
        ['InventoryService.WriteRecords', create('switch', name, 'x'), 'operations[0].id'],
        ['AgentService.UpdateAgent', { id: 'beside', name }, 'name'],
      ];
      for (const [rpc, request, field] of asked) {
        const { code, violations } = await errorFrom(ask(rpc, request));
        expect([rpc, code, violations.map((one) => one.field)]).toEqual([rpc, 'INVALID_INPUT', [field]]);
      }
    },
  );

  test.each(HIDDEN)('that a record shows with %s is refused too', async (_, name) => {
    const { code, violations } = await errorFrom(
      ask('InventoryService.WriteRecords', create('switch', 'sw1', name)),
    );
    expect([code, violations.map((one) => one.field)]).toEqual(['INVALID_INPUT', ['operations[0].name']]);
  });

  test.each(['Büro 3 – Nord', 'Этаж-A', 'Σ core', '第二校舎', 'قاعة 4', 'sw1 (old)', "O'Neil", '=cmd|x'])(
    'that a record shows may be %s',
    async (name) => {
      const request = { ...create('switch', 'sw1', name), validateOnly: true };
      await expect(ask('InventoryService.WriteRecords', request)).resolves.toBeDefined();
    },
  );
});

describe('the log', () => {
  const EVIL = 'x\n{"level":"error","msg":"forged"}\r\n\u001b[2J\u009b31m\u202e\u2028\u0000\ufeff';

  test('has one line for each event, whatever strangers, people and agents put into their words', async () => {
    const { certificate } = await live.joinAgent('ams1', 'evil');
    const evil = rawAgent({ address: live.controller.address, caPem: live.caPem, certificate });
    const { request } = protos().call('SessionService.Session');
    await evil.session([request.encode({ hello: { agentId: EVIL } })]);
    evil.close();
    const stranger = live.client();
    const requests: readonly (readonly [UnaryMethod, object])[] = [
      ['AuthService.Login', { user: EVIL, password: EVIL }],
      ['EnrolmentService.Enrol', { agentName: EVIL, joinToken: EVIL }],
    ];
    for (const [rpc, body] of requests) await errorFrom(stranger.unary(rpc, body as never));
    for (const rpc of ['JobService.GetJob', 'AgentService.GetAgent', 'SystemService.GetDelta'] as const)
      await errorFrom(ask(rpc, { id: EVIL }));
    log.warn('test.words', { text: EVIL, error: new Error(EVIL), [EVIL]: [EVIL] });
    const lines = readFileSync(logFile(), 'utf8').split('\n').slice(0, -1);
    expect(lines.filter((line) => hasSteering(line))).toEqual([]);
    const parsed = lines.map((line) => JSON.parse(line) as { readonly msg?: string; readonly text?: string });
    expect(parsed.filter(({ msg }) => msg === 'forged')).toEqual([]);
    // Nothing is lost of it: the line reads back as it was.
    expect(parsed.find(({ msg }) => msg === 'test.words')?.text).toBe(EVIL);
    expect(parsed.some(({ msg }) => msg === 'session.refused')).toBe(true);
  });

  test('and the audit trail, exported, has one line for each entry', async () => {
    const lines: string[] = [];
    for await (const answer of live.admin.stream('AuditService.ExportAudit', {})) lines.push(...answer.lines);
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => hasSteering(line))).toEqual([]);
    for (const line of lines) expect(JSON.parse(line)).not.toHaveProperty('msg');
  });
});
