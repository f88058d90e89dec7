/** One suite for every carrier of a session: what a link promises holds over gRPC and TLS as well as in memory. */
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import {
  type AgentLink,
  type ControllerLink,
  type Link,
  memorySession,
  SEND_QUEUE_BYTES_MAX,
  SEND_QUEUE_MESSAGES_MAX,
} from '../../shared/transport/index.ts';
import type { AgentMessage, ControllerMessage, Delta } from '../../shared/wire/index.ts';
import { startProxy } from '../lab/proxy.ts';
import { errorFrom, sessionQueue, startRig } from './rig.ts';

interface Session {
  readonly agent: AgentLink;
  readonly controller: ControllerLink;
  /** Pulls the cable. */
  cut(): void;
}

const makers: Readonly<Record<string, () => Promise<Session>>> = {
  memory: async () => memorySession(),
  grpc: async () => {
    const sessions = sessionQueue();
    const rig = await startRig({ session: sessions.session });
    const proxy = await startProxy({ target: { port: rig.port } });
    onTestFinished(() => proxy.stop());
    const client = await rig.agentClient({ address: `127.0.0.1:${proxy.port}` });
    const agent = client.session();
    return { agent, controller: await sessions.next(), cut: () => proxy.cut() };
  },
};

const delta = (seq: number, bytes = 8): Delta => ({
  type: 'delta',
  outboxId: 'o1',
  seq,
  frame: Buffer.alloc(bytes, seq % 251),
  spoolTime: 1_700_000_000_000,
  sendTime: 1_700_000_000_001,
});

const acknowledged = (seq: number): ControllerMessage => ({
  type: 'deltaAcknowledged',
  outboxId: 'o1',
  seq,
  restart: false,
});

async function take<T>(link: Link<never, T>, count: number): Promise<T[]> {
  const messages: T[] = [];
  if (count === 0) return messages;
  for await (const message of link.receive()) {
    messages.push(message);
    if (messages.length === count) return messages;
  }
  return messages;
}

const takeAll = <T>(link: Link<never, T>): Promise<T[]> => take(link, Number.POSITIVE_INFINITY);

const seqOf = (message: AgentMessage | ControllerMessage): number => ('seq' in message ? message.seq : -1);

