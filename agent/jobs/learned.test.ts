import { expect, it } from 'vitest';
import type { RecordRef } from '../../shared/model/index.ts';
import { ManualClock, silentLog } from '../../shared/runtime/index.ts';
import type { SpooledScan } from '../store/index.ts';
import type { Driver, Known, Learned, Step } from './driver.ts';
import { type Done, LEARNED_SETTLE_MAX_MS, tellLearned } from './learned.ts';

const SW1: RecordRef = { site: 'ams1', kind: 'source', id: 'sw1' };
const SW2: RecordRef = { ...SW1, id: 'sw2' };
const SPOOLED: SpooledScan = { scanId: 's', outboxId: 'o', seq: 1, changes: 1 };
const step = (id: string): Step => ({ id, action: {} });

/** Each step adds its id to what is known of one port; `gone` takes the VLAN away. */
const knownAfter = ({ id }: Step, _source: RecordRef, known: Known): Learned => {
  if (id === 'gone') return { seen: [], gone: [{ kind: 'vlan', nativeKey: '77' }] };
  const told = String(known('port', 'p', 'status')?.['told'] ?? '');
  return {
    seen: [{ kind: 'port', nativeKey: 'p', sections: { status: { told: `${told}${id}` } } }],
    gone: [],
  };
};
const driver: Driver = {
  ...{ name: 'switch', capabilities: [], knownAfter },
  run: () => Promise.reject(new Error('is not asked')),
  stop: () => Promise.resolve(),
};

function rig({ fails = false, settled = (): Promise<void> => Promise.resolve() } = {}) {
  const clock = new ManualClock();
  const noted: [string, Learned][] = [];
  const note = (source: RecordRef, _epoch: number, learn: (known: Known) => Learned): SpooledScan => {
    if (fails) throw new Error('the disk is full');
    noted.push([source.id, learn(() => ({ told: '0' }))]);
    return SPOOLED;
  };
  const deps = { clock, log: silentLog, snapshots: { note }, outbox: { settled }, epoch: () => 1 };
  const tell = (done: readonly Done[]): Promise<void> =>
    tellLearned(deps, { driver, done, signal: new AbortController().signal });
  return { clock, noted, tell };
}

it('tells of each source once, and each step sees what those before it have changed', async () => {
  const { noted, tell } = rig();
  await tell([
    { source: SW1, step: step('a') },
    { source: SW2, step: step('x') },
    { source: SW1, step: step('gone') },
    { source: SW1, step: step('b') },
  ]);
  const port = (told: string) => ({ kind: 'port', nativeKey: 'p', sections: { status: { told } } });
  expect(noted).toEqual([
    ['sw1', { seen: [port('0ab')], gone: [{ kind: 'vlan', nativeKey: '77' }] }],
    ['sw2', { seen: [port('0x')], gone: [] }],
  ]);
});

it('waits for the controller no longer than its bound, and a full disk ends no change', async () => {
  let isAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const { clock, tell } = rig({
    settled: () => {
      isAsked();
      return new Promise(() => undefined);
    },
  });
  const told = tell([{ source: SW1, step: step('a') }]);
  await asked;
  clock.advance(LEARNED_SETTLE_MAX_MS);
  await told;
  await rig({ fails: true }).tell([{ source: SW1, step: step('a') }]);
});
