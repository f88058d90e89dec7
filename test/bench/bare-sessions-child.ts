/**
 * A bare grpc-js server with client certificates and nothing behind it: it holds streams, and writes to one of them when
 * it is asked to. What a controller costs is held against it. Answers `memory` with its resident memory in MB.
 */
import { type handleBidiStreamingCall, type handleUnaryCall, Server, ServerCredentials } from '@grpc/grpc-js';
import { createTestCa } from '../contract/certificates.ts';
import { memoryOf } from './program.ts';

export interface BareServer {
  readonly port: number;
  readonly ca: string;
  /** PEM, of every client. */
  readonly certificate: string;
  readonly key: string;
}

const same = (bytes: Buffer): Buffer => bytes;
const shape = {
  requestSerialize: same,
  requestDeserialize: same,
  responseSerialize: same,
  responseDeserialize: same,
};
const streams = new Map<string, { write(bytes: Buffer): boolean }>();

const session: handleBidiStreamingCall<Buffer, Buffer> = (call) => {
  call.on('error', () => undefined);
  call.once('data', (name: Buffer) => {
    streams.set(name.toString(), call);
    call.write(name);
  });
};

const dispatch: handleUnaryCall<Buffer, Buffer> = ({ request }, answer) => {
  streams.get(request.toString())?.write(request);
  answer(null, request);
};

const ca = await createTestCa('bare');
const issued = await ca.issue({ dns: 'localhost', ip: '127.0.0.1' });
const client = await ca.issue({ uri: 'wayside://agent/bare' });
const server = new Server();
server.addService(
  {
    session: { path: '/bare/Session', requestStream: true, responseStream: true, ...shape },
    dispatch: { path: '/bare/Dispatch', requestStream: false, responseStream: false, ...shape },
  },
  { session, dispatch },
);
const credentials = ServerCredentials.createSsl(
  Buffer.from(pem(ca.certificate)),
  [
    {
      cert_chain: Buffer.from(issued.chain.map(pem).join('\n')),
      private_key: Buffer.from(issued.privateKey),
    },
  ],
  true,
);
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error) throw error;
  const place: BareServer = {
    ...{ port, ca: pem(ca.certificate), key: client.privateKey },
    certificate: client.chain.map(pem).join('\n'),
  };
  process.send?.(place);
});

function pem(one: string | Uint8Array): string {
  if (typeof one === 'string') return one;
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(one).toString('base64')}\n-----END CERTIFICATE-----\n`;
}

process.on('disconnect', () => process.exit(0));
process.on('message', () => process.send?.(memoryOf(process.pid).nowMb));
