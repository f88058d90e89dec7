/** The real way to a controller for an agent that joins. */
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { parseAddress } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { type Clock, withDeadline } from '../../shared/runtime/index.ts';
import { CONTROLLER_TLS_NAME } from '../../shared/seal/index.ts';
import { createClient } from '../../shared/transport/index.ts';
import { enrolmentAnswerFromWire, enrolmentToWire, trustFromWire } from '../../shared/wire/index.ts';
import type { EnrolTransport } from './enrol.ts';

const HANDSHAKE_MAX_MS = 10_000;
const ENROL_MAX_MS = 30_000;
/** Longer chains are not ours. */
const CHAIN_MAX = 4;

export function createEnrolTransport(clock: Clock): EnrolTransport {
  return {
    serverChain: (address) =>
      withDeadline(clock, { ms: HANDSHAKE_MAX_MS, what: `the TLS handshake with ${address}` }, (signal) =>
        readServerChain(address, signal),
      ),
    trust: async (address, caPem) => {
      const client = createClient({ address, clock, ca: [caPem], serverName: CONTROLLER_TLS_NAME });
      try {
        return trustFromWire(
          await client.unary('EnrolmentService.GetTrust', {}, { timeoutMs: HANDSHAKE_MAX_MS }),
        );
      } finally {
        client.close();
      }
    },
    enrol: async (address, caPem, request) => {
      const client = createClient({ address, clock, ca: [caPem], serverName: CONTROLLER_TLS_NAME });
      try {
        const answer = await client.unary('EnrolmentService.Enrol', enrolmentToWire(request), {
          timeoutMs: ENROL_MAX_MS,
        });
        return enrolmentAnswerFromWire(answer);
      } finally {
        client.close();
      }
    },
  };
}

/** Only looks at what the server shows: no certificate is trusted, and nothing is sent over the connection. */
async function readServerChain(address: string, signal: AbortSignal): Promise<readonly Uint8Array[]> {
  const place = parseAddress(address);
  if (!place) throw new WaysideError('INVALID_INPUT', `"${address}" is not host:port`);
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({
      ...place,
      servername: CONTROLLER_TLS_NAME,
      ALPNProtocols: ['h2'],
      rejectUnauthorized: false,
    });
    const abort = (): void => void socket.destroy();
    signal.addEventListener('abort', abort, { once: true });
    socket.once('secureConnect', () => {
      resolve(chainOf(socket.getPeerCertificate(true)));
      socket.destroy();
    });
    socket.once('error', (cause) =>
      reject(new WaysideError('UNAVAILABLE', `no TLS connection: ${cause.message}`, { cause })),
    );
    socket.once('close', () => {
      signal.removeEventListener('abort', abort);
      reject(new WaysideError('UNAVAILABLE', 'the connection was closed before the handshake was complete'));
    });
  });
}

function chainOf(leaf: DetailedPeerCertificate): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  let next: DetailedPeerCertificate | undefined = leaf;
  while (next?.raw && chain.length < CHAIN_MAX) {
    chain.push(new Uint8Array(next.raw));
    // The last one is linked to itself.
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return chain;
}
