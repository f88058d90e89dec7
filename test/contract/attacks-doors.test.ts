/** Tokens, certificates and messages in the wrong hands: each asks for something that it would get in the right ones. */

import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEnrolTransport, enrol } from '../../agent/session/index.ts';
import { auditRule, ruleOf } from '../../controller/access/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { systemClock } from '../../shared/runtime/index.ts';
import { Secret } from '../../shared/seal/index.ts';
import { type ApiClient, protos } from '../../shared/transport/index.ts';
import {
  type ApiMethods,
  agentMessageToWire,
  type Enrolment,
  enrolmentToWire,
  type Hello,
  isStreamingMethod,
  PROTOCOL_VERSION,
  type UnaryMethod,
} from '../../shared/wire/index.ts';
import { errorFrom } from './rig.ts';
import { type FieldRig, openFieldRig } from './support/field-bases.ts';
import { rawAgent } from './support/raw-calls.ts';
import { storePrint } from './support/store-print.ts';

let rig: FieldRig;
beforeAll(async () => {
  rig = await openFieldRig();
});
afterAll(() => rig.live.stop());

const rpcs = [...protos().services].flatMap(([service, methods]) =>
  methods.map((method) => `${service}.${method}`),
);
/** Of people: what a token can open. */
const doors = rpcs.filter((rpc) => !['agents', 'anyone', 'people', undefined].includes(ruleOf(rpc)));
const print = (): object => storePrint(join(rig.live.dir, 'controller', 'store.db'));

async function codeOf(client: ApiClient, rpc: string): Promise<string> {
  const request = (rig.bases[rpc] ?? {}) as never;
  try {
    if (isStreamingMethod(rpc)) for await (const _ of client.stream(rpc, request)) break;
    else await client.unary(rpc as UnaryMethod, request);
    return 'OK';
  } catch (error) {
    return WaysideError.from(error).code;
  }
}

type TokenRequest = ApiMethods['UserService.CreateApiToken']['request'];

async function tokenClient(more: TokenRequest): Promise<ApiClient & { readonly id: string }> {
  const made = await rig.live.admin.unary('UserService.CreateApiToken', {
    owner: 'admin',
    name: 'x',
    ...more,
  });
  const client = rig.live.client({ token: made.token });
  return Object.assign(client, { id: made.apiToken?.id ?? '' });
}

describe('an API token of an admin', () => {
  test('that is for reading changes nothing, by any rpc', async () => {
    const changing = doors.filter((rpc) => ['change', 'write'].includes(auditRule(rpc)));
    expect(changing.length).toBeGreaterThan(20);
    const reader = await tokenClient({ readOnly: true });
    const other = await tokenClient({ allow: ['192.0.2.0/24'] });
    const before = print();
    const codes: Record<string, string> = {};
    // To end itself is no change of anything that others have.
    for (const rpc of changing.filter((one) => one !== 'AuthService.Logout'))
      codes[rpc] = await codeOf(reader, rpc);
    // The token in the bases is somebody else's, of whom a token for reading learns nothing.
    const hidden = { 'UserService.UpdateApiToken': 'NOT_FOUND', 'UserService.DeleteApiToken': 'NOT_FOUND' };
    expect(codes).toEqual({
      ...Object.fromEntries(Object.keys(codes).map((rpc) => [rpc, 'FORBIDDEN'])),
      ...hidden,
    });
    const { id } = other;
    const own = [
      reader.unary('UserService.UpdateApiToken', { id, name: 'y', allow: { ranges: [] } }),
      reader.unary('UserService.DeleteApiToken', { id }),
    ];
    for (const work of own) expect((await errorFrom(work)).code).toBe('FORBIDDEN');
    expect(print()).toEqual(before);
    await expect(reader.unary('InventoryService.ListRecords', { kind: 'switch' })).resolves.toBeDefined();
  });

  test('opens nothing from outside of its addresses, once it is taken away, or with one letter changed', async () => {
    const distant = await tokenClient({ allow: ['192.0.2.0/24', '2001:db8::/32'] });
    const gone = await tokenClient({});
    await rig.live.admin.unary('UserService.DeleteApiToken', { id: gone.id });
    const { token } = rig.live;
    const changed = rig.live.client({ token: `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}` });
    for (const client of [distant, gone, changed]) {
      for (const rpc of doors) expect([rpc, await codeOf(client, rpc)]).toEqual([rpc, 'UNAUTHENTICATED']);
    }
  });

  test('that is wrong is answered alike, whether its first half is one that was given out or not', async () => {
    const [prefix = '', id = '', secret = ''] = rig.live.token.split('.');
    const other = secret.replace(/./g, (letter) => (letter === 'x' ? 'y' : 'x'));
    const words = [`${prefix}.${id}.${other}`, `${prefix}.${'0'.repeat(id.length)}.${secret}`].map(
      async (token) => {
        const { code, message, hint, details } = await errorFrom(
          rig.live.client({ token }).unary('SystemService.GetStatus', {}),
        );
        return { code, message, hint, details };
      },
    );
    const [known, unknown] = await Promise.all(words);
    expect(known).toEqual(unknown);
  });
});

/** Joins, and gives back what went over the wire; only who reads the connection could have it. */
async function joinListened(name: string): Promise<Enrolment> {
  const { keys, identityDir: dir } = await rig.live.newFolders(name);
  const { token } = await rig.live.admin.unary('AgentService.CreateJoinToken', { site: 'ams1' });
  const real = createEnrolTransport(systemClock);
  let heard: Enrolment | undefined;
  const transport: typeof real = {
    ...real,
    enrol: (address, ca, request) => {
      heard = request;
      return real.enrol(address, ca, request);
    },
  };
  await enrol(new Secret(token), { keys, dir, name, transport });
  return heard ?? expect.unreachable('nothing was sent');
}

