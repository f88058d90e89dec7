/**
 * Switches that take back by themselves what is not confirmed: putting back is confirmed as the change is, and after a start
 * what waits there is settled before anything is said of it.
 */
import { afterEach, describe, expect, test } from 'vitest';
import type { DriverContext, StepFate } from '../../agent/jobs/driver.ts';
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import { anywayWords, type JobStep, type JsonObject } from '../../shared/model/index.ts';
import { ManualClock } from '../../shared/runtime/index.ts';
import { type ReplayDevice, type ReplayOptions, startReplay } from '../lab/replay/index.ts';
import { withPorts } from '../lab/replay/model.ts';
import { type DriverAtDoor, driverFor, planned } from './support/switch-rig.ts';

const WANTED = 'Desk7';
const CONFIRM_MS = 300_000;
const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one.stop();
});

class Bench {
  readonly device: ReplayDevice;
  private door: DriverAtDoor;

  static async start(id: string, options: ReplayOptions = {}): Promise<Bench> {
    const device = await startReplay(id, options);
    running.push(device);
    return new Bench(device);
  }

  constructor(device: ReplayDevice) {
    this.device = device;
    this.door = this.open();
  }

  /** What is known in memory is gone. */
  restart(): void {
    this.door = this.open();
  }

  many(steps: readonly JobStep[], context: Partial<DriverContext> = {}): Promise<readonly StepFate[]> {
    const { driver, target, context: own } = this.door;
    return driver.changeMany(steps, target, { ...own, ...context });
  }

  verify(step: JobStep): Promise<string> {
    const { driver, target, context } = this.door;
    return driver.verify(step, target, context);
  }

  /** No new connection is let through: as for a process that ends before it could prove anything. */
  get withoutProof(): Partial<DriverContext> {
    return { hostKeys: { check: () => 'mismatch' } };
  }

  /** The first port, as a live reading tells of it: another text, and shut. */
  async step(): Promise<JobStep> {
    const [{ name = '' } = {}] = [...this.device.model.running.ports.values()];
    const key = findPlatform(this.device.platform.id)?.portName?.(name) ?? name;
    const want = { description: WANTED, adminUp: false };
    const asked = { kind: 'port', key, after: { ...want, anyway: anywayWords } };
    const strange = { description: 'none of it', adminUp: true, anyway: anywayWords };
    const [fate] = await this.many([planned(1, { ...asked, before: strange })]);
    const found = fate?.state === 'not-done' ? (fate.error.details['found'] ?? '') : '';
    const { fields } = JSON.parse(found) as { readonly fields: JsonObject };
    // The recorded table of states is of another day than the configuration.
    const [first = ''] = this.device.model.running.ports.keys();
    const description = String(fields['description'] ?? '');
    this.device.model.running = withPorts(this.device.model.running, [first], { description });
    const before = { ...fields, anyway: anywayWords };
    return planned(1, { ...asked, before, after: { ...before, ...want } });
  }

  /** The connection ends when that line comes, before its answer does. */
  cutAt(pattern: RegExp): void {
    const { commands } = this.device.counters;
    const push = commands.push.bind(commands);
    let cuts = 0;
    commands.push = (...entries) => {
      if (entries.some(({ line }) => pattern.test(line)) && cuts === 0) {
        cuts += 1;
        this.device.dropConnections();
      }
      return push(...entries);
    };
  }

  /** Of the two fields, those that are as they were wanted. */
  get done(): readonly string[] {
    const [{ description, adminUp } = {}] = [...this.device.model.running.ports.values()];
    return [...(description === WANTED ? ['description'] : []), ...(adminUp === false ? ['adminUp'] : [])];
  }

  typed(pattern: RegExp): readonly string[] {
    const lines = this.device.counters.commands.map(({ line }) => line.replace(/\bwayside-\S+/, 'NAME'));
    return lines.filter((line) => pattern.test(line));
  }

  private open(): DriverAtDoor {
    const door = driverFor(this.device, { name: this.device.platform.id });
    running.push(door.driver);
    return door;
  }
}

const told = ([fate]: readonly StepFate[]): string =>
  !fate || fate.state === 'done' ? 'done' : `${fate.state} ${fate.error.code}: ${fate.error.message}`;
/** Lines that begin, end or take back what has a timer. */
const TIMERS = /^(?:commit|checkpoint|configure session|rollback)/;

