import { describe, expect, it } from 'vitest';
import { parseMac } from '../../../shared/model/index.ts';
import { ManualClock, silentLog } from '../../../shared/runtime/index.ts';
import { type DeviceScript, ScriptedDevice } from '../../../test/lab/scripted-device.ts';
import {
  connectTo,
  credential,
  plainPlatform,
  target,
  trustingHostKeys,
} from '../../../test/lab/scripted-session.ts';
import type { DriverContext, TargetOutcome, Task } from '../../jobs/driver.ts';
import { createSwitchDriver } from '../driver.ts';
import { parserOf, portConfigParser } from '../parse/index.ts';
import type { ArpRow, Platform } from '../platform.ts';
import { openSession } from '../ssh/session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

const arpParser = parserOf<ArpRow>((sink) => ({
  line(text) {
    const [address = '', hardware = ''] = text.trim().split(/\s+/);
    const mac = parseMac(hardware);
    if (mac) sink.row({ address, mac, vlan: 10, port: undefined, type: 'dynamic' });
    else sink.unknown(text);
  },
}));

/** Reads whole tables, as a platform does that cannot ask for one port. */
const tables: Platform = {
  ...plainPlatform,
  portName: (text) => text.replace(/^gigabit ?/i, 'Gi'),
  commands: { ...plainPlatform.commands, arp: [{ command: 'show arp', parser: arpParser }] },
};
const single: Platform = { ...tables, arpLookup: (ip) => ({ command: `show arp ${ip}`, parser: arpParser }) };
/** Asks for the state and the configuration of one port alone. */
const alone: Platform = {
  ...tables,
  portStatus: (name) => ({ ...firstOf(plainPlatform.commands.ports), command: `show port ${name}` }),
  portConfig: (name) => ({
    command: `show config ${name}`,
    parser: portConfigParser((text) => text.replace('Port-channel', 'Po')),
  }),
};

function firstOf<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('the platform has no such command');
  return first;
}

const answers: DeviceScript['answers'] = {
  'terminal length 0': '',
  'show version': 'Plain OS 6\r\nModel P48\r\n',
  'show ports': 'Gi1/0/1 up\r\nGi1/0/2 down\r\n',
  'show lags': 'Po1 Gi1/0/2\r\n',
  'show fdb': '10 0011.2233.4401 Gi1/0/1\r\n10 0011.2233.4402 Po1\r\n',
  'show neighbours': 'Gi1/0/1 phone-7\r\nGi1/0/2 core\r\n',
  'show vlans': '10 office\r\n',
  'show arp': '10.0.0.5 0011.2233.4401\r\n10.0.0.6 0011.2233.4402\r\n',
};

function ask(task: Task, more: DeviceScript['answers'] = {}, platform = tables): Promise<TargetOutcome> {
  const clock = new ManualClock();
  const driver = createSwitchDriver({
    ...{ clock, log: silentLog },
    platforms: { find: () => platform, detect: () => platform },
    open: (request) =>
      openSession(
        request,
        connectTo(new ScriptedDevice({ prompt: 'sw1#', answers: { ...answers, ...more } }, { turn })),
      ),
  });
  const context: DriverContext = {
    ...{ clock, log: silentLog, signal: new AbortController().signal, hostKeys: trustingHostKeys },
    ...{ credentials: { open: () => credential }, progress: () => undefined },
  };
  return driver.run(task, target, context);
}

const port = (name: string): Task => ({ kind: 'port', driver: 'switch', port: name });
const resolve = (address: string): Task => ({ kind: 'resolve', driver: 'switch', address });

describe('one port, read now', () => {
  it('tells its state, what is learned on it and who is at its other end, in any spelling of its name', async () => {
    const { data } = await ask(port('gigabit 1/0/1'));
    expect(data).toMatchObject({
      port: { name: 'Gi1/0/1', state: 'up' },
      rows: [{ mac: '00:11:22:33:44:01', vlan: 10, port: 'Gi1/0/1' }],
      addresses: 1,
      neighbours: [{ systemName: 'phone-7' }],
      notes: [],
    });
  });

  it('looks for the addresses of a member at its port channel, where devices learn them', async () => {
    const { data } = await ask(port('Gi1/0/2'));
    expect(data).toMatchObject({ port: { lag: 'Po1' }, rows: [{ mac: '00:11:22:33:44:02', port: 'Po1' }] });
  });

  it('gives the rest and says why when one part is refused', async () => {
    const { data } = await ask(port('Gi1/0/1'), { 'show fdb': 'Command authorization failed.\r\n' });
    expect(data).toMatchObject({ port: { state: 'up' }, rows: [], addresses: null });
    expect((data as { notes: string[] }).notes).toEqual([
      expect.stringMatching(/^MAC table: COMMAND_DENIED/),
    ]);
  });

  it('is asked for alone, and a member that says so in its configuration has the addresses of its port channel', async () => {
    const config = 'interface Gi1/0/2\r\n channel-group 1 mode active\r\n';
    const of = { 'show port Gi1/0/2': 'Gi1/0/2 up\r\n', 'show config Gi1/0/2': config };
    const { data } = await ask(port('Gi1/0/2'), { ...of, 'show ports': '% Invalid input' }, alone);
    expect(data).toMatchObject({
      port: { name: 'Gi1/0/2', state: 'up' },
      config: { lag: 'Po1' },
      rows: [{ mac: '00:11:22:33:44:02', port: 'Po1' }],
    });
  });

  it('is looked for among all ports where the switch refuses to tell it alone', async () => {
    const refused = '% Invalid input\r\n';
    const no = { 'show port Gi1/0/1': refused, 'show port Gi1/0/9': refused };
    expect((await ask(port('Gi1/0/1'), no, alone)).data).toMatchObject({ port: { state: 'up' } });
    await expect(ask(port('Gi1/0/9'), no, alone)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      hint: 'It has Gi1/0/1, Gi1/0/2 and others',
    });
  });

  it('names ports that the switch has when it has none of that name', async () => {
    await expect(ask(port('Gi1/0/9'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'sw1 (10.0.0.1:22) has no port Gi1/0/9',
      hint: 'It has Gi1/0/1, Gi1/0/2 and others',
    });
  });
});

describe('an IP address, resolved', () => {
  it('is found in the whole table where the platform cannot ask for one', async () => {
    const { data } = await ask(resolve('10.0.0.5'));
    expect(data).toMatchObject({ rows: [{ address: '10.0.0.5', mac: '00:11:22:33:44:01', vlan: 10 }] });
  });

  it('is asked for alone where the platform can, and a device that lists all does no harm', async () => {
    const all = { 'show arp 10.0.0.6': '10.0.0.5 0011.2233.4401\r\n10.0.0.6 0011.2233.4402\r\n' };
    const { data } = await ask(resolve('10.0.0.6'), { ...all, 'show arp': '' }, single);
    expect((data as { rows: object[] }).rows).toEqual([
      { address: '10.0.0.6', mac: '00:11:22:33:44:02', vlan: 10, port: undefined, type: 'dynamic' },
    ]);
  });

  it('gives no rows when the switch has not resolved it', async () => {
    expect((await ask(resolve('10.0.0.77'))).data).toMatchObject({ rows: [] });
  });

  it('is an error, and not "unknown", when the table could not be read', async () => {
    const denied = { 'show arp': 'Command authorization failed.\r\n' };
    await expect(ask(resolve('10.0.0.5'), denied)).rejects.toMatchObject({ code: 'COMMAND_DENIED' });
  });
});
