/**
 * The gRPC server: our services from typed handler tables, health and reflection beside them, one gate before all, TLS
 * always. Everything it runs it can end: at stop each stream gets a status, then the connections go.
 */
import { Server, ServerCredentials, type ServiceDefinition, type UntypedHandleCall } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import { WaysideError } from '../errors.ts';
import type { Clock, Log } from '../runtime/index.ts';
import type { ServiceName } from '../wire/index.ts';
import type { CallEnd, Caller, FollowStream, ResolvePrincipal } from './calls.ts';
import { Gate } from './gate.ts';
import {
  type ApiHandlers,
  type CallDeps,
  runSession,
  runStream,
  runUnary,
  type SessionHandler,
} from './handlers.ts';
import { KEEPALIVE, type Keepalive, serverOptions } from './options.ts';
import { type CallShape, protos, rawDescriptors } from './protos.ts';
import { type ServerTls, TlsListener } from './tls-listener.ts';

const PACKAGE = 'wayside.v1';

export interface ApiServerOptions {
  readonly tls: ServerTls;
  readonly clock: Clock;
  readonly log: Log;
  /** Services that are not here do not exist at this server. */
  readonly handlers: Partial<ApiHandlers>;
  readonly session?: SessionHandler;
  /** Asked for every call, health and reflection too. */
  readonly resolvePrincipal: ResolvePrincipal;
  /** Told of every stream that people open; see `FollowStream`. */
  readonly follow?: FollowStream;
  readonly onCall?: (end: CallEnd) => void;
  /** Told of each call that the gate refused. */
  readonly onRefused?: (caller: Caller, error: WaysideError) => void;
  readonly keepalive?: Keepalive;
}

export interface ApiServer {
  /** Resolves with the port once it takes calls; port 0 takes a free one. */
  listen(host: string, port: number): Promise<number>;
  /** New connections see the new certificate and CAs; open ones live on. */
  setTls(tls: ServerTls): void;
  /** What health says, of one service or, without a name, of the whole. */
  setServing(serving: boolean, service?: ServiceName | 'SessionService'): void;
  /** Refuses new calls, ends every stream with SHUTTING_DOWN, lets the rest finish for `graceMs`, then closes all. */
  stop(options: { readonly graceMs: number }): Promise<void>;
  readonly connections: number;
  /** Streams and sessions under way. */
  readonly streams: number;
}

export function createServer(options: ApiServerOptions): ApiServer {
  return new GrpcServer(options);
}

class GrpcServer implements ApiServer {
  private readonly options: ApiServerOptions;
  private readonly gate: Gate;
  private readonly listener: TlsListener;
  private readonly grpc: Server;
  private readonly health: HealthImplementation;
  private readonly services: readonly string[];
  private readonly live: CallDeps['live'] = new Set();
  private stopping: Promise<void> | undefined;

  constructor(options: ApiServerOptions) {
    const { clock, log } = options;
    this.options = options;
    this.gate = new Gate({
      clock,
      log,
      resolvePrincipal: options.resolvePrincipal,
      peer: (ends) => this.listener.peer(ends),
      onCall: options.onCall ?? (() => undefined),
      onRefused: options.onRefused ?? (() => undefined),
    });
    this.grpc = new Server({
      ...serverOptions(options.keepalive ?? KEEPALIVE),
      interceptors: [this.gate.interceptor],
    });
    const injector = this.grpc.createConnectionInjector(ServerCredentials.createInsecure());
    this.listener = new TlsListener({
      tls: options.tls,
      log,
      onConnection: (socket) => injector.injectConnection(socket),
    });
    this.services = this.addServices();
    this.health = new HealthImplementation(
      Object.fromEntries(['', ...this.services].map((name) => [name, 'SERVING' as const])),
    );
    this.health.addToServer(this.grpc);
    this.addReflection();
  }

  get connections(): number {
    return this.listener.connections;
  }

  get streams(): number {
    return this.live.size;
  }

  listen(host: string, port: number): Promise<number> {
    return this.listener.listen(host, port);
  }

  setTls(tls: ServerTls): void {
    this.listener.setTls(tls);
  }

  setServing(serving: boolean, service?: string): void {
    const name = service === undefined ? '' : `${PACKAGE}.${service}`;
    this.health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
  }

  stop({ graceMs }: { readonly graceMs: number }): Promise<void> {
    this.stopping ??= this.stopOnce(graceMs);
    return this.stopping;
  }

  private async stopOnce(graceMs: number): Promise<void> {
    const reason = new WaysideError('SHUTTING_DOWN', 'the controller is stopping');
    this.gate.close(reason);
    for (const name of ['', ...this.services]) this.health.setStatus(name, 'NOT_SERVING');
    const closed = this.listener.close();
    for (const end of this.live) end(reason);
    await this.drained(graceMs);
    await this.listener.destroyConnections();
    this.grpc.forceShutdown();
    await closed;
  }

  /** Until every connection has gone by itself, or the time is up. */
  private drained(graceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.options.clock.after(graceMs, resolve);
      this.grpc.tryShutdown(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  /** Gives back the full names of the services. */
  private addServices(): string[] {
    const { clock, log, session } = this.options;
    const contextOf: CallDeps['contextOf'] = (metadata) => this.gate.contextOf(metadata);
    const deps: CallDeps = { clock, log, contextOf, live: this.live, follow: this.options.follow ?? alone };
    const tables: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
      ...this.options.handlers,
      ...(session && { SessionService: { Session: session } }),
    };
    return Object.entries(tables).map(([service, table]) => {
      const methods = protos().services.get(service) ?? [];
      this.grpc.addService(
        Object.fromEntries(methods.map((name) => [name, rawDefinition(shapeOf(service, name))])),
        Object.fromEntries(
          methods.map((name) => [name, runHandler(deps, shapeOf(service, name), table[name])]),
        ),
      );
      return `${PACKAGE}.${service}`;
    });
  }

  private addReflection(): void {
    const raw = { descriptors: { fileDescriptorProtos: rawDescriptors() } };
    const reflection = new ReflectionService(raw as never, { services: [...this.services] });
    reflection.addToServer(this.grpc);
  }
}

/** Nobody ends streams from outside. */
const alone: FollowStream = () => () => undefined;

function shapeOf(service: string, name: string): CallShape {
  return protos().call(`${service}.${name}`);
}

/** The table's types have made sure that each handler is of its call's kind. */
function runHandler(deps: CallDeps, shape: CallShape, handler: unknown): UntypedHandleCall {
  if (shape.requestStream) return runSession(deps, handler as SessionHandler);
  return shape.responseStream ? runStream(deps, shape, handler) : runUnary(deps, shape, handler);
}

/** Messages go through as bytes: the handlers encode and decode, where errors get their names. */
function rawDefinition(shape: CallShape): ServiceDefinition[string] {
  const same = (bytes: Buffer): Buffer => bytes;
  const { path, requestStream, responseStream } = shape;
  return {
    path,
    requestStream,
    responseStream,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}
