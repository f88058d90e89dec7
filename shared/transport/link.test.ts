/** What a link does with frames that no link of ours would send, and with a pipe that does not take more. */
import { describe, expect, test } from 'vitest';
import { WaysideError } from '../errors.ts';
import type { AgentMessage } from '../wire/index.ts';
import { createLink, type Link } from './link.ts';
import { type MemoryPipes, memoryPipes } from './memory.ts';
import { protos } from './protos.ts';
import { controllerCodec } from './session-codec.ts';

function rawAgent(): MemoryPipes & { controller: Link<unknown, AgentMessage> } {
  const pipes = memoryPipes();
  return { ...pipes, controller: createLink(pipes.server, controllerCodec()) };
}

const frame = (message: object): Buffer => protos().call('SessionService.Session').request.encode(message);
const accepted = frame({ jobAccepted: { jobId: 'j1', attempt: 1 } });

async function takeAll<T>(link: Link<unknown, T>): Promise<T[]> {
  const messages: T[] = [];
  for await (const message of link.receive()) messages.push(message);
  return messages;
}

describe('a link', () => {
  test('skips messages that a newer peer may send', async () => {
    const { client, controller } = rawAgent();
    // Field 99, of bytes: what a message looks like that was invented after us.
    client.write(Uint8Array.from([0x9a, 0x06, 0x02, 0x08, 0x01]));
    client.write(accepted);
    client.end();
    expect(await takeAll(controller)).toEqual([{ type: 'jobAccepted', jobId: 'j1', attempt: 1 }]);
  });

  test.each<[string, Uint8Array[]]>([
    ['bytes that are no message', [Uint8Array.from([0xff, 0xff, 0xff, 0xff])]],
    ['a reference that cannot be', [frame({ jobEnded: { targets: [{ source: { site: '../x' } }] } })]],
    ['a number that JavaScript would round', [frame({ delta: { seq: '9007199254740993' } })]],
    ['a piece out of order', [frame({ chunk: { messageNumber: 1, index: 5, part: Buffer.from('x') } })]],
    [
      'a message amid the pieces of another',
      [frame({ chunk: { messageNumber: 1, index: 0, part: Buffer.from('x') } }), accepted],
    ],
    [
      'a piece that holds pieces',
      [
        frame({
          chunk: {
            messageNumber: 1,
            index: 0,
            last: true,
            part: frame({ chunk: { messageNumber: 2, index: 0, last: true, part: Buffer.from('x') } }),
          },
        }),
      ],
    ],
  ])('ends at %s, and tells both ends why', async (_, frames) => {
    const { client, controller } = rawAgent();
    for (const bytes of frames) client.write(bytes);
    const invalid = expect.objectContaining({ code: 'INVALID_INPUT' });
    await expect(takeAll(controller)).rejects.toThrow(invalid);
    expect(await controller.closed).toEqual(invalid);
    await expect(client.read()).rejects.toThrow(invalid);
  });

  test('sends nothing more while the pipe says wait, and goes on in order when it does not', async () => {
    const { client, controller } = rawAgent();
    const sent: number[] = [];
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const message = { type: 'jobEndAcknowledged', jobId: 'j', attempt };
      void controller.send(message).then(() => sent.push(attempt));
    }
    await new Promise((resolve) => setImmediate(resolve));
    const before = sent.length;
    expect(before).toBeLessThan(20);
    for (let read = 0; read < 100; read += 1) await client.read();
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual(Array.from({ length: 100 }, (_, at) => at));
  });

  test('that ends because it is full says of what waits that the way broke, for some of it may have left', async () => {
    const { controller } = rawAgent();
    const message = { type: 'jobEndAcknowledged', jobId: 'j', attempt: 1 };
    const sent = Array.from({ length: 100 }, () => controller.send(message));
    await new Promise((resolve) => setImmediate(resolve));
    controller.close(new WaysideError('QUEUE_FULL', 'the other side does not keep up'));
    const ends = await Promise.allSettled(sent);
    const codes = ends.map((end) => (end.status === 'rejected' ? WaysideError.from(end.reason).code : 'OK'));
    expect([...new Set(codes)]).toEqual(['OK', 'CONNECTION_LOST']);
  });
});
