/** The switch driver and the runner before it, over real SSH at a simulated switch that can be changed. */

import type { DriverContext, HostKeyVerdict, Step, StepFate, Target } from '../../../agent/jobs/driver.ts';
import { Runner, type WriteRules } from '../../../agent/jobs/index.ts';
import { offer } from '../../../agent/jobs/testing/rig.ts';
import { ALL_WRITES } from '../../../agent/jobs/testing/rules.ts';
import {
  Attempts,
  type Db,
  Outbox,
  openAgentDatabase,
  Snapshots,
  WriteRows,
} from '../../../agent/store/index.ts';
import { createSwitchDriver } from '../../../agent/switch/index.ts';
import type { JobStep, JsonObject, Mac, PlanStep } from '../../../shared/model/index.ts';
import { seededRandom, silentLog, systemClock } from '../../../shared/runtime/index.ts';
import type { AgentMessage, JobEnded, JobTarget } from '../../../shared/wire/index.ts';
import type { LabDevice, LabPort, PlatformId } from '../../lab/campus/model.ts';
import { generateCampus } from '../../lab/campus.ts';
import { type SimulatedSwitch, type SwitchOptions, startSwitch } from '../../lab/ssh-switch.ts';

const campus = generateCampus({ seed: 11 });

export function accessSwitch(platform: PlatformId): LabDevice {
  const found = campus.devices.find((one) => one.platform === platform && one.tier === 'access');
  if (!found) throw new Error(`the campus has no ${platform}`);
  return found;
}

/** The address is nobody's at the switch. */
const NOBODY: readonly Mac[] = [];

export class SwitchRig {
  readonly simulated: SimulatedSwitch;
  readonly driver: ReturnType<typeof createSwitchDriver>;
  readonly target: Target;
  readonly context: DriverContext;

  static async start(
    of: PlatformId | LabDevice,
    options: SwitchOptions & { readonly ownMacs?: readonly Mac[] } = {},
  ): Promise<SwitchRig> {
    const { ownMacs = NOBODY, ...others } = options;
    const simulated = await startSwitch(typeof of === 'string' ? accessSwitch(of) : of, others);
    return new SwitchRig(simulated, ownMacs);
  }

  constructor(simulated: SimulatedSwitch, ownMacs: readonly Mac[] = NOBODY) {
    const { driver, target, context } = driverFor(simulated, { name: simulated.hostname, ownMacs });
    this.simulated = simulated;
    this.driver = driver;
    this.target = target;
    this.context = context;
  }

  /** Access ports with nothing behind them that switches. */
  get ports(): readonly LabPort[] {
    const { device } = this.simulated;
    const near = new Set(device.neighbours.map(({ port }) => port));
    return device.ports.filter(
      ({ mode, lag, name, state }) => mode === 'access' && !lag && !near.has(name) && state !== 'detached',
    );
  }

  port(name: string): LabPort | undefined {
    return this.simulated.device.ports.find((one) => one.name === name);
  }

  many(steps: readonly Step[], context: Partial<DriverContext> = {}): Promise<readonly StepFate[]> {
    return this.driver.changeMany(steps, this.target, { ...this.context, ...context });
  }

  verify(step: Step): Promise<string> {
    return this.driver.verify(step, this.target, this.context);
  }

  /** Lines that were typed at the switch, in all sessions. */
  get typed(): readonly string[] {
    return this.simulated.counters.commands.map(({ line }) => line);
  }

  async stop(): Promise<void> {
    await this.driver.stop();
    await this.simulated.stop();
  }
}

interface Door {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

export interface DriverAtDoor {
  readonly driver: ReturnType<typeof createSwitchDriver>;
  readonly target: Target;
  readonly context: DriverContext;
}

export function driverFor(
  { username, password, host: address, port }: Door,
  { name, ownMacs = NOBODY }: { readonly name: string; readonly ownMacs?: readonly Mac[] },
): DriverAtDoor {
  const driver = createSwitchDriver({
    ...{ clock: systemClock, log: silentLog, connects: { perDeviceMinute: 600 } },
    ownMacs: () => ownMacs,
  });
  const target: Target = {
    source: { site: 'ams1', kind: 'source', id: 'sw1' },
    ...{ name, address, port, platform: undefined, credential: 'switches' },
  };
  const check = (): HostKeyVerdict => 'known';
  const context: DriverContext = {
    ...{ clock: systemClock, log: silentLog, signal: new AbortController().signal },
    credentials: { open: () => ({ username, password, enablePassword: undefined, privateKey: undefined }) },
    hostKeys: { check },
    progress: () => undefined,
  };
  return { driver, target, context };
}

/** What a step wants of a port, from what the switch holds of it. */
export function portStep(no: number, port: LabPort, want: JsonObject, more: Partial<PlanStep> = {}): JobStep {
  const before: JsonObject = {
    ...{ mode: port.mode, accessVlan: port.vlan, adminUp: port.state !== 'disabled' },
    ...(port.description !== '' && { description: port.description }),
  };
  return planned(no, { kind: 'port', key: port.name, before, after: { ...before, ...want }, ...more });
}

export function vlanStep(no: number, vlan: number, more: Partial<PlanStep>): JobStep {
  return planned(no, { kind: 'vlan', key: String(vlan), before: null, after: null, ...more });
}

export function planned(no: number, more: Partial<PlanStep>): JobStep {
  const step = {
    ...{ no, action: 'update', standing: 'ready', store: 'ams1/source/sw1', name: '', site: 'ams1' },
    ...{ cause: { type: 'person', text: '' }, token: '', needs: [], noUndo: '', risk: 'low' },
    ...more,
  };
  const action = JSON.parse(JSON.stringify(step)) as JsonObject;
  return { id: String(no), source: { site: 'ams1', kind: 'source', id: 'sw1' }, action };
}

/** The agent's job machinery over that driver. */
export class SwitchAgent {
  readonly runner: Runner;
  readonly sent: AgentMessage[] = [];
  readonly db: Db;
  readonly outbox: Outbox;
  private readonly rig: SwitchRig;
  private wake: () => void = () => undefined;

  constructor(rig: SwitchRig, { db = openAgentDatabase(':memory:'), rules = ALL_WRITES }: AgentOptions = {}) {
    const [clock, random] = [systemClock, seededRandom(3)];
    const outbox = new Outbox({ db, clock, random, maxBytes: 1e9 });
    this.db = db;
    this.outbox = outbox;
    this.rig = rig;
    this.runner = new Runner({
      ...{ clock, log: silentLog, drivers: [rig.driver], outbox, epoch: () => 1 },
      attempts: new Attempts(db, clock),
      ...{ writes: new WriteRows(db), writeRules: rules, origin: () => undefined },
      snapshots: new Snapshots({ db, outbox, clock, random }),
      ...{ credentials: rig.context.credentials, hostKeys: rig.context.hostKeys, targetSlots: 4 },
      send: (message) => {
        this.sent.push(message);
        this.wake();
      },
    });
  }

  async apply(steps: readonly JobStep[]): Promise<JobEnded> {
    this.offer(steps);
    return this.ended();
  }

  offer(steps: readonly JobStep[]): void {
    this.runner.offer(
      offer({ kind: 'apply', timeoutMs: 3_600_000, targets: [this.rig.target as JobTarget], steps }),
    );
  }

  async ended(): Promise<JobEnded> {
    for (;;) {
      const end = this.sent.findLast((message) => message.type === 'jobEnded');
      if (end?.type === 'jobEnded') return end;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}

interface AgentOptions {
  readonly db?: Db;
  readonly rules?: WriteRules;
}
