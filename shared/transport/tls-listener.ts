/**
 * The server's own TLS port. grpc-js could listen by itself, but then a caller with a certificate of a foreign CA looks
 * like one without any, a new certificate needs its experimental providers, and sockets can outlive a shutdown. Here the
 * handshake is ours, and finished connections are handed to the gRPC server.
 *
 * A client certificate is asked for and not required: agents show theirs, people send a token. What was shown is kept
 * by the two ends of the connection while it lives.
 */
import type { X509Certificate } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type SecureContextOptions, type Server, type TLSSocket } from 'node:tls';
import { WaysideError } from '../errors.ts';
import type { Log } from '../runtime/index.ts';
import { toPem } from './pem.ts';

/** As long as a caller waits: when a thousand come at once on a small machine, all of their handshakes end late. */
export const HANDSHAKE_TIMEOUT_MS = 30_000;
export const CONNECTIONS_MAX = 10_000;

const ALPN = 'h2';

/** PEM text or DER bytes, everywhere. */
export interface ServerTls {
  /** Leaf first. */
  readonly certificateChain: readonly (string | Uint8Array)[];
  readonly privateKey: string;
  /** The CAs whose client certificates count. */
  readonly clientCas: readonly (string | Uint8Array)[];
}

/** A client certificate that one of our CAs vouches for. */
export interface PeerCertificate {
  /** URIs of the subject alternative name: the identity. */
  readonly uris: readonly string[];
  /** Hex, upper case. */
  readonly serial: string;
  /** SHA-256 of the certificate, hex, lower case. */
  readonly fingerprint: string;
  readonly expiresAt: number;
  readonly der: Uint8Array;
}

/** What a connection has shown of itself; `refused` says why a certificate does not count. */
export interface TlsPeer {
  readonly certificate: PeerCertificate | undefined;
  readonly refused: WaysideError | undefined;
}

/** Both ends of a connection: the remote one alone is not unique on a host with several addresses. */
export interface ConnectionEnds {
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

export interface TlsListenerOptions {
  readonly tls: ServerTls;
  readonly log: Log;
  readonly onConnection: (socket: TLSSocket) => void;
}

function keyOf(ends: ConnectionEnds): string {
  return [ends.localAddress, ends.localPort, ends.remoteAddress, ends.remotePort].join(' ');
}

const NOBODY: TlsPeer = { certificate: undefined, refused: undefined };

export class TlsListener {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly peers = new Map<string, TlsPeer>();

  constructor(options: TlsListenerOptions) {
    this.server = createServer({
      ...contextOf(options.tls),
      requestCert: true,
      rejectUnauthorized: false,
      ALPNProtocols: [ALPN],
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      noDelay: true,
    });
    this.server.maxConnections = CONNECTIONS_MAX;
    this.server.on('connection', (socket) => this.track(socket));
    this.server.on('secureConnection', (socket) => this.accept(socket, options));
    this.server.on('tlsClientError', (error, socket) => {
      options.log.debug('connection.refused', { peer: socket.remoteAddress, reason: error.message });
      socket.destroy();
    });
  }

  /** Resolves with the port; port 0 takes a free one. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const fail = (cause: Error): void => reject(cannotListen(host, port, cause));
      this.server.once('error', fail);
      this.server.listen(port, host, () => {
        this.server.removeListener('error', fail);
        resolve((this.server.address() as AddressInfo).port);
      });
    });
  }

  /** New handshakes use the new material, all of it at once; open connections go on with the old. */
  setTls(tls: ServerTls): void {
    this.server.setSecureContext(contextOf(tls));
  }

  /** Who is at the other end of the connection. */
  peer(ends: ConnectionEnds): TlsPeer {
    return this.peers.get(keyOf(ends)) ?? NOBODY;
  }

  get connections(): number {
    return this.sockets.size;
  }

  /** Takes no new connections from now on; resolves when the last open one has gone. */
  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  async destroyConnections(): Promise<void> {
    const gone = [...this.sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(gone);
  }

  private track(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }

  private accept(socket: TLSSocket, options: TlsListenerOptions): void {
    // A connection that breaks is told to its calls; without a listener it would end the process.
    socket.on('error', (error) => options.log.debug('connection.broken', { reason: error.message }));
    if (socket.alpnProtocol !== ALPN || !socket.remoteAddress) {
      socket.destroy();
      return;
    }
    const key = keyOf(socket);
    const peer = peerOf(socket);
    this.peers.set(key, peer);
    socket.once('close', () => {
      if (this.peers.get(key) === peer) this.peers.delete(key);
    });
    options.onConnection(socket);
  }
}

function cannotListen(host: string, port: number, cause: Error): WaysideError {
  return new WaysideError('UNAVAILABLE', `cannot listen on ${host}:${port}: ${cause.message}`, {
    hint: 'Another process may hold the port, or the address is not one of this host',
    cause,
  });
}

function contextOf(tls: ServerTls): SecureContextOptions {
  return {
    cert: tls.certificateChain.map((certificate) => toPem(certificate)).join('\n'),
    key: tls.privateKey,
    ca: tls.clientCas.map((certificate) => toPem(certificate)),
    minVersion: 'TLSv1.2',
  };
}

function peerOf(socket: TLSSocket): TlsPeer {
  const shown = socket.getPeerX509Certificate();
  if (!shown) return NOBODY;
  if (socket.authorized) return { certificate: describe(shown), refused: undefined };
  return { certificate: undefined, refused: refusal(String(socket.authorizationError)) };
}

function refusal(reason: string): WaysideError {
  if (/EXPIRED|NOT_YET_VALID/.test(reason))
    return new WaysideError(
      'UNAUTHENTICATED',
      'the certificate shown is past its lifetime or not valid yet',
      {
        hint: 'An agent joins again with its bound key; check the clocks of both hosts',
        details: { reason },
      },
    );
  return new WaysideError('WRONG_CA', 'the certificate shown does not come from the CA of this controller', {
    hint: 'The agent belongs to another controller; enrol it here with a join token',
    details: { reason },
  });
}

function describe(certificate: X509Certificate): PeerCertificate {
  return {
    uris: uriNames(certificate.subjectAltName ?? ''),
    serial: certificate.serialNumber,
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    expiresAt: Date.parse(certificate.validTo),
    der: new Uint8Array(certificate.raw),
  };
}

/** Node prints names as `URI:a, DNS:b`, and one that holds a comma or quote as a JSON text. */
function uriNames(subjectAltName: string): string[] {
  const names = subjectAltName.matchAll(/(?:^|, )URI:("(?:[^"\\]|\\.)*"|[^,]*)/g);
  return [...names].map(([, name = '']) => (name.startsWith('"') ? String(JSON.parse(name)) : name));
}
