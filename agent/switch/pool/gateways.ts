/**
 * Jump hosts: one connection to each carries the connections to all switches behind it. Both host keys are judged, that
 * of the jump host and, through it, that of the switch; the jump host sees neither the switch's credential nor its text.
 */
import type { Duplex } from 'node:stream';
import { WaysideError } from '../../../shared/errors.ts';
import { placeText } from '../../../shared/model/index.ts';
import {
  type Clock,
  Limiter,
  type Log,
  type Permit,
  type Timer,
  withDeadline,
} from '../../../shared/runtime/index.ts';
import type { Credential, HostKeyPort, Target } from '../../jobs/driver.ts';
import { FORWARDS_MAX, FORWARDS_WAITING_MAX, GATEWAY_IDLE_MS } from '../limits.ts';
import { connectGateway, type LinkFacts, type SshGateway } from '../ssh/client.ts';
import { whereOf } from '../where.ts';
import type { Asked, Profiles } from './profiles.ts';

export interface GatewayRequest {
  /** The jump host itself. */
  readonly jump: Target;
  readonly credential: Credential;
  readonly hostKeys: HostKeyPort;
  readonly connectTimeoutMs: number;
  /** Who speaks: a changed secret gets a connection of its own. */
  readonly identity: string;
  /** True: a login that was refused a moment ago is tried again. */
  readonly anew: boolean;
  readonly asked: Asked;
  /** What it is to dial. */
  readonly address: string;
  readonly port: number;
  readonly signal: AbortSignal;
}

export type ConnectGateway = typeof connectGateway;

export interface GatewayDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** What is remembered of jump hosts: hundreds of switches behind one must not each try a password that it refused. */
  readonly profiles: Profiles;
  readonly connect?: ConnectGateway;
}

interface Gateway {
  readonly limiter: Limiter;
  readonly link: Promise<SshGateway>;
  readonly abort: AbortController;
  idle: Timer | undefined;
}

export class Gateways {
  private readonly clock: Clock;
  private readonly log: Log;
  private readonly profiles: Profiles;
  private readonly connect: ConnectGateway;
  private readonly gateways = new Map<string, Gateway>();
  private stopped: WaysideError | undefined;

  constructor({ clock, log, profiles, connect = connectGateway }: GatewayDeps) {
    this.clock = clock;
    this.log = log;
    this.profiles = profiles;
    this.connect = connect;
  }

  /** Connections to jump hosts, those that are being made too. */
  get open(): number {
    return this.gateways.size;
  }

  /** Errors: those of the way to the jump host, UNREACHABLE behind it, QUEUE_FULL. */
  async dial(request: GatewayRequest): Promise<Duplex> {
    if (this.stopped) throw this.stopped;
    const { jump, identity, signal } = request;
    const key = `${jump.address}:${jump.port}|${identity}`;
    const gateway = this.gateways.get(key) ?? this.begin(key, request);
    gateway.idle?.cancel();
    let permit: Permit | undefined;
    let opened: Promise<Duplex> | undefined;
    try {
      permit = await gateway.limiter.acquire(signal);
      const link = await unlessAborted(gateway.link, signal);
      opened = link.forward(request.address, request.port);
      const stream = await this.inTime(opened, request);
      stream.once('close', () => this.release(key, gateway, permit));
      return stream;
    } catch (error) {
      const release = (): void => this.release(key, gateway, permit);
      // What comes too late holds its place to its end.
      if (opened)
        opened.then((late) => {
          late.once('close', release);
          late.destroy();
        }, release);
      else release();
      throw error;
    }
  }

  /** The jump host waits for a dead switch as long as its own system does: minutes. */
  private async inTime(opened: Promise<Duplex>, request: GatewayRequest): Promise<Duplex> {
    const { connectTimeoutMs: ms, jump, address, port, signal } = request;
    try {
      return await withDeadline(this.clock, { ms, what: 'dialling', signal }, () => opened);
    } catch (error) {
      if (signal.aborted || WaysideError.from(error).code !== 'TIMEOUT') throw error;
      const place = `${address}:${port}`;
      throw new WaysideError('UNREACHABLE', `${whereOf(jump)} did not reach ${place} within ${ms} ms`, {
        hint: 'Check that the switch is up, and that the jump host has a route to it',
        cause: error,
      });
    }
  }

  /** Closes all of them, whatever they carry. */
  async stop(): Promise<void> {
    this.stopped = new WaysideError('SHUTTING_DOWN', 'the agent is stopping');
    const all = [...this.gateways];
    await Promise.all(all.map(([key, gateway]) => this.end(key, gateway)));
  }

  private begin(
    key: string,
    { jump: target, credential, hostKeys, connectTimeoutMs, identity, anew, asked }: GatewayRequest,
  ): Gateway {
    const device = `jump host ${placeText(target)}`;
    if (!anew) this.profiles.checkRefusal(device, identity);
    this.profiles.checkOutage(device, asked);
    this.profiles.trying(device);
    const known = anew ? undefined : this.profiles.get(device);
    // Of its own, since others may come to wait for it when the first one leaves.
    const abort = new AbortController();
    const { signal } = abort;
    const link = this.connect({
      ...{ clock: this.clock, target, credential, hostKeys, signal, connectTimeoutMs },
      ...{ knownMethod: known?.authMethod, knownLegacy: known?.legacy },
    });
    link.then(
      ({ facts }) => this.learn(target, device, facts),
      (error: unknown) =>
        this.profiles.failed(device, {
          identity,
          error: WaysideError.from(error),
          calledOff: signal.aborted,
        }),
    );
    const name = `a connection by way of ${target.name}`;
    const limiter = new Limiter({ name, max: FORWARDS_MAX, waitingMax: FORWARDS_WAITING_MAX });
    const gateway: Gateway = { limiter, link, abort, idle: undefined };
    this.gateways.set(key, gateway);
    const leave = (): void => {
      gateway.idle?.cancel();
      if (this.gateways.get(key) === gateway) this.gateways.delete(key);
    };
    link.then(({ gone }) => gone).then(leave, leave);
    return gateway;
  }

  private learn({ name }: Target, device: string, { authMethod, legacy = [], hostKey }: LinkFacts): void {
    const before = this.profiles.get(device)?.legacy;
    this.profiles.learn(device, { platform: undefined, authMethod, legacy });
    if (legacy.length > 0 && before?.join() !== legacy.join())
      this.log.warn('switch.algorithms.outdated', { target: name, device, legacy });
    if (hostKey.verdict === 'pinned-now')
      this.log.info('switch.hostkey.pinned', { target: name, device, ...hostKey });
  }

  private release(key: string, gateway: Gateway, permit: Permit | undefined): void {
    permit?.release();
    if (this.gateways.get(key) !== gateway) return;
    if (gateway.limiter.active > 0 || gateway.limiter.waiting > 0) return;
    gateway.idle?.cancel();
    gateway.idle = this.clock.after(GATEWAY_IDLE_MS, () => void this.end(key, gateway));
  }

  private async end(key: string, gateway: Gateway): Promise<void> {
    gateway.idle?.cancel();
    if (this.gateways.get(key) === gateway) this.gateways.delete(key);
    gateway.abort.abort(this.stopped);
    const link = await gateway.link.catch(() => undefined);
    link?.close();
    await link?.gone;
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.finally(() => signal.removeEventListener('abort', onAbort)).then(resolve, reject);
  });
}
