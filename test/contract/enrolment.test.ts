/** Joining over the wire: the agent's part and the controller's part, with real certificates over real TLS. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type EnrolTransport, enrol, type JoinOptions, rejoin } from '../../agent/session/enrol.ts';
import { createEnrolTransport } from '../../agent/session/enrol-transport.ts';
import { type AgentEnrolment, loadOrCreateAgentKeys } from '../../agent/session/identity.ts';
import { createCertificateRequest } from '../../agent/session/identity-certificate.ts';
import { accessSettings, openAccess } from '../../controller/access/index.ts';
import { createJoinToken, Enrolment, openControllerIdentity } from '../../controller/agents/index.ts';
import { Homes } from '../../controller/inventory/index.ts';
import { EnrolmentStore, openDatabase, Store } from '../../controller/store/index.ts';
import { loadConfig } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import type { Principal } from '../../shared/model/index.ts';
import { type Clock, silentLog, systemClock, systemRandom } from '../../shared/runtime/index.ts';
import {
  CONTROLLER_TLS_NAME,
  createFirst,
  formatJoinToken,
  type Membership,
  PasswordHasher,
  parseJoinToken,
  ready,
  Secret,
} from '../../shared/seal/index.ts';
import { type ApiClient, createClient, createServer } from '../../shared/transport/index.ts';
import { enrolmentAnswerToWire, enrolmentFromWire, trustToWire } from '../../shared/wire/index.ts';
import { errorFrom, systemHandlers } from './rig.ts';

const tools = { clock: systemClock, random: systemRandom };
const LIFETIME_MS = 3_600_000;

interface Controller {
  readonly address: string;
  readonly caPem: string;
  readonly enrolment: Enrolment;
  readonly adminToken: string;
  /** Who opened the first session. */
  readonly firstSession: Promise<Principal>;
  newToken(ttlMs?: number): Secret<string>;
  /** Puts the clock of enrolment forward. */
  turnClock(ms: number): void;
}

let dir: string;
let controller: Controller;
beforeAll(ready);
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-join-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  controller = await startController(join(dir, 'controller'));
});

/** The rooms of a controller that take part in joining, over a store in memory. */
async function openRooms(stateDir: string, clock: Clock) {
  const identity = await openControllerIdentity(stateDir, { ...tools, hosts: ['localhost'] });
  const db = openDatabase({ file: ':memory:', busyTimeoutMs: 0, cacheBytes: 1_048_576 });
  const { meshId, keys, sealing, root, fingerprint } = identity;
  const member = { identityKey: keys.publicKey, sealingKey: sealing.publicKey, name: 'hq' };
  const first = (): Membership => createFirst({ meshId, root: root.publicKey, member, issuedAt: 1 });
  const homes = new Homes({ store: new Store(db), root, fingerprint, first });
  homes.addSite('ams1', 2);
  const store = new EnrolmentStore(db);
  const enrolment = new Enrolment({
    ...{ ...tools, clock, log: silentLog, store, identity },
    membership: () => homes.current,
    certificateLifetimeMs: LIFETIME_MS,
  });
  const config = loadConfig('controller', { env: {}, file: undefined }).values;
  const hasher = new PasswordHasher();
  onTestFinished(() => hasher.stop());
  const { access, tokens } = openAccess({
    ...{ ...tools, clock, db, hasher, ...accessSettings(config) },
    exists: () => false,
    authenticateAgent: (der) => enrolment.authenticate(der),
  });
  tokens.ensureAdmin(join(stateDir, 'admin.token'));
  const newToken = (addresses: readonly string[], ttlMs = 0): Secret<string> =>
    createJoinToken(
      { ...tools, store, identity, addresses, isHome: (site) => homes.isHome(site) },
      { site: 'ams1', ttlMs, createdBy: 'user:admin' },
    ).token;
  return { identity, enrolment, access, newToken };
}

