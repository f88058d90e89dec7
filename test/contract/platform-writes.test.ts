/**
 * The write recipes of every platform, typed by the real engine over SSH: what was wanted is read back in the words of
 * the platform, what was not saved is gone after a reboot, and what was not confirmed goes back by itself.
 */
import { describe, expect, test } from 'vitest';
import { joinConfigs } from '../../agent/switch/parse/index.ts';
import type {
  Command,
  Platform,
  PortChange,
  PortConfigRow,
  VlanRow,
  WriteLine,
  WriteRecipes,
} from '../../agent/switch/platform.ts';
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import { configure, type LineOutcome, runLines, troubleOf } from '../../agent/switch/ssh/configure.ts';
import type { Session } from '../../agent/switch/ssh/session.ts';
import { ManualClock } from '../../shared/runtime/index.ts';
import { type ReplayOptions, replayIds } from '../lab/replay/index.ts';
import { type ReplayBench, replayBench } from './support/replay-bench.ts';

const VLAN = 777;
const NAME = 'Lab777';
const MINUTES = 2;
const MINUTE_MS = 60_000;
const { signal } = new AbortController();

/** A session on a device, and what port work does with it. */
class Hand {
  readonly bench: ReplayBench;
  readonly session: Session;
  readonly platform: Platform;
  readonly write: WriteRecipes;
  /** Two ports that the device has side by side, in the short form. */
  readonly ports: readonly string[];

  constructor(bench: ReplayBench, session: Session) {
    const { platform } = session;
    if (!platform.write) throw new Error(`${platform.id} cannot be written`);
    this.bench = bench;
    this.session = session;
    this.platform = platform;
    this.write = platform.write;
    this.ports = [...bench.device.model.running.ports.values()]
      .slice(0, 2)
      .map(({ name }) => platform.portName?.(name) ?? name);
  }

  async change(lines: readonly WriteLine[], leave?: readonly WriteLine[]): Promise<void> {
    must(await this.try(lines, leave));
  }

  try(lines: readonly WriteLine[], leave?: readonly WriteLine[]): Promise<readonly LineOutcome[]> {
    const { session, platform, bench } = this;
    const options = { platform, redactor: bench.redactor, signal };
    return configure(session, lines, leave ? { ...options, leave } : options);
  }

  async type(lines: readonly WriteLine[]): Promise<void> {
    const { session, platform, bench } = this;
    must(await runLines(session, lines, { platform, redactor: bench.redactor, signal }));
  }

  /** All ports at once where the platform has ranges, else one by one. */
  async set(change: PortChange): Promise<void> {
    const before = await this.read();
    const { ports, write } = this;
    if (write.rangeMax > 1) return this.change(write.ports(ports, change, before));
    for (const port of ports) await this.change(write.ports([port], change, before));
  }

  async addVlan(): Promise<void> {
    const { write } = this;
    if (!write.vlan) throw new Error('no recipe for VLANs');
    const before = (await this.vlans()).find(({ vlan }) => vlan === VLAN);
    await this.change(write.vlan(VLAN, NAME, before));
  }

  vlans(): Promise<readonly VlanRow[]> {
    const [command] = this.platform.commands.vlans;
    return this.rows(command);
  }

  async read(): Promise<ReadonlyMap<string, PortConfigRow>> {
    const { portConfig, portVlans, portStatus } = this.platform;
    const all: PortConfigRow[] = [];
    for (const port of this.ports) {
      const rows = [
        ...(await this.rows(portConfig?.(port))),
        ...(portVlans ? await this.rows(portVlans(port)) : []),
      ];
      const found = joinConfigs(rows).find(({ name }) => name === port);
      if (!found) throw new Error(`${port} was not shown`);
      // RouterOS keeps a port's text and state beside its bridge.
      const state = found.adminUp === undefined ? (await this.rows(portStatus?.(port)))[0] : undefined;
      const { description, adminUp } = state ?? found;
      all.push({ ...found, description, adminUp });
    }
    return new Map(all.map((row) => [row.name, row]));
  }

  async shown(): Promise<readonly unknown[]> {
    return [...(await this.read()).values()].map(({ accessVlan, description, adminUp }) => ({
      accessVlan,
      description: description ?? '',
      adminUp,
    }));
  }

  private async rows<Row>(command: Command<Row> | undefined): Promise<readonly Row[]> {
    if (!command) throw new Error('nothing to ask');
    return (await this.session.ask(command, { redactor: this.bench.redactor, signal })).rows;
  }
}

