/**
 * One minor version of skew, both ways. The fixture holds the bytes of every session message as a build of protocol
 * version 1 wrote them, and what that build read in them; it is never made anew. `session-1.proto` is what such a build
 * knows.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';
import { beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../shared/runtime/index.ts';
import { ready } from '../../shared/seal/index.ts';
import { protos } from '../../shared/transport/index.ts';
import {
  type AgentMessage,
  agentFromWire,
  agentMessageFromWire,
  agentMessageToWire,
  type ControllerMessage,
  controllerMessageFromWire,
  controllerMessageToWire,
} from '../../shared/wire/index.ts';
import { addSite, enrol, openRooms, settle } from './support/controller.ts';
import { FakeAgent } from './support/fake-agent.ts';

type Side = 'agent' | 'controller';

interface Recorded {
  readonly from: Side;
  /** Base64. */
  readonly bytes: string;
}

interface Fixture {
  readonly messages: readonly (Recorded & { readonly reads: AgentMessage | ControllerMessage })[];
  readonly newer: readonly (Recorded & { readonly what: string; readonly readsAs?: number })[];
  readonly unknownEnum: { readonly message: string; readonly bytes: string };
}

const FOLDER = fileURLToPath(new URL('../fixtures/protocol/', import.meta.url));
const fixture = JSON.parse(readFileSync(join(FOLDER, 'version-1.json'), 'utf8'), (_key, value: unknown) =>
  isBytes(value) ? new Uint8Array(Buffer.from(value.bytes, 'base64')) : value,
) as Fixture;

/** `{bytes: …}` and nothing else. */
function isBytes(value: unknown): value is { readonly bytes: string } {
  return value instanceof Object && 'bytes' in value && Object.keys(value).length === 1;
}

function bytesOf({ bytes }: { readonly bytes: string }): Buffer {
  return Buffer.from(bytes, 'base64');
}

function read({ from, ...recorded }: Recorded): AgentMessage | ControllerMessage | undefined {
  const { request, response } = protos().call('SessionService.Session');
  const message =
    from === 'agent'
      ? agentMessageFromWire(request.decode(bytesOf(recorded)) as never)
      : controllerMessageFromWire(response.decode(bytesOf(recorded)) as never);
  return message && plain(message);
}

/** Buffers as the byte arrays that the fixture has. */
function plain<T>(value: T): T {
  if (value instanceof Uint8Array) return new Uint8Array(value) as T;
  if (Array.isArray(value)) return value.map(plain) as T;
  if (!(value instanceof Object)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)])) as T;
}

function write(from: Side, message: AgentMessage | ControllerMessage): Buffer {
  const { request, response } = protos().call('SessionService.Session');
  return from === 'agent'
    ? request.encode(agentMessageToWire(message as AgentMessage))
    : response.encode(controllerMessageToWire(message as ControllerMessage));
}

const version1 = loadSync(join(FOLDER, 'session-1.proto'), {
  ...{ longs: String, enums: String, defaults: true, oneofs: true },
  includeDirs: [join(packageRoot(), 'proto')],
});

/** What a build of version 1 reads in the bytes. */
function asVersion1(from: Side, bytes: Uint8Array): { readonly message?: string } {
  const name = from === 'agent' ? 'SessionRequest' : 'SessionResponse';
  const type = version1[`wayside.v1.${name}`] as MessageTypeDefinition<object, object>;
  return type.deserialize(Buffer.from(bytes));
}

const named = fixture.messages.map((message) => [message.from, message.reads.type, message] as const);

describe('this version', () => {
  test.each(named)('reads what an %s of version 1 wrote: %s', (_from, _type, message) => {
    expect(read(message)).toEqual(message.reads);
  });

  test.each(named)('writes, from an %s, what version 1 reads as its own: %s', (from, _type, message) => {
    const ours = asVersion1(from, write(from, message.reads));
    expect(ours.message).toBeDefined();
    expect(ours).toEqual(asVersion1(from, bytesOf(message)));
  });

  test.each(fixture.newer.map((one) => [one.what, one.from, one] as const))(
    'gets along with %s (from the %s)',
    (_what, _from, one) => {
      const message = read(one);
      if (one.readsAs !== undefined) expect(message).toEqual(fixture.messages[one.readsAs]?.reads);
      else if (message?.type === 'jobEnded')
        expect(message).toMatchObject({ outcome: 'failed', error: { code: 'INTERNAL' } });
      else if (message?.type === 'jobOffered') expect(message.kind).toBeUndefined();
      else expect(message).toBeUndefined();
    },
  );

  test('reads a state that it does not know as the one that makes people look', () => {
    const { message, bytes } = fixture.unknownEnum;
    const decoded = protos().message(message).decode(Buffer.from(bytes, 'base64'));
    expect(agentFromWire(decoded as never)).toMatchObject({ id: 'a1', state: 'unreachable' });
  });
});

describe('an agent of version 1', () => {
  beforeAll(ready);

  test('is told nothing that it does not know, through a session with work, a drain and a goodbye', async () => {
    const rooms = openRooms();
    addSite(rooms, 'ams1', ['sw1']);
    enrol(rooms, 'a1', 'ams1');
    const hello = fixture.messages.find(({ reads }) => reads.type === 'hello')?.reads;
    if (hello?.type !== 'hello') throw new Error('the fixture has no hello');
    const agent = await FakeAgent.connect(rooms.hub, 'a1', {
      ...{ capabilities: hello.capabilities, protocolVersion: hello.protocolVersion, attempts: [] },
    });
    rooms.jobs.submit(
      {
        kind: 'collect',
        site: 'ams1',
        targets: [],
        mac: '',
        timeoutMs: 0,
        requestId: '',
        validateOnly: false,
      },
      { type: 'system', name: 'test' },
    );
    await settle();
    rooms.hub.takeOut('a1', {
      kind: 'drain',
      since: 0,
      by: 'user:ann',
      why: '',
      until: rooms.clock.now() + 1,
    });
    rooms.clock.advance(1);
    await agent.served;
    expect(agent.received.map(({ type }) => type)).toEqual(['welcome', 'jobOffered', 'goAway']);
    for (const message of agent.received) {
      const bytes = write('controller', message);
      const theirs = asVersion1('controller', bytes);
      expect(theirs.message).toBe(message.type);
    }
    expect(agent.heard('welcome')[0]).not.toHaveProperty('protocolMinor');
  });
});
