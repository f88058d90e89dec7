/** The controller that a load is for: one that it starts for itself, or one that runs. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSecretFile } from '../../../shared/config/index.ts';
import { WaysideError } from '../../../shared/errors.ts';
import { systemClock } from '../../../shared/runtime/index.ts';
import { type ApiClient, createClient } from '../../../shared/transport/index.ts';
import { Program } from '../../bench/program.ts';
import { freePort } from '../../mesh/free-port.ts';

export interface LoadController {
  /** `host:port`. */
  readonly address: string;
  /** As an admin. */
  readonly client: ApiClient;
  /** Of its process, when the load started it. */
  readonly pid: number | undefined;
  /** For clients in other processes; the token is an admin's. */
  readonly access: ControllerAccess;
  stop(): Promise<void>;
}

export interface ControllerAccess {
  readonly address: string;
  readonly ca: readonly string[];
  readonly token: string;
}

/** Error: INVALID_INPUT or SECRET_FILE_OPEN for the token file. */
export function controllerAt(where: {
  readonly address: string;
  readonly caFile: string;
  readonly tokenFile: string;
}): LoadController {
  const { address } = where;
  const ca = [readFileSync(where.caFile, 'utf8')];
  const access = { address, ca, token: readSecretFile(where.tokenFile).toString().trim() };
  const client = createClient({ ...access, clock: systemClock });
  return { address, client, access, pid: undefined, stop: async () => client.close() };
}

export interface StartOptions {
  /** More keys of `controller.yaml`. */
  readonly config?: object;
  /** For Node itself. */
  readonly nodeArgs?: readonly string[];
}

/** A controller of its own, in a folder that is gone when it stops. It keeps its port, for its agents know no other. */
export class OwnController implements LoadController {
  readonly address: string;
  readonly dir: string = mkdtempSync(join(tmpdir(), 'wayside-load-'));
  private readonly options: StartOptions;
  private nowProgram: Program | undefined;
  private nowClient: ApiClient | undefined;
  private nowAccess: ControllerAccess | undefined;

  private constructor(port: number, options: StartOptions) {
    this.address = `127.0.0.1:${port}`;
    this.options = options;
  }

  static async start(options: StartOptions = {}): Promise<OwnController> {
    const controller = new OwnController(await freePort(), options);
    try {
      await controller.start();
      return controller;
    } catch (error) {
      await controller.stop();
      throw error;
    }
  }

  get client(): ApiClient {
    return present(this.nowClient);
  }

  get program(): Program {
    return present(this.nowProgram);
  }

  get access(): ControllerAccess {
    return present(this.nowAccess);
  }

  get pid(): number {
    return this.program.pid;
  }

  get dataDir(): string {
    return join(this.dir, 'data');
  }

  async start(): Promise<void> {
    const { config, nodeArgs = [] } = this.options;
    const file = join(this.dir, 'controller.yaml');
    const listens = { api: { listen: this.address }, http: { listen: '127.0.0.1:0' } };
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ dataDir: this.dataDir, ...listens, ...config }), { mode: 0o600 });
    this.nowProgram = new Program({ file: 'controller/main.js', args: ['--config', file], nodeArgs });
    const ready = await this.nowProgram.event('controller.ready');
    this.nowClient?.close();
    this.nowAccess = {
      address: String(ready['address']),
      ca: [readFileSync(String(ready['caFile']), 'utf8')],
      token: readFileSync(String(ready['tokenFile']), 'utf8').trim(),
    };
    this.nowClient = createClient({ ...this.nowAccess, clock: systemClock });
  }

  async kill(): Promise<void> {
    await this.program.kill();
  }

  async stop(): Promise<void> {
    this.nowClient?.close();
    await this.nowProgram?.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new WaysideError('UNAVAILABLE', 'the controller of the load is not up');
  return value;
}