describe('a request to join that somebody heard', () => {
  const replay = (request: Enrolment) =>
    rig.live.client({ serverName: 'localhost' }).unary('EnrolmentService.Enrol', enrolmentToWire(request));

  test('gives nothing but another certificate for the key of the very agent, and no other key', async () => {
    const heard = await joinListened('heard');
    const other = await joinListened('other');
    const { agentId } = await replay(heard);
    const { agent } = await rig.live.admin.unary('AgentService.GetAgent', { id: 'heard' });
    expect(agentId).toBe(agent?.id);
    const twisted: readonly Partial<Enrolment>[] = [
      { certificateRequest: other.certificateRequest },
      { sealingKey: other.sealingKey },
      { identityKey: other.identityKey },
      { identityKey: other.identityKey, proof: other.proof },
    ];
    const before = print();
    for (const twist of twisted) {
      const { code } = await errorFrom(replay({ ...heard, ...twist }));
      expect([Object.keys(twist), code]).toEqual([Object.keys(twist), 'WRONG_IDENTITY']);
    }
    const { code } = await errorFrom(replay({ ...other, joinToken: heard.joinToken }));
    expect(code).toMatch(/WRONG_IDENTITY|JOIN_TOKEN_USED/);
    expect(print()).toEqual(before);
  });

  test('is worth nothing once the agent is banned or gone', async () => {
    const heard = await joinListened('leaving');
    await rig.live.admin.unary('AgentService.BanAgent', { id: 'leaving', why: 'stolen' });
    expect((await errorFrom(replay(heard))).code).toBe('AGENT_BANNED');
    const gone = await joinListened('gone');
    await rig.live.admin.unary('AgentService.DeleteAgent', { id: 'gone', why: 'stolen' });
    expect((await errorFrom(replay(gone))).code).toBe('JOIN_TOKEN_USED');
  });
});

describe('a session', () => {
  function helloOf(agentId: string): Buffer {
    const message: Hello = {
      ...{ type: 'hello', agentId, bootId: 'heard', sessionNumber: 1, protocolVersion: PROTOCOL_VERSION },
      ...{ softwareVersion: '6.6.6', nodeVersion: 'v20', os: 'linux', capabilities: [], targetSlots: 1 },
      ...{ attempts: [], outboxId: 'o', durableSeq: 0, acknowledgedSeq: 0, time: 0, sealKey: undefined },
    };
    return protos().call('SessionService.Session').request.encode(agentMessageToWire(message));
  }

  test('is not had with the hello of another agent, which stays online', async () => {
    const { certificate } = await rig.live.joinAgent('ams1', 'thief');
    const { agent } = await rig.live.admin.unary('AgentService.GetAgent', { id: 'beside' });
    const thief = rawAgent({ address: rig.live.controller.address, caPem: rig.live.caPem, certificate });
    const end = await thief.session([helloOf(agent?.id ?? '')]);
    thief.close();
    expect(end.message).toContain('the certificate is of agent');
    const { agent: now } = await rig.live.admin.unary('AgentService.GetAgent', { id: 'beside' });
    expect(now).toMatchObject({ state: 'AGENT_STATE_ONLINE', version: agent?.version });
  });

  test('is not for people: the token of an admin opens none', async () => {
    const link = rig.live.client({ token: rig.live.token }).session();
    expect((await link.closed)?.code).toBe('FORBIDDEN');
  });
});

describe('the port of the API', () => {
  /** All that comes back to these first bytes, until the controller closes. */
  function answerTo(bytes: Buffer): Promise<Buffer> {
    const { port } = rig.live.controller;
    const socket = connect(port, '127.0.0.1');
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => void parts.push(part));
    socket.on('error', () => undefined);
    socket.end(bytes);
    return new Promise((resolve) => socket.on('close', () => resolve(Buffer.concat(parts))));
  }

  test('speaks TLS alone: in the clear nobody is answered, not even with an error of HTTP', async () => {
    const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1');
    const get = Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    for (const bytes of [preface, get, Buffer.from('SSH-2.0-x\r\n'), Buffer.alloc(70_000, 0x16)]) {
      const answer = await answerTo(bytes);
      // A TLS alert at most: its type, the version, a length of two, and level and reason.
      expect(answer.length).toBeLessThanOrEqual(7);
      if (answer.length > 0) expect(answer[0]).toBe(0x15);
    }
    expect(await codeOf(rig.live.admin, 'SystemService.GetStatus')).toBe('OK');
  });

  test.each(['TLSv1', 'TLSv1.1'] as const)('speaks no %s', async (version) => {
    const { port } = rig.live.controller;
    const options = {
      host: '127.0.0.1',
      port,
      ca: rig.live.caPem,
      ALPNProtocols: ['h2'],
      ciphers: 'ALL:@SECLEVEL=0',
    };
    const socket = connectTls({ ...options, minVersion: version, maxVersion: version });
    const outcome = await new Promise<string>((resolve) => {
      socket.on('secureConnect', () => resolve(`connected with ${socket.getProtocol()}`));
      socket.on('error', () => resolve('refused'));
    });
    socket.destroy();
    expect(outcome).toBe('refused');
  });
});
