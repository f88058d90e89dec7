/**
 * A device of one of the sixteen platforms that answers over real SSH on loopback, from recordings and documented
 * texts. Its habits are the platform's: the way in, prompts, paging, error texts, configuration, what is lost at a reboot.
 */
import { createServer, type Socket, type Server as TcpServer } from 'node:net';
import ssh2, { type Algorithms, type Server as SshServer } from 'ssh2';
import { type Clock, type Random, seededRandom, systemClock } from '../../../shared/runtime/index.ts';
import { type Login, serve } from '../switch/connection.ts';
import { CpuMeter, freshCounters, type SwitchCounters } from '../switch/counters.ts';
import { FaultBox, type SwitchFaults } from '../switch/faults.ts';
import { type HostKey, hostKeyFrom } from '../switch/host-key.ts';
import { ReplayModel } from './model.ts';
import { replayPlatform } from './platforms/index.ts';
import type { ReplayPlatform } from './shape.ts';
import { type ReplayHost, ReplayShell } from './shell.ts';

const PAGE_LINES = 24;
const ATTEMPTS_MAX = 3;
const RATE_WINDOW_MS = 60_000;

export interface ReplayOptions {
  readonly username?: string;
  readonly password?: string;
  /** `enable` asks for it; without one it asks for nothing. */
  readonly enablePassword?: string;
  readonly port?: number;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly latencyMs?: number;
  readonly pageLines?: number;
  /** How lines end; `\r\n` unless told. */
  readonly newline?: string;
  /** A terminal so narrow wraps what is typed. */
  readonly wrapAt?: number;
  /** New connections a minute; more are refused without a word, as OS9 does. */
  readonly connectsPerMinuteMax?: number;
  readonly algorithms?: Algorithms;
  readonly faults?: SwitchFaults;
}

/** Throws NOT_FOUND for an id that is none of the sixteen. */
export async function startReplay(id: string, options: ReplayOptions = {}): Promise<ReplayDevice> {
  const device = new ReplayDevice(replayPlatform(id), options);
  await device.listen(options.port ?? 0);
  return device;
}

export class ReplayDevice {
  readonly host = '127.0.0.1';
  readonly platform: ReplayPlatform;
  readonly counters: SwitchCounters = freshCounters();
  readonly model: ReplayModel;
  readonly username: string;
  readonly password: string;
  private readonly options: ReplayOptions;
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly faultBox = new FaultBox();
  private readonly key: HostKey;
  private readonly shellHost: ReplayHost;
  private readonly cpu: CpuMeter;
  private readonly ssh: SshServer;
  private readonly server: TcpServer;
  private readonly sockets = new Map<Socket, number>();
  private connectTimes: readonly number[] = [];

  constructor(platform: ReplayPlatform, options: ReplayOptions) {
    const {
      clock = systemClock,
      random = seededRandom(1),
      username = 'admin',
      password = 'lab-password',
    } = options;
    this.platform = platform;
    this.options = options;
    this.clock = clock;
    this.random = random;
    this.username = username;
    this.password = password;
    this.model = new ReplayModel(platform.first, clock);
    this.faultBox.set(options.faults ?? {});
    this.cpu = new CpuMeter(clock);
    this.shellHost = this.makeShellHost();
    this.key = hostKeyFrom(`replay ${platform.id}`);
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

  get fingerprint(): string {
    return this.key.fingerprint;
  }

  /** Replaces all faults; `{}` heals. */
  setFaults(faults: SwitchFaults): void {
    this.faultBox.set(faults);
  }

  dropConnections(): void {
    for (const socket of this.sockets.keys()) socket.destroy();
  }

  /** Cuts every connection and forgets what was not saved. */
  reboot(): void {
    this.dropConnections();
    this.model.reboot();
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.dropConnections();
    this.model.confirmed();
    await closed;
  }

  private makeShellHost(): ReplayHost {
    const { options, platform } = this;
    return {
      platform,
      model: this.model,
      clock: this.clock,
      counters: this.counters,
      faults: this.faultBox,
      hostname: platform.hostname,
      username: this.username,
      password: this.password,
      enablePassword: options.enablePassword,
      pageLines: options.pageLines ?? PAGE_LINES,
      newline: options.newline ?? '\r\n',
      wrapAt: options.wrapAt,
      latencyMs: () => options.latencyMs ?? 0,
    };
  }

  private makeSshServer(): SshServer {
    const { algorithms } = this.options;
    const { platform } = this;
    const login: Login = {
      username: this.username,
      password: this.password,
      methods: platform.auth ?? ['password', 'keyboard-interactive'],
      attemptsMax: ATTEMPTS_MAX,
      ...(platform.userSuffix && { suffix: platform.userSuffix }),
    };
    const server = new ssh2.Server({ hostKeys: [this.key.pem], ...(algorithms && { algorithms }) });
    server.on('connection', (connection, info) => {
      const [socket, number = 0] = [...this.sockets].find(([open]) => open.remotePort === info.port) ?? [];
      const { clock, counters, faultBox: faults, cpu } = this;
      serve(connection, {
        host: { clock, counters, faults, cpu },
        login,
        random: this.random,
        number,
        cut: () => socket?.destroy(),
        shell: (terminal) => new ReplayShell(this.shellHost, terminal, number),
      });
    });
    return server;
  }

  private admit(socket: Socket): void {
    const { counters } = this;
    // A peer that resets the connection is normal here; 'close' follows and does the counting.
    socket.on('error', () => undefined);
    if (this.overRate()) {
      counters.refusedRate += 1;
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
    this.ssh.injectSocket(socket);
  }

  private overRate(): boolean {
    const { connectsPerMinuteMax } = this.options;
    if (connectsPerMinuteMax === undefined) return false;
    const now = this.clock.monotonic();
    this.connectTimes = this.connectTimes.filter((at) => at > now - RATE_WINDOW_MS);
    if (this.connectTimes.length >= connectsPerMinuteMax) return true;
    this.connectTimes = [...this.connectTimes, now];
    return false;
  }
}
