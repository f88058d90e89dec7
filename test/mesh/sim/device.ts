/** The switches of the run, which change all the time, and the driver that reads them. It keeps watch over who works on what. */
import type { Driver, DriverContext, Target, TargetOutcome, Task } from '../../../agent/jobs/driver.ts';
import { WaysideError } from '../../../shared/errors.ts';
import { delay, type Random, randomInt } from '../../../shared/runtime/index.ts';
import { SimLog } from './log.ts';

const ADDRESSES_FIRST = 20;
const ADDRESSES_MAX = 36;
const PORTS = 48;
/** A device is let go of within this, when its reading is given up. */
export const LET_GO_MAX_MS = 4_000;
/** Most readings take so long at most; a stuck device keeps its reader for the other. */
const READING_MAX_MS = 4_000;
const SLOW_MAX_MS = 60_000;
const STUCK_MS = 150_000;

export class Device {
  readonly site: string;
  readonly name: string;
  /** By address. */
  readonly ports: Map<string, string> = new Map();
  private readonly random: Random;
  private made = 0;

  constructor(site: string, name: string, random: Random) {
    this.site = site;
    this.name = name;
    this.random = random;
    for (let i = 0; i < ADDRESSES_FIRST; i += 1) this.add();
  }

  /** Something is plugged in, moved or gone. */
  change(): void {
    const addresses = [...this.ports.keys()];
    const one = addresses[randomInt(this.random, addresses.length)];
    const what = this.random.float();
    if (one === undefined || (what < 0.4 && addresses.length < ADDRESSES_MAX)) this.add();
    else if (what < 0.7) this.ports.set(one, this.port());
    else this.ports.delete(one);
  }

  private add(): void {
    this.made += 1;
    this.ports.set(`${this.name}-${this.made}`, this.port());
  }

  private port(): string {
    return `Gi1/0/${1 + randomInt(this.random, PORTS)}`;
  }
}

export interface Run {
  readonly jobId: string;
  readonly agentId: string;
  /** One for all targets of one attempt. */
  readonly attempt: object;
  readonly isAlive: () => boolean;
}

export interface SimDriverDeps {
  readonly agentId: string;
  readonly isAlive: () => boolean;
  readonly random: Random;
  readonly device: (name: string) => Device;
  /** Work of this job began; to be called when it has let go. */
  readonly began: (run: Run) => () => void;
  readonly isCalm: () => boolean;
}

export class SimDriver implements Driver {
  readonly name = 'switch';
  readonly capabilities: readonly string[] = ['switch.collect', 'switch.lookup', 'switch.probe'];
  private readonly deps: SimDriverDeps;

  constructor(deps: SimDriverDeps) {
    this.deps = deps;
  }

  async run(task: Task, target: Target, context: DriverContext): Promise<TargetOutcome> {
    const { agentId, isAlive, random } = this.deps;
    const jobId = context.log instanceof SimLog ? String(context.log.fields['job']) : '';
    const ended = this.deps.began({ jobId, agentId, attempt: context.signal, isAlive });
    try {
      const startedAtMs = context.clock.now();
      await delay(context.clock, this.readingMs(), context.signal);
      context.progress('reading');
      await delay(context.clock, 1 + randomInt(random, 500), context.signal);
      return this.read(task, target, { startedAtMs, finishedAtMs: context.clock.now() });
    } catch (error) {
      if (context.signal.aborted) await delay(context.clock, randomInt(random, LET_GO_MAX_MS));
      throw error;
    } finally {
      ended();
    }
  }

  async stop(): Promise<void> {
    // Nothing is kept open.
  }

  private readingMs(): number {
    const { random, isCalm } = this.deps;
    const kind = isCalm() ? 1 : random.float();
    if (kind < 0.1) return STUCK_MS;
    return 1 + randomInt(random, kind < 0.2 ? SLOW_MAX_MS : READING_MAX_MS);
  }

  private read(
    task: Task,
    target: Target,
    times: { startedAtMs: number; finishedAtMs: number },
  ): TargetOutcome {
    const { random, isCalm } = this.deps;
    const device = this.deps.device(target.name);
    const luck = isCalm() ? 1 : random.float();
    if (luck < 0.05) throw new WaysideError('UNREACHABLE', 'no answer');
    if (task.kind !== 'collect') return { data: { rows: device.ports.size }, timings: {} };
    const all = [...device.ports].map(([mac, port]) => ({
      ...({ kind: 'sighting', nativeKey: mac } as const),
      sections: { fdb: { mac, port } },
    }));
    const isPart = luck < 0.1;
    const observations = isPart ? all.slice(0, Math.ceil(all.length / 2)) : all;
    const scan = {
      ...{ ...times, observations, coverage: isPart ? [] : (['sighting'] as const) },
      completeness: isPart
        ? ({ state: 'partial', code: 'CONNECTION_LOST', reason: 'the session broke' } as const)
        : ({ state: 'complete' } as const),
    };
    return { scan, data: { rows: observations.length }, timings: { read: 1 } };
  }
}
