/** A device that can be changed, and counts what reaches it. It lives on when the processes die that speak to it. */
import { WaysideError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/model/index.ts';
import type {
  ChangeOutcome,
  Driver,
  DriverContext,
  DriverName,
  ReadBack,
  Step,
  Target,
  TargetOutcome,
} from '../driver.ts';
import type { KillSwitch } from './kill-switch.ts';

/** What happens to a step on its way. */
export type Fate =
  | 'done'
  /** The device says no. */
  | 'refused'
  /** It is done, and the answer is lost. */
  | 'answer-lost'
  /** It never reaches the device. */
  | 'lost'
  /** It is done, and no answer comes until the channel is closed. */
  | 'silent';

export class ChangeDevice {
  /** Of the driver that speaks to it. */
  readonly name: DriverName;
  /** Step ids in the order in which they came. */
  readonly received: string[] = [];
  readonly done: Set<string> = new Set();
  fateOf: (id: string) => Fate = () => 'done';
  answer: (id: string) => Json = (id) => ({ said: id });
  /** What reading back says; by default the truth. A function may throw. */
  readBack: (id: string, truth: ReadBack) => ReadBack = (_, truth) => truth;

  constructor(name: DriverName = 'switch') {
    this.name = name;
  }

  /** One process that speaks to it. */
  driver(kill?: KillSwitch): ChangeDriver {
    return new ChangeDriver(this, kill);
  }
}

export class ChangeDriver implements Driver {
  readonly name: DriverName;
  readonly capabilities: readonly string[];
  private readonly device: ChangeDevice;
  private readonly kill: KillSwitch | undefined;
  private isUnplugged = false;
  private readonly holds = new Map<string, Promise<void>>();
  private readonly answers = new Map<string, Promise<void>>();

  constructor(device: ChangeDevice, kill: KillSwitch | undefined) {
    this.name = device.name;
    this.capabilities = [`${device.name}.probe`];
    this.device = device;
    this.kill = kill;
  }

  /** The step stays on its way until the function is called. */
  hold(id: string): () => void {
    return holdIn(this.holds, id);
  }

  /** The step is done, and its answer stays on its way until the function is called. */
  holdAnswer(id: string): () => void {
    return holdIn(this.answers, id);
  }

  /** The process is dead: nothing of it reaches the device any more. */
  unplug(): void {
    this.isUnplugged = true;
  }

  run(): Promise<TargetOutcome> {
    return Promise.resolve({ data: null, timings: {} });
  }

  async change({ id }: Step, _target: Target, { signal }: DriverContext): Promise<ChangeOutcome> {
    await this.kill?.wait(`${id} on its way`);
    await this.holds.get(id);
    if (this.isUnplugged) await new Promise<never>(() => undefined);
    const fate = this.device.fateOf(id);
    if (fate === 'lost') throw new WaysideError('CONNECTION_LOST', 'the line broke');
    this.device.received.push(id);
    if (fate === 'refused') throw new WaysideError('INVALID_INPUT', 'the device says no');
    this.device.done.add(id);
    await this.answers.get(id);
    if (fate === 'silent') await untilClosed(signal);
    await this.kill?.wait(`${id} at the device`);
    if (fate === 'answer-lost') throw new WaysideError('CONNECTION_LOST', 'the line broke');
    return { data: this.device.answer(id), timings: { command: 3 } };
  }

  async verify({ id }: Step): Promise<ReadBack> {
    await this.kill?.wait(`${id} read back`);
    return this.device.readBack(id, this.device.done.has(id) ? 'done' : 'not-done');
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

function holdIn(holds: Map<string, Promise<void>>, id: string): () => void {
  let release = (): void => undefined;
  holds.set(
    id,
    new Promise((resolve) => {
      release = resolve;
    }),
  );
  return () => release();
}

async function untilClosed(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  throw signal.reason;
}
