import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { ManualClock } from '../../../shared/runtime/index.ts';
import {
  type Cut,
  cutAt,
  type DeviceScript,
  pieces,
  type ScriptedDevice,
  whole,
} from '../../../test/lab/scripted-device.ts';
import {
  connectTo,
  credential,
  ENABLE_PASSWORD,
  loginScript,
  PASSWORD,
  plainPlatform,
  raisingDevice,
  rawLines,
  sessionRequest,
} from '../../../test/lab/scripted-session.ts';
import { COMMAND_QUIET_MS, IDLE_OUTPUT_MAX_BYTES, OUTPUT_MAX_BYTES, PROMPT_CHANGE_MS } from '../limits.ts';
import { createRedactor } from '../terminal/redact.ts';
import { hostnameOf, openSession, type Session, type SessionRequest } from './session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const redactor = createRedactor(credential);
const forever = new AbortController().signal;

const TABLE = [
  'Vlan  MAC Address     Interface  Type',
  '----  --------------  ---------  -------',
  '10    0011.2233.4401  Gi1/0/1    Dynamic',
  '10    0011.2233.4402  Gi1/0/2    Dynamic   sw1#',
  '20    0011.2233.4403  Gi1/0/3    Büro #3 > west',
  '',
].join('\r\n');
const ROWS = TABLE.split('\r\n').slice(0, -1);

const login: DeviceScript = {
  ...loginScript,
  answers: { ...loginScript.answers, 'show table': TABLE },
};

const open = (device: ScriptedDevice, request: SessionRequest): Promise<Session> =>
  openSession(request, connectTo(device));

const table = { command: 'show table', parser: rawLines };
const askTable = async (session: Session): Promise<readonly string[]> =>
  (await session.ask(table, { redactor, signal: forever })).rows;

/** Opens, asks and compares; the clock stands still, so whatever waits for time fails. */
async function dialogue(cut: Cut, script: DeviceScript = login): Promise<ScriptedDevice> {
  const device = raisingDevice(script, { turn, cut });
  const session = await open(device, sessionRequest(new ManualClock()));
  expect(await askTable(session)).toEqual(ROWS);
  expect(session.facts.prompt).toBe('sw1#');
  return device;
}

describe('a session on any chunking (S1.23)', () => {
  it('gives the same rows wherever the conversation is cut in two, at every byte', async () => {
    const { sentBytes } = await dialogue(whole);
    for (let at = 1; at < sentBytes; at += 1) await dialogue(cutAt(at));
    expect(sentBytes).toBeGreaterThan(300);
  });

  it.each([1, 2, 3, 7, 64])('gives the same rows in pieces of %i bytes', async (size) => {
    await dialogue(pieces(size));
  });

  it.each([
    ['wiped with blanks', '\r                  \r'],
    ['wiped with backspaces', `${'\b'.repeat(18)}${' '.repeat(18)}${'\b'.repeat(18)}`],
    ['wiped with an escape code', '\r\x1b[K'],
    ['left standing', '\r'],
  ])('turns the pages of a pager that is %s', async (_name, erase) => {
    const paged = { ...login, pager: { lines: 2, prompt: '--More-- or (q)uit', erase } };
    for (const cut of [whole, pieces(1), pieces(5)]) await dialogue(cut, paged);
  });

  it('drops an echo that the device wraps', async () => {
    const wrapped = { ...login, wrapEcho: (echo: string) => echo.replace(/(.{8})/, '$1\r\n') };
    for (const cut of [whole, pieces(1)]) await dialogue(cut, wrapped);
  });

  it('is not misled by a log line that makes the device draw its prompt again', async () => {
    const device = await raisedSession(login);
    device.device.print('\r\n%LINK-3-UPDOWN: Interface Gi1/0/4, changed state to up\r\nsw1#');
    await device.device.drained();
    expect(await askTable(device.session)).toEqual(ROWS);
    expect(await askTable(device.session)).toEqual(ROWS);
  });

  it('learns the new name of a device that was renamed while the session was idle', async () => {
    const { device, session } = await raisedSession(login);
    device.setPrompt('new-name#');
    device.print('\r\nnew-name#');
    await device.drained();
    expect(await askTable(session)).toEqual(ROWS);
  });

  it('gives up on a session whose device is renamed in the middle of a command', async () => {
    const { device, session, clock } = await raisedSession({
      ...login,
      answers: {
        ...login.answers,
        'show table': () => {
          device.setPrompt('new-name#');
          return TABLE;
        },
      },
    });
    const asking = expect(askTable(session)).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      message: expect.stringContaining('from "sw1#" to "new-name#"'),
    });
    await device.drained();
    clock.advance(PROMPT_CHANGE_MS);
    await asking;
    expect(device.closed).toBe(true);
  });

  it('ends a command whose prompt is followed by a log line', async () => {
    const { session } = await raisedSession({
      ...login,
      answers: { ...login.answers, 'show table': `${TABLE}sw1#\r\n%LINK-3-UPDOWN: Interface Gi1/0/4\r\n` },
    });
    expect(await askTable(session)).toEqual(ROWS);
  });

  it('ends a command whose prompt has a log line behind it in the same line', async () => {
    const { session } = await raisedSession({
      ...login,
      answers: {
        ...login.answers,
        'show table': `${TABLE}sw1#*Mar  1 00:01:02: %LINK-3-UPDOWN: Interface Gi1/0/4\r\n`,
      },
    });
    expect(await askTable(session)).toEqual(ROWS);
  });
});