async function startController(stateDir: string): Promise<Controller> {
  let aheadMs = 0;
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const { identity, enrolment, access, newToken } = await openRooms(stateDir, clock);
  let opened: (principal: Principal) => void = () => undefined;
  const firstSession = new Promise<Principal>((resolve) => {
    opened = resolve;
  });
  const server = createServer({
    tls: {
      certificateChain: [identity.server.chainPem],
      privateKey: identity.server.keyPem.reveal(),
      clientCas: [identity.authority.serving.pem],
    },
    clock: systemClock,
    log: silentLog,
    resolvePrincipal: (caller) => access.admit(caller),
    session: async (link, call) => {
      opened(call.principal);
      await link.closed;
    },
    handlers: {
      ...systemHandlers(async () => ({})),
      EnrolmentService: {
        Enrol: async (request) => {
          const { joinToken, ...rest } = enrolmentFromWire(request);
          return enrolmentAnswerToWire(await enrolment.enrol({ ...rest, joinToken: new Secret(joinToken) }));
        },
        GetTrust: async () => trustToWire(enrolment.trust()),
      },
    },
  });
  const address = `127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
  onTestFinished(() => server.stop({ graceMs: 0 }));
  return {
    address,
    enrolment,
    adminToken: readFileSync(join(stateDir, 'admin.token'), 'utf8').trim(),
    caPem: identity.authority.serving.pem,
    firstSession,
    newToken: (ttlMs) => newToken([address], ttlMs),
    turnClock: (ms) => {
      aheadMs = ms;
    },
  };
}

function newAgent(name: string): JoinOptions {
  const agentDir = join(dir, name);
  const keys = loadOrCreateAgentKeys(agentDir, systemRandom);
  return { keys, dir: agentDir, name, transport: createEnrolTransport(systemClock) };
}

function clientOf(enrolment: AgentEnrolment, agent: JoinOptions): ApiClient {
  const client = createClient({
    address: controller.address,
    clock: systemClock,
    ca: [enrolment.caPem],
    serverName: CONTROLLER_TLS_NAME,
    certificate: { chain: [enrolment.chainPem], privateKey: agent.keys.certificateKey.reveal() },
  });
  onTestFinished(() => client.close());
  return client;
}

describe('an agent that joins', () => {
  it('is let in by its token, known by its certificate, and may call nothing of people’s', async () => {
    const agent = newAgent('edge-1');
    const enrolled = await enrol(controller.newToken(), agent);
    const client = clientOf(enrolled, agent);
    const link = client.session();
    expect(await controller.firstSession).toMatchObject({
      type: 'agent',
      agentId: enrolled.agentId,
      site: 'ams1',
    });
    link.close();
    const refused = await errorFrom(client.unary('SystemService.GetStatus', {}));
    expect(refused.code).toBe('FORBIDDEN');
    expect(refused.message).toContain(`agent:${enrolled.agentId}`);
  });

  it('joins again with its bound key, and renews for the key it has', async () => {
    const agent = newAgent('edge-1');
    const first = await enrol(controller.newToken(), agent);
    const again = await rejoin(first, agent);
    expect(again.agentId).toBe(first.agentId);
    expect(again.chainPem).not.toBe(first.chainPem);
    const request = await createCertificateRequest(agent.keys.certificateKey);
    const { chain } = await controller.enrolment.renew(first.agentId, request);
    expect(controller.enrolment.authenticate(chain[0] ?? new Uint8Array()).agentId).toBe(first.agentId);
  });

  it('gets the same identity when the answer was lost and it asks again with the same token', async () => {
    const token = controller.newToken();
    const agent = newAgent('edge-1');
    const lossy: EnrolTransport = {
      ...agent.transport,
      enrol: async (...call) => {
        await agent.transport.enrol(...call);
        throw new WaysideError('CONNECTION_LOST', 'cut before the answer came');
      },
    };
    expect((await errorFrom(enrol(token, { ...agent, transport: lossy }))).code).toBe('UNAVAILABLE');
    const restarted = newAgent('edge-1');
    expect((await enrol(token, restarted)).agentId).toBe(agent.keys.agentId);
  });

  it('learns over the wire why it is refused: used, unknown, expired and missing tokens', async () => {
    const used = controller.newToken();
    await enrol(used, newAgent('edge-1'));
    const other = newAgent('edge-2');
    expect((await errorFrom(enrol(used, other))).code).toBe('JOIN_TOKEN_USED');
    const unknown = formatJoinToken({ ...parseJoinToken(used), secret: new Secret('never-made') });
    expect((await errorFrom(enrol(unknown, other))).code).toBe('JOIN_TOKEN_UNKNOWN');
    expect((await errorFrom(enrol(new Secret(''), other))).code).toBe('JOIN_TOKEN_MISSING');
    const former = await enrol(controller.newToken(), newAgent('edge-3'));
    expect((await errorFrom(rejoin(former, other))).code).toBe('JOIN_TOKEN_MISSING');
    const brief = controller.newToken(60_000);
    controller.turnClock(61_000);
    expect((await errorFrom(enrol(brief, other))).code).toBe('JOIN_TOKEN_EXPIRED');
  });

  it('sends nothing to a controller with another CA', async () => {
    const real = parseJoinToken(controller.newToken());
    const rogue = await startController(join(dir, 'rogue'));
    const misled = formatJoinToken({ ...real, addresses: [rogue.address] });
    const error = await errorFrom(enrol(misled, newAgent('edge-1')));
    expect(error.code).toBe('WRONG_CA');
    expect(error.message).toContain('nothing was sent');
  });

  it('says so when nobody answers at the address', async () => {
    const real = parseJoinToken(controller.newToken());
    const error = await errorFrom(
      enrol(formatJoinToken({ ...real, addresses: ['127.0.0.1:1'] }), newAgent('edge-1')),
    );
    expect(error.code).toBe('UNAVAILABLE');
    expect(error.message).toContain('127.0.0.1:1');
  });
});

describe('people', () => {
  const client = (token?: string): ApiClient => {
    const { address, caPem } = controller;
    const options = { address, clock: systemClock, ca: [caPem], serverName: 'localhost' };
    const made = createClient(token === undefined ? options : { ...options, token });
    onTestFinished(() => made.close());
    return made;
  };

  it('are let in by the admin token that the first start wrote, and by no other', async () => {
    await expect(client(controller.adminToken).unary('SystemService.GetStatus', {})).resolves.toBeDefined();
    expect((await errorFrom(client('wt1.wrong').unary('SystemService.GetStatus', {}))).code).toBe(
      'UNAUTHENTICATED',
    );
    expect((await errorFrom(client().unary('SystemService.GetStatus', {}))).code).toBe('UNAUTHENTICATED');
  });
});
