/** A device that no pack knows, through the driver: its words are kept, nothing is read from it, nothing is gone. */
import { describe, expect, it } from 'vitest';
import { macFromHex } from '../../../shared/model/index.ts';
import { silentLog, systemClock } from '../../../shared/runtime/index.ts';
import { ScriptedDevice } from '../../../test/lab/scripted-device.ts';
import { connectTo, credential, PASSWORD, target } from '../../../test/lab/scripted-session.ts';
import type { DriverContext, Task } from '../../jobs/driver.ts';
import { createSwitchDriver, type SwitchDriver } from '../driver.ts';
import { openSession } from '../ssh/session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const context: DriverContext = {
  ...{ clock: systemClock, log: silentLog, signal: new AbortController().signal },
  ...{
    credentials: { open: () => credential },
    hostKeys: { check: () => 'known' },
    progress: () => undefined,
  },
};
const unnamed = { ...target, platform: undefined };
const SAID = `Toaster 1.0\r\nsnmp-server community canary\r\nlogin with ${PASSWORD}\r\n`;

function toaster(): { readonly driver: SwitchDriver; readonly device: ScriptedDevice } {
  const script = { prompt: 'toaster#', answers: { 'show version': SAID, exit: '' } };
  const device = new ScriptedDevice(script, { turn });
  const driver = createSwitchDriver({
    ...{ clock: systemClock, log: silentLog },
    platforms: { find: () => undefined, detect: () => undefined },
    open: (request) => openSession(request, connectTo(device)),
  });
  return { driver, device };
}

describe('a device that no platform pack knows', () => {
  it('is probed all the same: its answer comes back with the word for it, secrets out', async () => {
    const { driver, device } = toaster();
    const { data } = await driver.run({ kind: 'probe', driver: 'switch' }, unnamed, context);
    expect(data).toMatchObject({
      platform: 'unknown',
      hostname: 'toaster',
      problem: expect.stringMatching(/^PLATFORM_UNKNOWN: .*Set the platform/),
      raw: [
        { command: '', text: '' },
        { command: 'show version', text: 'Toaster 1.0\nsnmp-server community [sealed]\nlogin with [sealed]' },
      ],
    });
    expect(device.typed).toBe('show version\r');
    await driver.stop();
  });

  it('is collected as a part of nothing: no kind is covered, so nothing is taken for gone', async () => {
    const { driver } = toaster();
    const { scan, data } = await driver.run({ kind: 'collect', driver: 'switch' }, unnamed, context);
    expect(scan).toMatchObject({
      completeness: { state: 'partial', code: 'PLATFORM_UNKNOWN' },
      ...{ coverage: [], observations: [] },
    });
    expect(data).toMatchObject({ platform: 'unknown', raw: [{}, { command: 'show version' }] });
    await driver.stop();
  });

  it('cannot be asked for an address or a port, and says why', async () => {
    const { driver } = toaster();
    const tasks: readonly Task[] = [
      { kind: 'lookup', driver: 'switch', mac: macFromHex('001122334455') },
      { kind: 'resolve', driver: 'switch', address: '10.0.0.5' },
      { kind: 'port', driver: 'switch', port: 'Gi1/0/1' },
    ];
    for (const task of tasks)
      await expect(driver.run(task, unnamed, context)).rejects.toMatchObject({ code: 'PLATFORM_UNKNOWN' });
    await driver.stop();
  });
});
