/** The client's side of the bare server: as many connections as there are agents, one stream on each. */
import { Client, type ClientDuplexStream, credentials } from '@grpc/grpc-js';
import { atOnce } from '../lab/load/index.ts';
import type { BareServer } from './bare-sessions-child.ts';
import { timed } from './figure.ts';
import { type Child, startChild } from './program.ts';

const same = (bytes: Buffer): Buffer => bytes;
const OPENED_AT_ONCE = 64;

export interface BareFigures {
  /** Until the last stream has had its answer, in milliseconds. */
  readonly connectMs: number;
  readonly memoryMb: number;
  /** From a call to the message that it makes the server write to some stream, in milliseconds. */
  readonly echoesMs: readonly number[];
  /** One call for each stream, all at once, until the last message. */
  readonly broadcastMs: number;
}

export async function measureBare(streams: number, echoes: number): Promise<BareFigures> {
  const server = await startChild<BareServer>('bare-sessions-child', {});
  const bare = new BareClients(server.answer, streams);
  try {
    return await bare.measure(server, echoes);
  } finally {
    bare.close();
    await server.stop();
  }
}

class BareClients {
  private readonly clients: readonly Client[];
  private readonly streams: ClientDuplexStream<Buffer, Buffer>[] = [];
  private readonly caller: Client;

  constructor(place: BareServer, count: number) {
    this.clients = Array.from({ length: count }, () => connect(place));
    this.caller = connect(place);
  }

  async measure(server: Child<BareServer>, echoes: number): Promise<BareFigures> {
    const connectMs = await timed(() =>
      atOnce(this.clients, OPENED_AT_ONCE, (client, at) => this.open(client, at)),
    );
    const echoesMs: number[] = [];
    for (let i = 0; i < echoes; i += 1)
      echoesMs.push(await timed(() => this.echo((i * 7) % this.clients.length)));
    const broadcastMs = await timed(() => Promise.all(this.clients.map((_client, at) => this.echo(at))));
    return { connectMs, memoryMb: await server.ask<number>({}), echoesMs, broadcastMs };
  }

  close(): void {
    for (const stream of this.streams) stream.cancel();
    for (const client of [...this.clients, this.caller]) client.close();
  }

  private async open(client: Client, at: number): Promise<void> {
    const stream = client.makeBidiStreamRequest<Buffer, Buffer>('/bare/Session', same, same);
    stream.on('error', () => undefined);
    this.streams[at] = stream;
    const heard = new Promise((resolve) => stream.once('data', resolve));
    stream.write(Buffer.from(String(at)));
    await heard;
  }

  private async echo(at: number): Promise<void> {
    const heard = new Promise((resolve) => this.streams[at]?.once('data', resolve));
    this.caller.makeUnaryRequest('/bare/Dispatch', same, same, Buffer.from(String(at)), () => undefined);
    await heard;
  }
}

function connect({ port, ca, certificate, key }: BareServer): Client {
  const secure = credentials.createSsl(Buffer.from(ca), Buffer.from(key), Buffer.from(certificate));
  return new Client(`127.0.0.1:${port}`, secure, {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.ssl_target_name_override': 'localhost',
  });
}
