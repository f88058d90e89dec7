/**
 * A switch that answers over real SSH on loopback: its terminal, its limits and its bad days. Faults, latency and
 * load are switched at run time; the counters tell how it was treated.
 */
import { createServer, type Socket, type Server as TcpServer } from 'node:net';
import ssh2, { type Algorithms, type Server as SshServer } from 'ssh2';
import { type Clock, type Random, seededRandom, systemClock } from '../../shared/runtime/index.ts';
import type { LabDevice, PlatformId } from './campus/model.ts';
import { SwitchConfig } from './switch/config.ts';
import { type AuthMethod, type Login, serve } from './switch/connection.ts';
import { CpuMeter, freshCounters, type SwitchCounters } from './switch/counters.ts';
import { dialectFor } from './switch/dialect.ts';
import { FaultBox, type SwitchFaults } from './switch/faults.ts';
import { type HostKey, hostKeyFrom } from './switch/host-key.ts';
import { grammarOf } from './switch/session-commands.ts';
import { type ShellHost, ShellSession } from './switch/shell.ts';

const DEFAULT_USERNAME = 'admin';
const DEFAULT_PASSWORD = 'lab-password';
const DEFAULT_PAGE_LINES = 24;
const DEFAULT_ATTEMPTS_MAX = 3;
const RATE_WINDOW_MS = 60_000;

export interface SwitchOptions {
  readonly username?: string;
  readonly password?: string;
  /** `enable` asks for it; without one it asks for nothing. */
  readonly enablePassword?: string;
  /** Logins start at the `#` prompt. */
  readonly privileged?: boolean;
  readonly auth?: readonly AuthMethod[];
  readonly authAttemptsMax?: number;
  /** 0 is a free port. */
  readonly port?: number;
  readonly clock?: Clock;
  /** For the sizes of odd chunks. */
  readonly random?: Random;
  /** Thinking time before each answer. */
  readonly latencyMs?: number;
  /** Terminal lines; the platform's usual number unless told. */
  readonly sessionsMax?: number;
  /** New connections per minute; no limit unless told. */
  readonly connectsPerMinuteMax?: number;
  /** Lines per page until `terminal length`; 0 for no paging. */
  readonly pageLines?: number;
  /** Shown before authentication. */
  readonly banner?: string;
  /** Shown after login, before the first prompt. */
  readonly motd?: string;
  /** Instead of the Ed25519 key made from the serial number: an RSA key in PEM form, for example. */
  readonly hostKey?: HostKey;
  readonly ident?: string;
  /** Passed to the SSH server as they are. */
  readonly algorithms?: Algorithms;
  readonly faults?: SwitchFaults;
}

export async function startSwitch(device: LabDevice, options: SwitchOptions = {}): Promise<SimulatedSwitch> {
  const simulated = new SimulatedSwitch(device, options);
  await simulated.listen(options.port ?? 0);
  return simulated;
}

export class SimulatedSwitch {
  readonly host = '127.0.0.1';
  readonly platform: PlatformId;
  readonly counters: SwitchCounters = freshCounters();
  private readonly options: SwitchOptions;
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly login: Login;
  private readonly config: SwitchConfig;
  private readonly faultBox = new FaultBox();
  private readonly cpu: CpuMeter;
  private readonly shellHost: ShellHost;
  private readonly server: TcpServer;
  /** Open connections, each with its number. */
  private readonly sockets = new Map<Socket, number>();
  private readonly connectTimes: number[] = [];
  private ssh: SshServer;
  private key: HostKey;
  private keyGeneration = 1;
  private latency: number;
  private down = false;
  private bootedAtMs: number;