const ALL = ['juniper_junos', 'arista_eos', 'aruba_aoscx'] as const;
const ONCE = {
  juniper_junos: ['commit confirmed 5', 'commit and-quit'],
  arista_eos: ['configure session NAME', 'commit timer 00:05:00', 'configure session NAME commit'],
  // One mark holds for all that is typed before it is confirmed.
  aruba_aoscx: ['checkpoint auto 5', 'checkpoint auto confirm'],
} as const;

describe.each(ALL)('a change of %s', (id) => {
  test('that did not come out as asked is put back under the timer, too, and confirmed', async () => {
    const one = await Bench.start(id);
    const { model } = one.device;
    const [key = ''] = model.running.ports.keys();
    const begin = model.goBackAfter.bind(model);
    // The port comes up again by itself, whatever it was told.
    let times = 0;
    model.goBackAfter = (...args) => {
      begin(...args);
      times += 1;
      if (times === 1 && id !== 'aruba_aoscx')
        setImmediate(() => {
          model.running = withPorts(model.running, [key], { adminUp: true });
        });
    };
    if (id === 'aruba_aoscx') one.device.setFaults({ deny: /^shutdown$/ });
    const fate = told(await one.many([await one.step()]));
    expect(fate).toMatch(/^not-done .*it was put back to what it was$/);
    expect(one.done).toEqual([]);
    expect(model.waiting).toBe(false);
    const twice = id === 'aruba_aoscx' ? ONCE[id] : [...ONCE[id], ...ONCE[id]];
    expect(one.typed(TIMERS)).toEqual(twice);
  });

  test('that a process left unconfirmed is confirmed by the next, and is there for good', async () => {
    const clock = new ManualClock();
    const one = await Bench.start(id, { clock });
    const step = await one.step();
    await one.many([step], one.withoutProof);
    expect(one.device.model.waiting).toBe(true);
    one.restart();
    expect(await one.verify(step)).toBe('done');
    clock.advance(CONFIRM_MS);
    expect(one.done).toEqual(['description', 'adminUp']);
    expect(await one.verify(step)).toBe('done');
  });

  test('of somebody else, or that is not there, is not confirmed by looking', async () => {
    const one = await Bench.start(id);
    const step = await one.step();
    one.device.model.goBackAfter(5, { alsoSaved: false });
    expect(await one.verify(step)).toBe('not-done');
    expect(one.device.model.waiting).toBe(true);
  });

  test('that the switch has taken back before the next process came is told as not done', async () => {
    const clock = new ManualClock();
    const one = await Bench.start(id, { clock });
    const step = await one.step();
    await one.many([step], one.withoutProof);
    clock.advance(CONFIRM_MS);
    one.restart();
    expect(await one.verify(step)).toBe('not-done');
    expect(one.done).toEqual([]);
  });

  test('that is on its way back keeps everything else from the switch, and is not confirmed by it', async () => {
    const one = await Bench.start(id);
    const step = await one.step();
    const fate = told(await one.many([step], one.withoutProof));
    expect(fate).toMatch(/^unknown OUTCOME_UNKNOWN: .*was not confirmed/);
    const lines = one.typed(/./).length;
    expect(told(await one.many([step]))).toMatch(/^not-done UNAVAILABLE: .*takes back by itself/);
    await expect(one.verify(step)).rejects.toThrow('takes back by itself');
    expect(one.typed(/./)).toHaveLength(lines);
    expect(one.device.model.waiting).toBe(true);
  });

  test('whose confirmation was cut off is asked for, and said as it is', async () => {
    const one = await Bench.start(id);
    const step = await one.step();
    one.cutAt(/^(?:commit and-quit|.* commit|.* confirm)$/);
    expect(told(await one.many([step]))).toMatch(/^ask CONNECTION_LOST/);
    expect(await one.verify(step)).toBe('done');
    expect(one.device.model.waiting).toBe(false);
  });
});

describe('a session of configuration that EOS kept half typed', () => {
  test('is dropped by the next process, never committed', async () => {
    const one = await Bench.start('arista_eos');
    const step = await one.step();
    one.cutAt(/^description/);
    expect(told(await one.many([step]))).toMatch(/^ask /);
    one.restart();
    expect(await one.verify(step)).toBe('not-done');
    expect(one.done).toEqual([]);
    expect(one.typed(TIMERS)).toEqual(['configure session NAME', 'configure session NAME abort']);
  });
});