describe.each(Object.entries(makers))('a link over %s', (_, open) => {
  test('carries messages both ways in the order they were sent', async () => {
    const { agent, controller } = await open();
    const seqs = Array.from({ length: 200 }, (_, at) => at + 1);
    const [up, down] = await Promise.all([
      take(controller, seqs.length),
      take(agent, seqs.length),
      ...seqs.flatMap((seq) => [agent.send(delta(seq)), controller.send(acknowledged(seq))]),
    ]);
    expect(up.map(seqOf)).toEqual(seqs);
    expect(down.map(seqOf)).toEqual(seqs);
    expect(up[0]).toEqual(delta(1));
    expect(down[0]).toEqual(acknowledged(1));
  });

  test('carries a message of 1 MB and one of 5 MB in pieces, between small ones', async () => {
    const { agent, controller } = await open();
    const messages = [delta(1), delta(2, 1_000_000), delta(3), delta(4, 5_000_000), delta(5)];
    const [got] = await Promise.all([
      take(controller, messages.length),
      ...messages.map((message) => agent.send(message)),
    ]);
    expect(got.map(seqOf)).toEqual([1, 2, 3, 4, 5]);
    for (const [at, message] of got.entries()) {
      const sent = messages[at];
      if (message.type !== 'delta' || !sent) throw new Error('a delta was expected');
      expect(Buffer.compare(message.frame, sent.frame)).toBe(0);
    }
  });

  test('any run of messages of any size arrives as it was', async () => {
    const { agent, controller } = await open();
    const sizes = fc.array(fc.oneof(fc.nat(300), fc.integer({ min: 250_000, max: 600_000 })), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(sizes, async (bytes) => {
        const [got] = await Promise.all([
          take(controller, bytes.length),
          ...bytes.map((size, at) => agent.send(delta(at, size))),
        ]);
        expect(got.map((message) => message.type === 'delta' && message.frame.length)).toEqual(bytes);
      }),
      { numRuns: 15 },
    );
  });

  test('refuses a message over 16 MiB before any of it is sent, and lives on', async () => {
    const { agent, controller } = await open();
    const error = await errorFrom(agent.send(delta(1, 17_000_000)));
    expect(error).toMatchObject({ code: 'MESSAGE_TOO_LARGE', details: { limitBytes: '16777216' } });
    const [got] = await Promise.all([take(controller, 1), agent.send(delta(2))]);
    expect(got.map(seqOf)).toEqual([2]);
  });

  test('toward a reader that stands still, holds a bounded queue and refuses the rest', async () => {
    const { agent, controller } = await open();
    const outcomes: Promise<string>[] = [];
    const note = (sent: Promise<void>): void => {
      outcomes.push(
        sent.then(
          () => 'sent',
          (error: WaysideError) => error.code,
        ),
      );
    };
    // 64 MiB in all, sent without waiting for anything.
    for (let seq = 1; seq <= 512; seq += 1) note(agent.send(delta(seq, 131_072)));
    expect(agent.queuedBytes).toBeLessThanOrEqual(SEND_QUEUE_BYTES_MAX);
    const got: number[] = [];
    for await (const message of controller.receive()) {
      got.push(seqOf(message));
      if (agent.queuedBytes === 0) agent.close();
    }
    const codes = await Promise.all(outcomes);
    expect(new Set(codes)).toEqual(new Set(['sent', 'QUEUE_FULL']));
    const sent = codes.flatMap((code, at) => (code === 'sent' ? [at + 1] : []));
    expect(got).toEqual(sent);
    expect(sent.length).toBeLessThan(200);
  });

  test('bounds its queue in messages too', async () => {
    const { agent } = await open();
    const burst = Array.from({ length: SEND_QUEUE_MESSAGES_MAX + 200 }, (_, at) => agent.send(delta(at)));
    const refused = burst.map((sent) =>
      sent.then(
        () => undefined,
        (error: WaysideError) => error.code,
      ),
    );
    agent.close();
    const codes = await Promise.all(refused);
    expect(codes.at(-1)).toBe('QUEUE_FULL');
    expect(codes.filter((code) => code === 'QUEUE_FULL').length).toBeGreaterThan(150);
  });

  test('goes on where the reader left it', async () => {
    const { agent, controller } = await open();
    await Promise.all([1, 2, 3].map((seq) => agent.send(delta(seq))));
    expect((await take(controller, 1)).map(seqOf)).toEqual([1]);
    expect((await take(controller, 2)).map(seqOf)).toEqual([2, 3]);
  });

  test('closed by the agent, ends at both ends after what was sent', async () => {
    const { agent, controller } = await open();
    await agent.send(delta(1));
    agent.close();
    expect((await takeAll(controller)).map(seqOf)).toEqual([1]);
    expect(await Promise.all([agent.closed, controller.closed])).toEqual([undefined, undefined]);
    expect(agent.isClosed && controller.isClosed).toBe(true);
    expect((await errorFrom(agent.send(delta(2)))).code).toBe('UNAVAILABLE');
    expect((await errorFrom(controller.send(acknowledged(1)))).code).toBe('UNAVAILABLE');
  });

  test('closed by the controller with a reason, gives the agent what was sent and then that reason', async () => {
    const { agent, controller } = await open();
    const reason = new WaysideError('SESSION_REPLACED', 'a newer session took over', {
      hint: 'look for a clone',
      details: { agent: 'ams1-a' },
    });
    await controller.send(acknowledged(7));
    controller.close(reason);
    expect((await take(agent, 1)).map(seqOf)).toEqual([7]);
    expect(await errorFrom(takeAll(agent))).toEqual(reason);
    expect(await agent.closed).toEqual(reason);
    expect(await controller.closed).toBe(reason);
  });

  test('closed by the controller with a reason while it waits for the next message, gives that reason too', async () => {
    const { agent, controller } = await open();
    const [waiting, heard] = [take(controller, 1).catch(() => []), take(agent, 2)];
    await controller.send(acknowledged(1));
    controller.close(new WaysideError('SESSION_REPLACED', 'a newer one'));
    expect((await errorFrom(heard)).code).toBe('SESSION_REPLACED');
    expect(await waiting).toEqual([]);
  });

  test('closed by the agent with a reason, keeps it to itself and ends in order at the controller', async () => {
    const { agent, controller } = await open();
    const reason = new WaysideError('CONNECTION_LOST', 'no heartbeat');
    await agent.send(delta(1));
    agent.close(reason);
    expect((await takeAll(controller)).map(seqOf)).toEqual([1]);
    expect(await agent.closed).toBe(reason);
    expect(await controller.closed).toBeUndefined();
  });

  test('whose cable is pulled, is a lost connection to both ends, and nobody waits for ever', async () => {
    const { agent, controller, cut } = await open();
    const waiting = Array.from({ length: 100 }, (_, at) => errorFrom(agent.send(delta(at, 200_000))));
    // What the carrier has already taken is sent as far as the agent knows.
    const outcomes = Promise.allSettled(waiting);
    cut();
    const [up, down] = await Promise.all([errorFrom(takeAll(controller)), errorFrom(takeAll(agent))]);
    expect([up.code, down.code]).toEqual(['CONNECTION_LOST', 'CONNECTION_LOST']);
    const rejected = (await outcomes).flatMap((one) => (one.status === 'fulfilled' ? [one.value.code] : []));
    expect(rejected.length).toBeGreaterThan(0);
    expect(new Set([...rejected, 'CONNECTION_LOST', 'QUEUE_FULL'])).toEqual(
      new Set(['CONNECTION_LOST', 'QUEUE_FULL']),
    );
    expect((await agent.closed)?.code).toBe('CONNECTION_LOST');
    expect((await controller.closed)?.code).toBe('CONNECTION_LOST');
  });
});
