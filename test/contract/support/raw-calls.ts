/** Calls as a client makes them that keeps to nothing: any bytes, of any size, to any rpc. */
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { CONTROLLER_TLS_NAME } from '../../../shared/seal/index.ts';
import { protos } from '../../../shared/transport/index.ts';

const CALL_MS = 20_000;

export interface RawEnd {
  /** The status, a number of gRPC. */
  readonly code: number;
  readonly message: string;
  /** All that came back, trailers too. */
  readonly bytes: number;
}

export interface RawClient {
  call(rpc: string, request: Buffer): Promise<RawEnd>;
  close(): void;
}

export function rawClient(address: string, caPem: string, token?: string): RawClient {
  const client = new Client(address, credentials.createSsl(Buffer.from(caPem)), {
    'grpc.max_send_message_length': -1,
  });
  const metadata = new Metadata();
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
  return {
    call: (rpc, request) => callRaw(client, rpc, { request, metadata }),
    close: () => client.close(),
  };
}

const same = (bytes: Buffer): Buffer => bytes;

/** The first answer of a stream is enough. */
function callRaw(
  client: Client,
  rpc: string,
  { request, metadata }: { readonly request: Buffer; readonly metadata: Metadata },
): Promise<RawEnd> {
  const { path, responseStream } = protos().call(rpc);
  const options = { deadline: Date.now() + CALL_MS };
  return new Promise((resolve) => {
    const failed = ({ code, details, metadata: trailers }: ServiceError): void => {
      const sizes = Object.values(trailers?.toJSON() ?? {}).flatMap((values) =>
        values.map(({ length }) => length),
      );
      resolve({ code, message: details, bytes: details.length + sizes.reduce((sum, size) => sum + size, 0) });
    };
    if (!responseStream) {
      client.makeUnaryRequest(path, same, same, request, metadata, options, (error, answer) =>
        error ? failed(error) : resolve({ code: 0, message: '', bytes: answer?.length ?? 0 }),
      );
      return;
    }
    const stream = client.makeServerStreamRequest(path, same, same, request, metadata, options);
    stream.on('error', failed);
    stream.on('data', (answer: Buffer) => {
      resolve({ code: 0, message: '', bytes: answer.length });
      stream.cancel();
    });
    stream.on('end', () => resolve({ code: 0, message: '', bytes: 0 }));
  });
}

export interface RawAgent {
  /** Sends the frames, ends, and gives back how the controller ended: by then it has handled them all. */
  session(frames: readonly Buffer[]): Promise<RawEnd>;
  close(): void;
}

export interface RawAgentOptions {
  readonly address: string;
  readonly caPem: string;
  readonly certificate: { readonly chain: readonly string[]; readonly privateKey: string };
}

export function rawAgent({ address, caPem, certificate }: RawAgentOptions): RawAgent {
  const { chain, privateKey } = certificate;
  const [ca = null, key = null, cert = null] = [caPem, privateKey, chain.join('\n')].map((text) =>
    Buffer.from(text),
  );
  const client = new Client(address, credentials.createSsl(ca, key, cert), {
    'grpc.ssl_target_name_override': CONTROLLER_TLS_NAME,
    'grpc.max_send_message_length': -1,
  });
  return { session: (frames) => sayAll(client, frames), close: () => client.close() };
}

function sayAll(client: Client, frames: readonly Buffer[]): Promise<RawEnd> {
  const { path } = protos().call('SessionService.Session');
  const call = client.makeBidiStreamRequest(path, same, same, { deadline: Date.now() + CALL_MS });
  return new Promise((resolve) => {
    let bytes = 0;
    call.on('data', (answer: Buffer) => {
      bytes += answer.length;
    });
    call.on('error', () => undefined);
    call.on('status', ({ code, details }) => resolve({ code, message: details, bytes }));
    for (const frame of frames) call.write(frame);
    call.end();
  });
}
