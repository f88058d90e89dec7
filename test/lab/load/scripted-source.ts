/**
 * A switch that is nowhere: so many addresses on so many ports, from a seed. What it shows changes only when it is told
 * to. The driver beside it answers after a set time, and fails a set share of what it is asked.
 */
import type {
  Driver,
  DriverContext,
  Observation,
  Scan,
  Target,
  TargetOutcome,
  Task,
} from '../../../agent/jobs/index.ts';
import { WaysideError } from '../../../shared/errors.ts';
import {
  formatRef,
  type JsonObject,
  type Mac,
  macFromHex,
  type RecordRef,
} from '../../../shared/model/index.ts';
import { delay, type Random, randomInt } from '../../../shared/runtime/index.ts';

const PORTS = 48;
const VLANS = 20;
const MAC_BYTES = 6;
/** A MAC of no vendor, so that no one looks for its owner. */
const LOCAL_MAC = '02';

interface Row {
  readonly mac: Mac;
  readonly vlan: number;
  readonly port: string;
  readonly type: 'dynamic' | 'static';
}

export class ScriptedSource {
  readonly ref: RecordRef;
  private readonly switchRef: string;
  private readonly random: Random;
  private readonly rows: Row[];

  constructor(ref: RecordRef, rows: number, random: Random) {
    this.ref = ref;
    this.switchRef = formatRef({ ...ref, kind: 'switch' });
    this.random = random;
    this.rows = Array.from({ length: rows }, () => ({
      mac: macFromHex(LOCAL_MAC + Buffer.from(random.bytes(MAC_BYTES - 1)).toString('hex')),
      vlan: 1 + randomInt(random, VLANS),
      port: `Gi1/0/${1 + randomInt(random, PORTS)}`,
      type: 'dynamic',
    }));
  }

  /** So many rows say something else from now on, all of them at most. */
  change(count: number): void {
    const from = randomInt(this.random, Math.max(1, this.rows.length));
    for (let i = 0; i < Math.min(count, this.rows.length); i += 1) {
      const at = (from + i) % this.rows.length;
      const row = this.rows[at];
      if (row) this.rows[at] = { ...row, type: row.type === 'dynamic' ? 'static' : 'dynamic' };
    }
  }

  /** So many rows are gone. */
  forget(count: number): void {
    this.rows.splice(0, count);
  }

  observations(): Observation[] {
    return this.rows.map(({ mac, vlan, port, type }) => {
      const fdb: JsonObject = { switch: this.switchRef, mac, vlan, port, type };
      return { kind: 'sighting', nativeKey: `${mac}|${vlan}|${port}`, sections: { fdb } };
    });
  }

  scan(nowMs: number): Scan {
    return {
      ...{ startedAtMs: nowMs, finishedAtMs: nowMs, completeness: { state: 'complete' } },
      ...{ coverage: ['sighting'], observations: this.observations() },
    };
  }
}

export interface DriverScript {
  readonly random: Random;
  /** Each target takes so long. */
  readonly latencyMs: number;
  /** In [0, 1): this part of the targets does not answer. */
  readonly failureShare: number;
  /** Called when the work on a target begins. */
  readonly onStart: (target: Target) => void;
}

/** Plays the switch driver. */
export class ScriptedDriver implements Driver {
  readonly name = 'switch';
  readonly capabilities: readonly string[] = ['switch.collect', 'switch.lookup', 'switch.probe'];
  private readonly source: ScriptedSource;
  private readonly script: DriverScript;

  constructor(source: ScriptedSource, script: DriverScript) {
    this.source = source;
    this.script = script;
  }

  async run(task: Task, target: Target, { clock, signal }: DriverContext): Promise<TargetOutcome> {
    const { random, latencyMs, failureShare, onStart } = this.script;
    onStart(target);
    if (latencyMs > 0) await delay(clock, latencyMs, signal);
    if (random.float() < failureShare)
      throw new WaysideError('UNREACHABLE', `${target.name} plays dead, as the load was told to`);
    const timings = { command: latencyMs };
    if (task.kind === 'collect') return { scan: this.source.scan(clock.now()), data: {}, timings };
    return { data: task.kind === 'lookup' ? [] : { platform: 'scripted' }, timings };
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
