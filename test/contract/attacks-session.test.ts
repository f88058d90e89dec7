/**
 * An agent that was let in and turns hostile: every field of all that it may say, with values that no agent sends. What
 * it says ends its own session at worst; the controller keeps nothing of it that people would stumble over.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasSteering } from '../../shared/runtime/index.ts';
import { protos } from '../../shared/transport/index.ts';
import { agentMessageToWire, type Hello, PROTOCOL_VERSION } from '../../shared/wire/index.ts';
import { Events } from './support/events.ts';
import { allPlaces, type Place } from './support/field-walk.ts';
import { Live } from './support/live.ts';
import { type RawAgent, type RawEnd, rawAgent } from './support/raw-calls.ts';

const OK = 0;
const INVALID_ARGUMENT = 3;
const INTERNAL = 13;
const UNKNOWN = 2;

const events = new Events();
let live: Live;
let evil: RawAgent;
let agentId = '';

beforeAll(async () => {
  live = await Live.start({ log: events.log });
  await live.addSite('ams1');
  const { certificate } = await live.joinAgent('ams1', 'evil');
  evil = rawAgent({ address: live.controller.address, caPem: live.caPem, certificate });
  agentId = (await shown()).id;
});
afterAll(async () => {
  evil.close();
  await live.stop();
});

async function shown(): Promise<{ readonly id: string }> {
  const { agent } = await live.admin.unary('AgentService.GetAgent', { id: 'evil' });
  return agent ?? expect.unreachable('the agent is gone');
}

const places = allPlaces().filter(({ rpc }) => rpc === 'SessionService.Session');
const encode = (message: object): Buffer => protos().call('SessionService.Session').request.encode(message);
/** Each process of an agent has another, so that nobody takes it for a copy. */
let boots = 0;

function hello(more: Partial<Hello> = {}): { readonly hello: object } {
  boots += 1;
  const message: Hello = {
    ...{ type: 'hello', agentId, bootId: `boot ${boots}`, sessionNumber: 1 },
    ...{ protocolVersion: PROTOCOL_VERSION, softwareVersion: '1.0.0', nodeVersion: 'v20', os: 'linux' },
    ...{ capabilities: ['switch.collect'], targetSlots: 10, attempts: [], time: 0 },
    ...{ outboxId: 'outbox', durableSeq: 0, acknowledgedSeq: 0, sealKey: undefined },
    ...more,
  };
  return { hello: agentMessageToWire(message).hello ?? expect.unreachable() };
}

/** Says the hello, then a message in which one field is odd; or a hello that is odd itself. */
function say(place: Place, value: unknown): Promise<RawEnd> {
  const [kind = ''] = place.path.split(/[.[{]/);
  const frames = kind === 'hello' ? [place.put(hello(), value)] : [hello(), place.put({}, value)];
  return evil.session(frames.map(encode));
}

const LONG = 'x'.repeat(200_000);
const STEERING = 'a\u0000\n\u001b[31m\u202eb';
const ODD: Readonly<Record<string, readonly unknown[]>> = {
  TYPE_STRING: [`${STEERING}${LONG}`, '__proto__'],
  TYPE_BYTES: [Buffer.alloc(0), Buffer.alloc(200_000, 255)],
  TYPE_INT32: [-1],
  TYPE_INT64: ['-1', '9223372036854775807'],
  TYPE_DOUBLE: [Number.NaN],
  TYPE_ENUM: [99],
  TYPE_BOOL: [true],
};

describe('what a hostile agent says', () => {
  test('ends its own session at worst, cleanly, and nothing of it stands in what people are shown', async () => {
    const keys = Object.getOwnPropertyNames(Object.prototype).length;
    for (const place of places) {
      for (const value of ODD[place.type] ?? expect.unreachable(`no odd values of ${place.type}`)) {
        const { code, message } = await say(place, value);
        const where = `${place.path} ${JSON.stringify(value).slice(0, 40)}`;
        expect([where, [UNKNOWN, INTERNAL].includes(code), hasSteering(message)]).toEqual([
          where,
          false,
          false,
        ]);
      }
      const text = JSON.stringify(await shown());
      expect([place.path, text.length < 2000, /[xX]{300}|\\u001b/.test(text)]).toEqual([
        place.path,
        true,
        false,
      ]);
    }
    expect(events.heard.filter(({ event }) => event === 'call.failed')).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(keys);
  });

  test('is heard again as soon as it is sane', async () => {
    const { code } = await evil.session([encode(hello())]);
    expect([code, await shown()]).toEqual([OK, expect.objectContaining({ version: '1.0.0', os: 'linux' })]);
  });

  test.each([
    ['softwareVersion', LONG],
    ['nodeVersion', STEERING],
    ['os', LONG],
    ['bootId', LONG],
    ['outboxId', LONG],
    ['capabilities', [LONG]],
    ['capabilities', Array.from({ length: 100_000 }, () => 'c')],
    ['attempts', Array.from({ length: 5000 }, () => ({ jobId: 'j', attempt: 1, state: 'running' }))],
    ['acknowledgedSeq', -1],
    ['labels', { rack: LONG }],
    ['labels', { rack: STEERING }],
    ['labels', { __proto_: 'x', 'A B': 'x' }],
    ['labels', Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`l${i}`, 'x']))],
  ] as const)('a hello whose %s is out of measure is refused by that name', async (field, value) => {
    const frame = encode(hello({ [field]: value }));
    const { code, message } = await evil.session([frame]);
    expect([code, message]).toEqual([
      INVALID_ARGUMENT,
      expect.stringContaining(`hello is refused: ${field} `),
    ]);
  });

  test('a certificate request that is none leaves it the certificate that it has', async () => {
    const frames = [hello(), { certificateRequested: { certificateRequest: Buffer.alloc(9000, 1) } }];
    const { code } = await evil.session(frames.map(encode));
    expect(code).toBe(OK);
    const told = events.heard.filter(({ event }) => event === 'certificate.not-issued').at(-1);
    expect(told?.fields['error']).toMatchObject({ code: 'INVALID_INPUT' });
  });
});
