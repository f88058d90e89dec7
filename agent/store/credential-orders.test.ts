/** The agent's judgement of what a controller brings it, where the controller is whoever has it now. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock, seededRandom } from '../../shared/runtime/index.ts';
import {
  CREDENTIAL_VERSION_MAX,
  CREDENTIAL_VERSION_STEP_MAX,
  type CredentialOrder,
  createIdentityKeys,
  createMasterKey,
  createSealingKeys,
  fingerprint,
  masterLock,
  ORDER_LIFETIME_MS,
  ready,
  type SealingKeys,
  Secret,
  sealOrder,
} from '../../shared/seal/index.ts';
import type { Target } from '../jobs/driver.ts';
import { CredentialOrders, ORDER_AHEAD_MAX_MS, type OrderEnd } from './credential-orders.ts';
import { openAgentDatabase } from './database.ts';
import type { Db } from './db.ts';
import { Vault } from './vault.ts';

const random = seededRandom(9);
const clock = new ManualClock();
const DAY_MS = 86_400_000;

let keys: SealingKeys;
let agentId: string;
let db: Db;
let vault: Vault;
let dir: string;
beforeAll(async () => {
  await ready();
  keys = createSealingKeys(random);
  agentId = fingerprint(createIdentityKeys(random).publicKey);
});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-orders-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  db = openAgentDatabase(':memory:');
});

const master = createMasterKey(random);

/** An agent whose configuration allows these. */
function orders(allowed: readonly string[] = ['10.0.0.0/8']): CredentialOrders {
  const lock = masterLock(master);
  vault = new Vault({ dir, agent: agentId, lock, clock, random, centralTargets: allowed });
  return new CredentialOrders({ db, vault, clock, agentId, keys: new Map([[1, keys]]), allowed });
}

function sealed(more: Partial<CredentialOrder> = {}): Uint8Array {
  const order = {
    ...{
      agent: agentId,
      name: 'core',
      version: 1,
      expiresAt: clock.now() + DAY_MS,
      targets: ['10.1.0.0/16'],
    },
    secret: new Secret({ username: 'u', password: 'geheim' }),
    ...more,
  };
  return sealOrder(order, { agentId, number: 1, key: keys.publicKey }, random);
}

const target = (address: string): Target => ({ address, port: 22, credential: 'core' }) as unknown as Target;
const reason = ({ error }: OrderEnd): string => error?.details['reason'] ?? error?.code ?? '';