  constructor(device: LabDevice, options: SwitchOptions) {
    this.options = options;
    this.platform = device.platform;
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? seededRandom(1);
    this.latency = options.latencyMs ?? 0;
    this.login = {
      username: options.username ?? DEFAULT_USERNAME,
      password: options.password ?? DEFAULT_PASSWORD,
      methods: options.auth ?? ['password', 'keyboard-interactive'],
      attemptsMax: options.authAttemptsMax ?? DEFAULT_ATTEMPTS_MAX,
    };
    this.config = new SwitchConfig(device);
    this.cpu = new CpuMeter(this.clock);
    this.faultBox.set(options.faults ?? {});
    this.bootedAtMs = this.clock.monotonic() - device.uptimeMs;
    this.shellHost = this.makeShellHost(device);
    this.key = options.hostKey ?? hostKeyFrom(device.serial);
    this.ssh = this.makeSshServer();
    this.server = createServer({ noDelay: true }, (socket) => this.admit(socket));
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, this.host, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  get hostname(): string {
    return this.device.hostname;
  }

  /** The device with its running configuration. */
  get device(): LabDevice {
    return this.config.device;
  }

  get username(): string {
    return this.login.username;
  }

  get password(): string {
    return this.login.password;
  }

  /** `SHA256:…` of the host key that the next connection will see. */
  get fingerprint(): string {
    return this.key.fingerprint;
  }

  /** True while the running configuration differs from the saved one. */
  get unsaved(): boolean {
    return this.config.unsaved;
  }

  /** Replaces all faults; `{}` heals. */
  setFaults(faults: SwitchFaults): void {
    this.faultBox.set(faults);
  }

  setLatency(ms: number): void {
    this.latency = ms;
  }

  /** Makes the processor show this load; `undefined` shows what it really does. */
  setCpu(percent: number | undefined): void {
    this.cpu.fix(percent);
  }

  /** New tables, as of a campus where something changed; sessions and configuration stay. */
  load(device: LabDevice): void {
    this.config.load(device);
  }

  /** As after a swap of the hardware: the next connection sees another key. */
  changeHostKey(): void {
    this.keyGeneration += 1;
    this.key = hostKeyFrom(`${this.device.serial} ${this.keyGeneration}`);
    this.ssh = this.makeSshServer();
  }

  /** Cuts every open connection. */
  dropConnections(): void {
    for (const socket of this.sockets.keys()) socket.destroy();
  }

  /** Cuts every connection, forgets what was not saved, and refuses new ones for `downMs`. */
  reboot(options: { readonly downMs?: number } = {}): void {
    this.dropConnections();
    this.config.reboot();
    this.bootedAtMs = this.clock.monotonic();
    const { downMs = 0 } = options;
    if (downMs === 0) return;
    this.down = true;
    this.clock.after(downMs, () => {
      this.down = false;
      this.bootedAtMs = this.clock.monotonic();
    });
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.dropConnections();
    await closed;
  }

  private makeShellHost(device: LabDevice): ShellHost {
    const { options, clock, config, counters, cpu } = this;
    const dialect = dialectFor(device);
    return {
      dialect,
      grammar: grammarOf(dialect),
      config,
      clock,
      faults: this.faultBox,
      counters,
      cpu,
      enablePassword: options.enablePassword,
      pageLines: options.pageLines ?? DEFAULT_PAGE_LINES,
      loginMode: options.privileged ? 'privileged' : 'user',
      motd: options.motd,
      latencyMs: () => this.latency,
      uptimeMs: () => clock.monotonic() - this.bootedAtMs,
      busy: 0,
    };
  }

  private makeSshServer(): SshServer {
    const { banner, algorithms, ident = this.shellHost.dialect.ident } = this.options;
    const server = new ssh2.Server({
      hostKeys: [this.key.pem],
      ...(banner === undefined ? {} : { banner }),
      ...(algorithms === undefined ? {} : { algorithms }),
      ...(ident === undefined ? {} : { ident }),
    });
    server.on('connection', (connection, info) => {
      const [socket, number = 0] = [...this.sockets].find(([open]) => open.remotePort === info.port) ?? [];
      serve(connection, {
        host: this.shellHost,
        login: this.login,
        random: this.random,
        number,
        cut: () => socket?.destroy(),
        shell: (terminal) => new ShellSession(this.shellHost, terminal, number),
      });
    });
    return server;
  }

  /** Full lines and too many connects are refused as real gear does it: the connection closes without a banner. */
  private admit(socket: Socket): void {
    const { counters } = this;
    // A peer that resets the connection is normal here; 'close' follows and does the counting.
    socket.on('error', () => undefined);
    if (this.down) return void socket.destroy();
    const { silent, vtyFull } = this.faultBox.current;
    const linesMax = this.options.sessionsMax ?? this.shellHost.dialect.sessionsMax;
    if (this.overRate()) {
      counters.refusedRate += 1;
      return void socket.destroy();
    }
    if (vtyFull || counters.open >= linesMax) {
      counters.refusedFull += 1;
      return void socket.destroy();
    }
    counters.connections += 1;
    counters.open += 1;
    counters.openMax = Math.max(counters.openMax, counters.open);
    this.sockets.set(socket, counters.connections);
    socket.on('close', () => {
      counters.open -= 1;
      this.sockets.delete(socket);
    });
    if (silent) socket.resume();
    else this.ssh.injectSocket(socket);
  }

  private overRate(): boolean {
    const { connectsPerMinuteMax } = this.options;
    if (connectsPerMinuteMax === undefined) return false;
    const now = this.clock.monotonic();
    const { connectTimes } = this;
    while (connectTimes.length > 0 && (connectTimes[0] ?? now) <= now - RATE_WINDOW_MS) connectTimes.shift();
    if (connectTimes.length >= connectsPerMinuteMax) return true;
    connectTimes.push(now);
    return false;
  }
}