function must(outcomes: readonly LineOutcome[]): void {
  expect(troubleOf(outcomes), JSON.stringify(outcomes)).toBeUndefined();
}

async function withHand<T>(id: string, options: ReplayOptions, work: (hand: Hand) => Promise<T>): Promise<T> {
  const bench = await replayBench(id, options);
  try {
    const session = await bench.session();
    const result = await work(new Hand(bench, session));
    await session.close();
    return result;
  } finally {
    await bench.stop();
  }
}

describe.each(replayIds)('%s', (id) => {
  test.concurrent('a new VLAN, an access VLAN, a description, shut and no shut are read back as wanted', () =>
    withHand(id, {}, async (hand) => {
      await hand.addVlan();
      expect(await hand.vlans()).toContainEqual(expect.objectContaining({ vlan: VLAN, name: NAME }));
      const first = { accessVlan: VLAN, description: 'desk 7', adminUp: false };
      await hand.set(first);
      expect(await hand.shown()).toEqual([first, first]);
      const next = { description: '', adminUp: true };
      await hand.set(next);
      expect(await hand.shown()).toEqual([
        { ...first, ...next },
        { ...first, ...next },
      ]);
      expect(hand.session.alive).toBe(true);
    }));

  test.concurrent('what is saved outlives a reboot, what is not does so only where changes keep themselves', () =>
    withHand(id, {}, async (hand) => {
      const { bench, write } = hand;
      const { model } = bench.device;
      const up = (): readonly boolean[] =>
        [...model.running.ports.values()].slice(0, 2).map(({ adminUp }) => adminUp);
      await hand.set({ adminUp: false });
      await hand.type(write.save);
      expect(model.unsaved).toBe(false);
      await hand.set({ adminUp: true });
      model.reboot();
      const keeps = write.save.length === 0;
      expect(up()).toEqual([keeps, keeps]);
    }));

  test.concurrent('a line that the device does not take is told, and the session is where it was', () =>
    withHand(id, {}, async (hand) => {
      const before = await hand.shown();
      const outcomes = await hand.try([{ line: 'frobnicate everything' }]);
      expect(troubleOf(outcomes)).toMatchObject({ code: 'COMMAND_REJECTED' });
      expect(hand.session.alive).toBe(true);
      expect(await hand.shown()).toEqual(before);
    }));
});

const confirming = replayIds.filter((id) => findPlatform(id)?.write?.commitConfirmed !== undefined);

describe.each(confirming)('%s takes back what is not confirmed', (id) => {
  async function commit(hand: Hand): Promise<NonNullable<WriteRecipes['commitConfirmed']>> {
    const { write, ports, platform } = hand;
    const { commitConfirmed } = write;
    if (!commitConfirmed) throw new Error('no commit-confirm');
    const { enter = write.enter, begin } = commitConfirmed;
    if (begin) await hand.type(begin(MINUTES));
    const { bench, session } = hand;
    const lines = write.ports(ports, { description: 'for a while' }, await hand.read());
    const leave = commitConfirmed.commit(MINUTES);
    must(
      await configure(session, lines, {
        platform: { ...platform, write: { ...write, enter } },
        ...{ redactor: bench.redactor, signal, leave: leave.length > 0 ? leave : write.leave },
      }),
    );
    return commitConfirmed;
  }
  const texts = ({ bench }: Hand): readonly string[] =>
    [...bench.device.model.running.ports.values()].slice(0, 2).map(({ description }) => description);

  test('after the minutes', () => {
    const clock = new ManualClock();
    return withHand(id, { clock }, async (hand) => {
      await commit(hand);
      expect(texts(hand)).toEqual(['for a while', 'for a while']);
      clock.advance(MINUTES * MINUTE_MS);
      expect(texts(hand)).toEqual(['', '']);
    });
  });

  test('but never what was confirmed in time', () => {
    const clock = new ManualClock();
    return withHand(id, { clock }, async (hand) => {
      const { confirm, enter } = await commit(hand);
      if (enter) await hand.type(confirm);
      else await hand.change([], confirm);
      clock.advance(MINUTES * MINUTE_MS);
      expect(texts(hand)).toEqual(['for a while', 'for a while']);
      expect(hand.bench.device.model.waiting).toBe(false);
    });
  });
});