describe('a credential that was typed centrally', () => {
  it('is stored and opens for its targets', () => {
    const agent = orders();
    const said = { name: 'core', version: 1, isRemoval: false };
    expect(agent.take(sealed())).toEqual({ name: 'core', seenVersion: 1, error: undefined, said });
    expect(vault.open('core', target('10.1.2.3')).password).toBe('geheim');
    expect(agent.held()).toEqual([
      { name: 'core', version: 1, targets: ['10.1.0.0/16'], targetCount: 1, isCentral: true },
    ]);
  });

  it('is refused while the host allows none, with the cure', () => {
    const { error } = orders([]).take(sealed());
    expect(error).toMatchObject({
      code: 'CREDENTIAL_REFUSED',
      hint: expect.stringContaining('credentials.targets'),
    });
    expect(vault.list()).toEqual([]);
  });

  it.each([
    ['another network', ['10.1.0.0/16', '192.0.2.0/24']],
    ['a wider network', ['10.0.0.0/7']],
    ['every host', ['*']],
    ['a name, which nobody looked up', ['core1.example.net']],
    ['an IPv6 spelling of an allowed address', ['::ffff:10.0.0.1']],
  ])('is refused when it names %s', (_what, targets) => {
    const agent = orders();
    expect(reason(agent.take(sealed({ targets })))).toBe('targets');
    expect(vault.list()).toEqual([]);
  });

  it('is refused when it was sealed for another agent', () => {
    const agent = 'b'.repeat(26);
    expect(reason(orders().take(sealed({ agent })))).toBe('agent');
  });

  it('is refused when a byte of it was changed', () => {
    const bytes = sealed();
    bytes[bytes.byteLength - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(reason(orders().take(bytes))).toBe('DECRYPT_FAILED');
  });

  it('is refused after its time', () => {
    const late = sealed({ expiresAt: clock.now() });
    expect(reason(orders().take(late))).toBe('expired');
  });

  it('is refused when it lasts for longer than an order may', () => {
    const agent = orders();
    const until = clock.now() + ORDER_LIFETIME_MS + ORDER_AHEAD_MAX_MS;
    expect(reason(agent.take(sealed({ expiresAt: until + 1 })))).toBe('lasting');
    expect(agent.take(sealed({ expiresAt: until })).error).toBeUndefined();
  });

  it.each([
    ['another name', { name: 'edge', version: 1, isRemoval: false }],
    ['another version', { name: 'core', version: 2, isRemoval: false }],
    ['a removal', { name: 'core', version: 1, isRemoval: true }],
  ])('changes nothing when its controller was told %s than the seal says', (_what, told) => {
    const agent = orders();
    const said = { name: 'core', version: 1, isRemoval: false };
    const end = agent.take(sealed(), told);
    expect([reason(end), end.said, vault.list()]).toEqual(['told', said, []]);
    expect(end.error?.message).toContain('"set core, version 1"');
    expect(agent.take(sealed(), said).error).toBeUndefined();
  });

  it('leaves out at most a thousand versions, so that one order does not close the name', () => {
    const agent = orders();
    const far = agent.take(sealed({ version: CREDENTIAL_VERSION_MAX }));
    expect(far).toMatchObject({ seenVersion: 0, error: { details: { reason: 'version' } } });
    expect(far.error?.hint).toContain('Set it again');
    expect(agent.take(sealed({ version: CREDENTIAL_VERSION_STEP_MAX })).error).toBeUndefined();
    expect(reason(agent.take(sealed({ version: 2 * CREDENTIAL_VERSION_STEP_MAX + 1 })))).toBe('version');
    expect(agent.take(sealed({ version: 2 * CREDENTIAL_VERSION_STEP_MAX })).error).toBeUndefined();
  });

  it('says what to do when a name has no version left', () => {
    const agent = orders();
    db.prepare('INSERT INTO credential_orders (name, version, hash) VALUES (?, ?, ?)').run(
      ...['core', CREDENTIAL_VERSION_MAX, 'x'],
    );
    const { error } = agent.take(sealed({ version: CREDENTIAL_VERSION_MAX }));
    expect(error?.hint).toMatch(/^Take another name; or .*wayside-agent credential set core/);
  });

  it('is told of beside one whose file is damaged', () => {
    const agent = orders();
    agent.take(sealed());
    writeFileSync(join(dir, 'bad.sealed'), '', { mode: 0o600 });
    expect(agent.held().map(({ name }) => name)).toEqual(['core']);
    expect(agent.take(sealed({ version: 2 })).error).toBeUndefined();
    const { error } = agent.take(sealed({ name: 'bad' }));
    expect([error?.code, error?.hint]).toEqual([
      'DECRYPT_FAILED',
      expect.stringContaining('wayside-agent credential rm bad'),
    ]);
  });

  it('is never put back by an older one, even after it was removed or set on the host', () => {
    const agent = orders();
    const first = sealed();
    agent.take(first);
    agent.take(sealed({ version: 2, secret: new Secret({ username: 'u', password: 'newer' }) }));
    expect(agent.take(first)).toMatchObject({ seenVersion: 2, error: { details: { reason: 'version' } } });
    expect(vault.open('core', target('10.1.2.3')).password).toBe('newer');
    expect(agent.take(sealed({ version: 3, secret: undefined, targets: [] })).error).toBeUndefined();
    for (const bytes of [first, sealed({ version: 2 }), sealed({ version: 3 })])
      expect(reason(agent.take(bytes))).toBe('version');
    expect(vault.list()).toEqual([]);
    vault.set('core', { username: 'u', password: 'local' }, ['10.1.0.0/16']);
    expect(agent.take(sealed({ version: 3 })).error?.message).toContain(
      'version 3, which the agent has seen',
    );
    expect(vault.open('core', target('10.1.2.3')).password).toBe('local');
  });

  it('comes again when the answer was lost, and is done again', () => {
    const agent = orders();
    const [set, remove] = [sealed(), sealed({ version: 2, secret: undefined, targets: [] })];
    for (const bytes of [set, set, remove, remove]) expect(agent.take(bytes).error).toBeUndefined();
    expect(vault.list()).toEqual([]);
    // The same version with other words is another order.
    expect(reason(agent.take(sealed({ version: 2 })))).toBe('version');
  });

  it('takes nothing away that only the host may give', () => {
    const agent = orders();
    vault.set('core', { username: 'u', password: 'local' }, ['192.0.2.1']);
    expect(reason(agent.take(sealed({ version: 9 })))).toBe('local');
    expect(reason(agent.take(sealed({ version: 9, secret: undefined, targets: [] })))).toBe('local');
    expect(vault.open('core', target('192.0.2.1')).password).toBe('local');
  });

  it('is used no further than the host allows now', () => {
    orders().take(sealed());
    orders(['10.1.1.0/24']);
    expect(vault.open('core', target('10.1.1.1')).password).toBe('geheim');
    expect(() => vault.open('core', target('10.1.2.3'))).toThrow(
      expect.objectContaining({
        code: 'CREDENTIAL_TARGET',
        hint: expect.stringContaining('credentials.targets'),
      }),
    );
    expect(vault.lists('core', { address: '10.1.2.3', port: 22 })).toBe(false);
    vault.rotate();
    expect(vault.lists('core', { address: '10.1.2.3', port: 22 })).toBe(false);
  });

  it('changes nothing when its own content is wrong, and the message holds no secret', () => {
    const agent = orders();
    const long = new Secret({ username: 'u', password: 'geheim'.repeat(4000) });
    const { error } = agent.take(sealed({ secret: long }));
    expect(error?.code).toBe('INVALID_INPUT');
    expect(JSON.stringify([error?.message, error?.hint, error?.violations])).not.toContain('geheim');
    expect(reason(agent.take(sealed({ name: '../x' })))).toBe('INVALID_INPUT');
    expect(agent.take(sealed({ name: 'none', secret: undefined, targets: [] })).error?.code).toBe(
      'CREDENTIAL_MISSING',
    );
    expect(vault.list()).toEqual([]);
  });
});

describe('the mark of what is held', () => {
  it('is another one after each change, by whatever process', () => {
    const agent = orders();
    const marks = [agent.mark];
    vault.set('a', { username: 'u', password: 'p' }, ['*']);
    marks.push(agent.mark);
    expect(agent.mark).toBe(marks[1]);
    expect(marks[0]).not.toBe(marks[1]);
  });
});
