/** Equal addresses behind different jump hosts are different devices. */
import { describe, expect, it } from 'vitest';
import { ManualClock, silentLog } from '../../../shared/runtime/index.ts';
import { ScriptedDevice } from '../../../test/lab/scripted-device.ts';
import {
  credential,
  linkFacts,
  plainPlatform,
  target,
  trustingHostKeys,
} from '../../../test/lab/scripted-session.ts';
import type { Target } from '../../jobs/driver.ts';
import { createSwitchDriver } from '../driver.ts';
import { openSession, type SessionRequest } from './session.ts';

const TURNS_MAX = 500;
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

const jumpTo = (address: string): Target => ({
  ...{ ...target, platform: undefined },
  jump: { address, port: 22, credential: 'bastion' },
});
const answers = {
  ...{ 'terminal length 0': '', 'terminal width 511': '', 'show version': 'Plain OS 6\r\nModel P48\r\n' },
};

/** Time goes by while it works. */
async function passing<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => (isDone = true));
  done.catch(() => undefined);
  for (let turns = 0; !isDone && turns < TURNS_MAX; turns += 1) {
    await turn();
    clock.advance(100);
  }
  return done;
}

describe('a device behind a jump host', () => {
  it('shares nothing with one of the same address behind another: session, profile, outage, credential', async () => {
    const clock = new ManualClock();
    const asked: SessionRequest[] = [];
    const opened: string[] = [];
    const driver = createSwitchDriver({
      ...{ clock, log: silentLog },
      platforms: { find: () => plainPlatform, detect: () => plainPlatform },
      open: (request) => {
        asked.push(request);
        const channel = new ScriptedDevice({ answers, prompt: 'sw1#' }, { turn });
        return openSession(request, () => Promise.resolve({ facts: { ...linkFacts, legacy: [] }, channel }));
      },
    });
    const run = (at: Target): Promise<unknown> => passing(clock, runOnce(at));
    const runOnce = (at: Target): Promise<unknown> =>
      driver.run({ kind: 'probe', driver: 'switch' }, at, {
        ...{ clock, log: silentLog, signal: new AbortController().signal, hostKeys: trustingHostKeys },
        credentials: {
          open: (name, of) => {
            opened.push(`${name} ${of.address}`);
            return credential;
          },
        },
        rank: 'schedule',
        progress: () => undefined,
      });
    await run(jumpTo('10.9.9.1'));
    await run(jumpTo('10.9.9.2'));
    await run(target);
    expect(
      asked.map(({ platform, knownMethod, knownLegacy }) => [platform?.id, knownMethod, knownLegacy]),
    ).toEqual([
      [undefined, undefined, undefined],
      [undefined, undefined, undefined],
      ['plain', undefined, undefined],
    ]);
    expect(driver.stats()).toMatchObject({ opened: 3, idle: 3 });
    // The jump host's is opened for each run, so that one that was taken away counts no more; the target's is told.
    expect(opened).toEqual([
      ...['bastion 10.9.9.1', 'switches 10.0.0.1', 'bastion 10.9.9.2', 'switches 10.0.0.1'],
      'switches 10.0.0.1',
    ]);
    await run(jumpTo('10.9.9.1'));
    expect(asked.at(-1)).toMatchObject({
      platform: { id: 'plain' },
      knownMethod: 'password',
      knownLegacy: [],
    });
    await passing(clock, driver.stop());
  });
});
