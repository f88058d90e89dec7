/** Prompts that are none, and prompts that are never the same. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/runtime/index.ts';
import {
  type Cut,
  cutAt,
  type DeviceScript,
  ScriptedDevice,
  whole,
} from '../../../test/lab/scripted-device.ts';
import {
  connectTo,
  credential,
  loginScript,
  raisingDevice,
  rawLines,
  sessionRequest,
} from '../../../test/lab/scripted-session.ts';
import { COMMAND_QUIET_MS, ECHO_GRACE_MS, ECHO_LINES_MAX, ODD_PROMPT_MS } from '../limits.ts';
import { createRedactor } from '../terminal/redact.ts';
import { openSession, type Session } from './session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const redactor = createRedactor(credential);
const forever = new AbortController().signal;
const ROWS = ['10 Gi1/0/1', '20 Gi1/0/2'];
const TABLE = '10 Gi1/0/1\r\n20 Gi1/0/2\r\n';

interface Opened {
  readonly device: ScriptedDevice;
  readonly session: Session;
  readonly clock: ManualClock;
}

async function open(answer: string | (() => string), cut: Cut = whole): Promise<Opened> {
  const clock = new ManualClock();
  const script: DeviceScript = { ...loginScript, answers: { ...loginScript.answers, 'show table': answer } };
  const device = raisingDevice(script, { turn, cut });
  const session = await openSession(sessionRequest(clock), connectTo(device));
  session.takeUnasked?.();
  return { device, session, clock };
}

async function askTable(session: Session): Promise<readonly string[]> {
  const command = { command: 'show table', parser: rawLines };
  return (await session.ask(command, { redactor, signal: forever })).rows;
}

describe('a line of text that equals the prompt', () => {
  it('ends nothing, or is known not to have been the end, wherever the output is cut', async () => {
    const text = `${TABLE.replace('20 ', 'sw1#\r\n\r\n20 ')}sw1#\r\n`;
    const { session: whole, device } = await open(text);
    const all = await askTable(whole);
    expect(all).toEqual(['10 Gi1/0/1', 'sw1#', '', '20 Gi1/0/2']);
    await whole.check(forever);
    expect(whole.takeUnasked?.()).toBe(false);
    const short: number[] = [];
    const { sentBytes } = device;
    for (let at = sentBytes - text.length - 20; at < sentBytes; at += 1) {
      const { session } = await open(text, cutAt(at));
      const isWhole = (await askTable(session)).length === all.length;
      if (!isWhole) short.push(at);
      await session.check(forever);
      expect(session.takeUnasked?.()).toBe(!isWhole);
      expect(await askTable(session)).toEqual(all);
      expect(session.takeUnasked?.()).toBe(false);
    }
    // After the line itself and after its carriage return.
    expect(short).toHaveLength(2);
  });

  it('is no end where the rest is longer than what is kept before an echo', async () => {
    const rest = Array.from({ length: 3 * ECHO_LINES_MAX }, (_, i) => `row ${i}`).join('\r\n');
    const text = `first\r\nsw1#\r\n${rest}\r\n`;
    const { device } = await open('');
    const { session } = await open(text, cutAt(device.sentBytes + 'show table\r\nfirst\r\nsw1#'.length));
    expect(await askTable(session)).toEqual(['first']);
    expect(await askTable(session)).toHaveLength(text.split('\r\n').length - 1);
    expect(session.takeUnasked?.()).toBe(true);
  });

  it('is asked for once more when a log message covers the prompt for good', async () => {
    const covered = `${TABLE}sw1#\r\n%LINK-3-UPDOWN: Interface Gi1/0/4\r\n`;
    const { device, session, clock } = await open(() => {
      device.setPrompt('');
      return covered;
    });
    const asking = askTable(session);
    await device.drained();
    device.setPrompt('sw1#');
    clock.advance(ECHO_GRACE_MS);
    expect(await asking).toEqual(ROWS);
    expect(device.typed.endsWith('show table\r\r')).toBe(true);
    expect(session.alive).toBe(true);
  });
});

describe('a prompt with a clock in it', () => {
  it('is named in the hint of the time-out, with what came instead', async () => {
    const clock = new ManualClock();
    const answers = {
      'terminal length 0': () => {
        device.setPrompt('10:00:02 sw1#');
        return '';
      },
    };
    const device: ScriptedDevice = new ScriptedDevice({ prompt: '10:00:01 sw1#', answers }, { turn });
    const opening = openSession(sessionRequest(clock), connectTo(device));
    const failing = expect(opening).rejects.toMatchObject({
      code: 'TIMEOUT',
      hint: 'The prompt was "10:00:01 sw1#" and then "10:00:02 sw1#": if it changes by itself, set a fixed prompt on the device',
    });
    await device.drained();
    clock.advance(ODD_PROMPT_MS);
    await device.drained();
    clock.advance(COMMAND_QUIET_MS);
    await failing;
  });
});