async function raisedSession(
  script: DeviceScript,
  clock: ManualClock = new ManualClock(),
): Promise<{ device: ScriptedDevice; session: Session; clock: ManualClock }> {
  const device = raisingDevice(script, { turn });
  const session = await open(device, sessionRequest(clock));
  return { device, session, clock };
}

describe('commands', () => {
  it('quotes the line with which the device refuses, and stays usable', async () => {
    const { session } = await raisedSession(login);
    const asking = session.ask({ command: 'show nonsense', parser: rawLines }, { redactor, signal: forever });
    await expect(asking).rejects.toMatchObject({
      code: 'COMMAND_REJECTED',
      message: expect.stringContaining('% Invalid input'),
    });
    expect(await askTable(session)).toEqual(ROWS);
  });

  it('tells a refusal of the AAA server from a wrong command', async () => {
    const { session } = await raisedSession({
      ...login,
      answers: { ...login.answers, 'show table': 'Command authorization failed.\r\n' },
    });
    await expect(askTable(session)).rejects.toMatchObject({ code: 'COMMAND_DENIED' });
  });

  it('takes the words of a refusal in a longer answer for what they are', async () => {
    const rows = Array.from({ length: 8 }, (_, at) =>
      at === 2 ? '% Invalid VLAN name kept as is' : `row ${at}`,
    );
    const { session } = await raisedSession({
      ...login,
      answers: { ...login.answers, 'show table': `${rows.join('\r\n')}\r\n` },
    });
    expect(await askTable(session)).toEqual(rows);
  });

  it('asks in another spelling when the device rejects the first', async () => {
    const { session } = await raisedSession(login);
    const command = { command: 'show tabel', parser: rawLines, alternative: table };
    expect((await session.ask(command, { redactor, signal: forever })).rows).toEqual(ROWS);
  });

  it('leaves the pager with the quit key once it has enough', async () => {
    const { device, session } = await raisedSession({
      ...login,
      pager: { lines: 2, prompt: '--More-- or (q)uit', erase: '\r\x1b[K' },
    });
    const { rows } = await session.ask(table, { redactor, signal: forever, enough: () => true });
    expect(rows).toEqual(ROWS.slice(0, 2));
    expect(device.typed.endsWith('show table\rq')).toBe(true);
    expect((await askTable(session)).length).toBe(ROWS.length);
  });

  it('gives up on a device that hangs, names the step, and never uses the session again', async () => {
    const { device, session, clock } = await raisedSession({
      ...login,
      hang: { command: 'show table', afterBytes: 100 },
    });
    const asking = expect(askTable(session)).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('show table on sw1'),
    });
    await device.drained();
    clock.advance(COMMAND_QUIET_MS - 1);
    expect(session.alive).toBe(true);
    clock.advance(1);
    await asking;
    expect(session.alive).toBe(false);
    expect(device.closed).toBe(true);
    await expect(askTable(session)).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('closes the channel at once when the work is cancelled (S0.13)', async () => {
    const { device, session } = await raisedSession({
      ...login,
      hang: { command: 'show table', afterBytes: 100 },
    });
    const abort = new AbortController();
    const asking = session.ask(table, { redactor, signal: abort.signal });
    await device.drained();
    abort.abort(new WaysideError('CANCELLED', 'cancelled by alice'));
    expect(device.closed).toBe(true);
    await expect(asking).rejects.toMatchObject({ code: 'CANCELLED', message: 'cancelled by alice' });
    await session.ended;
  });

  it('does not start a command whose work is cancelled already, and keeps the session', async () => {
    const { device, session } = await raisedSession(login);
    const asking = session.ask(table, {
      redactor,
      signal: AbortSignal.abort(new WaysideError('CANCELLED', 'no')),
    });
    await expect(asking).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(device.typed).not.toContain('show table');
    expect(session.alive).toBe(true);
  });

  it('stops a device that floods with OUTPUT_TOO_LARGE', async () => {
    const row = `${'x'.repeat(1_022)}\r\n`;
    const { device, session } = await raisedSession({
      ...login,
      answers: { ...login.answers, 'show table': () => row.repeat(OUTPUT_MAX_BYTES / 1_024 + 1) },
    });
    const counter = {
      command: 'show table',
      parser: () => ({ push: () => undefined, end: () => ({ rows: [], unknown: [], unknownCount: 0 }) }),
    };
    const asking = session.ask(counter, { redactor, signal: forever });
    await expect(asking).rejects.toMatchObject({ code: 'OUTPUT_TOO_LARGE', details: { step: 'show table' } });
    expect(device.closed).toBe(true);
  });

  it('cuts a device that floods while nobody asked for anything', async () => {
    const { device, session } = await raisedSession(login);
    device.print('x'.repeat(IDLE_OUTPUT_MAX_BYTES + 1));
    await session.ended;
    expect(device.closed).toBe(true);
  });

  it('reports a connection that ends in the middle of an answer', async () => {
    const { device, session } = await raisedSession({
      ...login,
      hang: { command: 'show table', afterBytes: 100 },
    });
    const asking = askTable(session);
    await device.drained();
    device.hangUp(new WaysideError('CONNECTION_LOST', 'reset by peer'));
    await expect(asking).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('lets no secret out that the device prints, neither in rows nor in errors', async () => {
    const { session } = await raisedSession({
      ...login,
      answers: {
        ...login.answers,
        'show table': `Gi1/0/1 ${PASSWORD} up\r\n`,
        'show secret': `% Invalid ${ENABLE_PASSWORD}\r\n`,
      },
    });
    expect(await askTable(session)).toEqual(['Gi1/0/1 [sealed] up']);
    const asking = session.ask({ command: 'show secret', parser: rawLines }, { redactor, signal: forever });
    await expect(asking).rejects.toMatchObject({ message: expect.stringContaining('% Invalid [sealed]') });
  });

  it('types no control characters, whatever a command is made of', async () => {
    const { device, session } = await raisedSession(login);
    const sneaky = { command: 'show table\rreload', parser: rawLines };
    await expect(session.ask(sneaky, { redactor, signal: forever })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(device.typed).not.toContain('reload');
  });

  it('refuses a second command while one is in flight', async () => {
    const { session } = await raisedSession(login);
    const first = askTable(session);
    await expect(askTable(session)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await first).toEqual(ROWS);
  });

  it('proves its life with one Enter (S1.19), and dies when no prompt comes', async () => {
    const { device, session, clock } = await raisedSession(login);
    const before = device.typed;
    await session.check(forever);
    expect(device.typed).toBe(`${before}\r`);
    device.setPrompt('rommon 1 >');
    const checking = expect(session.check(forever)).rejects.toMatchObject({ code: 'TIMEOUT' });
    await device.drained();
    clock.advance(60_000);
    await checking;
    expect(session.alive).toBe(false);
  });

  it('logs out politely and then closes, whether or not the device does', async () => {
    const { device, session, clock } = await raisedSession(login);
    const closing = session.close();
    expect(device.typed.endsWith(`${plainPlatform.logout}\r`)).toBe(true);
    clock.advance(60_000);
    await closing;
    expect(device.closed).toBe(true);
  });
});

describe('hostnameOf', () => {
  it.each([
    ['sw1#', 'sw1'],
    ['sw1(config-if)#', 'sw1'],
    ['<core-2>', 'core-2'],
    ['admin@edge.example>', 'edge.example'],
    ['[admin@rb1] >', 'rb1'],
    ['sw1 # ', 'sw1'],
  ])('reads the name in %s', (prompt, name) => {
    expect(hostnameOf(prompt)).toBe(name);
  });
});
