import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/runtime/index.ts';
import { cutAt, type DeviceScript, pieces, ScriptedDevice } from '../../../test/lab/scripted-device.ts';
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
import { ECHO_GRACE_MS, KEY_PRESSES_MAX, LOGIN_TIMEOUT_MS, ODD_PROMPT_MS } from '../limits.ts';
import { createRedactor } from '../terminal/redact.ts';
import { openSession, type Session, type SessionRequest } from './session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const redactor = createRedactor(credential);
const forever = new AbortController().signal;

const ROWS = ['one', 'two', 'three'];
const login: DeviceScript = {
  ...loginScript,
  answers: { ...loginScript.answers, 'show table': `${ROWS.join('\r\n')}\r\n` },
};

const open = (device: ScriptedDevice, request: SessionRequest): Promise<Session> =>
  openSession(request, connectTo(device));

const askTable = async (session: Session): Promise<readonly string[]> =>
  (await session.ask({ command: 'show table', parser: rawLines }, { redactor, signal: forever })).rows;

/** Lets the device speak and short silences pass until it has got what is awaited. */
async function untilTyped(device: ScriptedDevice, clock: ManualClock, text: string): Promise<void> {
  while (!device.typed.includes(text)) await settle(device, clock);
}

async function settle(device: ScriptedDevice, clock: ManualClock): Promise<void> {
  await device.drained();
  clock.advance(ECHO_GRACE_MS);
  await device.drained();
}

describe('logging in', () => {
  it('gets past a banner, a key to press and a second login, typing the password once (S1.22)', async () => {
    const clock = new ManualClock();
    const letIn = (): string => {
      device.setPrompt('sw1#');
      return '\r\nsw1#';
    };
    const device: ScriptedDevice = new ScriptedDevice(
      {
        ...login,
        prompt: 'User Name:',
        banner: 'Press any key to continue\r\n',
        questions: { wayside: { ask: 'Password:', reply: letIn } },
      },
      { turn },
    );
    const opening = open(device, sessionRequest(clock));
    await untilTyped(device, clock, `${PASSWORD}\r`);
    expect((await opening).facts.hostname).toBe('sw1');
    expect(device.typed.split(PASSWORD)).toHaveLength(2);
  });

  it('does not type the password a second time when the device asks again', async () => {
    const clock = new ManualClock();
    const device = new ScriptedDevice(
      {
        ...login,
        prompt: 'User Name:',
        questions: { wayside: { ask: 'Password:', reply: () => 'Login invalid\r\nUser Name:' } },
      },
      { turn },
    );
    const opening = open(device, sessionRequest(clock));
    const refused = expect(opening).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
    await untilTyped(device, clock, `${PASSWORD}\r`);
    await settle(device, clock);
    await refused;
    expect(device.typed.split(PASSWORD)).toHaveLength(2);
    expect(device.closed).toBe(true);
  });

  it.each(['(Routing) #', 'my switch#', 'büro-1#', '*core 1*#'])(
    'takes a prompt of an unusual form for one after a silence: %s',
    async (prompt) => {
      const clock = new ManualClock();
      const device = new ScriptedDevice({ ...login, prompt }, { turn });
      const opening = open(device, sessionRequest(clock));
      await device.drained();
      clock.advance(ODD_PROMPT_MS);
      const session = await opening;
      expect(session.facts.prompt).toBe(prompt);
      expect(await askTable(session)).toEqual(ROWS);
      expect(device.typed).not.toContain('enable');
    },
  );

  it('gets from an unusual unprivileged prompt to the privileged one', async () => {
    const clock = new ManualClock();
    const reply = (): string => {
      device.setPrompt('(Routing) #');
      return '\r\n(Routing) #';
    };
    const questions = { enable: { ask: 'Password: ', reply } };
    const device: ScriptedDevice = new ScriptedDevice(
      { ...login, prompt: '(Routing) >', questions },
      { turn },
    );
    const opening = open(device, sessionRequest(clock));
    await device.drained();
    clock.advance(ODD_PROMPT_MS);
    expect((await opening).facts).toMatchObject({ prompt: '(Routing) #', hostname: 'Routing' });
  });

  it('presses Enter where the device asks for that key', async () => {
    const device = new ScriptedDevice({ ...login, prompt: 'Press RETURN to get started.' }, { turn });
    const write = device.write.bind(device);
    device.write = (text) => {
      device.setPrompt('sw1#');
      write(text);
    };
    expect((await open(device, sessionRequest(new ManualClock()))).facts.prompt).toBe('sw1#');
    expect(device.typed.startsWith('\r')).toBe(true);
  });

  it('does not press a key for ever', async () => {
    const clock = new ManualClock();
    const device = new ScriptedDevice({ ...login, prompt: 'Press RETURN to get started.' }, { turn });
    const opening = open(device, sessionRequest(clock));
    const refused = expect(opening).rejects.toMatchObject({ code: 'PROMPT_NOT_FOUND' });
    await device.drained();
    clock.advance(LOGIN_TIMEOUT_MS);
    await refused;
    expect(device.typed).toHaveLength(KEY_PRESSES_MAX);
  });

  it('asks for privilege after all when what looked like a privileged prompt was the end of a banner', async () => {
    const clock = new ManualClock();
    const device = raisingDevice({ ...login, banner: 'keep-out#' }, { turn, cut: cutAt('keep-out#'.length) });
    const opening = open(device, sessionRequest(clock));
    await untilTyped(device, clock, ENABLE_PASSWORD);
    await settle(device, clock);
    expect((await opening).facts.prompt).toBe('sw1#');
  });

  it('stays unprivileged, and says so by its prompt, when enable wants a password that nobody gave', async () => {
    const device = new ScriptedDevice(
      { ...login, questions: { enable: { ask: 'Password: ', reply: () => '% Access denied\r\nsw1>' } } },
      { turn },
    );
    const bare = { ...credential, enablePassword: undefined };
    const session = await open(device, sessionRequest(new ManualClock(), { credential: bare }));
    expect(session.facts.prompt).toBe('sw1>');
    expect(await askTable(session)).toEqual(ROWS);
  });

  it('reports a refused enable password and types it once', async () => {
    const device = new ScriptedDevice(
      { ...login, questions: { enable: { ask: 'Password: ', reply: () => '% Bad secrets\r\n\r\nsw1>' } } },
      { turn },
    );
    await expect(open(device, sessionRequest(new ManualClock()))).rejects.toMatchObject({
      code: 'AUTH_REJECTED',
    });
    expect(device.typed.split(ENABLE_PASSWORD)).toHaveLength(2);
  });

  it('goes on when the device refuses to switch paging off', async () => {
    const { 'terminal length 0': _refused, ...answers } = login.answers;
    const script = {
      ...login,
      answers: { ...answers, 'terminal length 0': 'Command authorization failed.\r\n' },
      pager: { lines: 2, prompt: '--More-- or (q)uit', erase: '\r\x1b[K' },
    };
    const session = await open(raisingDevice(script, { turn }), sessionRequest(new ManualClock()));
    expect(await askTable(session)).toEqual(ROWS);
  });

  it('finds out the platform from show version', async () => {
    const device = raisingDevice(login, { turn, cut: pieces(3) });
    const session = await open(device, sessionRequest(new ManualClock(), { platform: undefined }));
    expect(session.platform.id).toBe('plain');
    expect(session.facts.prompt).toBe('sw1#');
  });

  it.each([
    [1, 'display version'],
    [2, '/system resource print'],
  ])('finds out the platform from another question when %i are refused: %s', async (_refused, command) => {
    const { 'show version': version = '', ...answers } = login.answers;
    const device = raisingDevice({ ...login, answers: { ...answers, [command]: version } }, { turn });
    const session = await open(device, sessionRequest(new ManualClock(), { platform: undefined }));
    expect(session.platform.id).toBe('plain');
    const asked = device.typed.split('\r').filter((line) => / version|resource/.test(line));
    expect(asked.at(-1)).toBe(command);
    expect(asked[0]).toBe('show version');
  });

  it('asks nothing further once a question was answered, and looks at the banner then', async () => {
    const banner = '*** Plain OS, authorised use only ***\r\n\r\n';
    const script = { ...login, banner, answers: { ...login.answers, 'show version': 'Toaster 1.0\r\n' } };
    const device = raisingDevice(script, { turn });
    const session = await open(device, sessionRequest(new ManualClock(), { platform: undefined }));
    expect(session.platform.id).toBe('plain');
    expect(device.typed).not.toContain('display');
  });

  it('keeps what a device says that no pack knows, secrets out, and changes nothing on it', async () => {
    const said = `Toaster 1.0\r\npassword is ${PASSWORD}\r\n`;
    const device = raisingDevice({ ...login, answers: { 'show version': said } }, { turn });
    const session = await open(device, sessionRequest(new ManualClock(), { platform: undefined }));
    expect(session.platform.id).toBe('unknown');
    const [banner, version] = session.facts.raw ?? [];
    expect(banner).toMatchObject({ command: '', text: expect.stringContaining('authorised > use only') });
    expect(version).toEqual({ command: 'show version', text: 'Toaster 1.0\npassword is [sealed]' });
    expect(device.typed).toBe('show version\r');
  });

  it('answers the questions of a platform between login and prompt, and no others', async () => {
    const clock = new ManualClock();
    const ask = 'Your password has expired. Change now? [Y/N]:';
    const loginQuestions = [{ ask: /Change now\? \[Y\/N\]: ?$/, answer: 'N\r' }];
    const letIn = (): string => {
      device.setPrompt('sw1#');
      return '';
    };
    const answers = { ...login.answers, N: letIn };
    const device: ScriptedDevice = new ScriptedDevice({ ...login, prompt: ask, answers }, { turn });
    const opening = open(device, sessionRequest(clock, { platform: { ...plainPlatform, loginQuestions } }));
    await untilTyped(device, clock, 'N\r');
    expect((await opening).facts.prompt).toBe('sw1#');
  });

  it('answers a question once: what asks the same again did not mean the answer', async () => {
    const clock = new ManualClock();
    const ask = 'Do you accept the terms? [yes/no]: ';
    const questions = [{ ask: /accept.{0,40}\[yes\/no\]: ?$/, answer: 'yes\r' }];
    const device = new ScriptedDevice({ prompt: ask, answers: { yes: '' } }, { turn });
    const opening = open(device, sessionRequest(clock, { platform: undefined, questions }));
    const refused = expect(opening).rejects.toMatchObject({ code: 'PROMPT_NOT_FOUND' });
    await untilTyped(device, clock, 'yes\r');
    await device.drained();
    clock.advance(LOGIN_TIMEOUT_MS / 2);
    await device.drained();
    clock.advance(LOGIN_TIMEOUT_MS);
    await refused;
    expect(device.typed).toBe('yes\r');
  });

  it('says PROMPT_NOT_FOUND with the last line shown, and TIMEOUT when nothing came at all', async () => {
    for (const [prompt, code] of [
      ['Choose a colour (1-4)', 'PROMPT_NOT_FOUND'],
      ['', 'TIMEOUT'],
    ] as const) {
      const clock = new ManualClock();
      const device = new ScriptedDevice({ prompt, answers: {} }, { turn });
      const refused = expect(open(device, sessionRequest(clock))).rejects.toMatchObject({ code });
      await device.drained();
      clock.advance(LOGIN_TIMEOUT_MS);
      await refused;
    }
  });

  it('learns by one short silence that a device does not echo', async () => {
    const clock = new ManualClock();
    const device = new ScriptedDevice({ ...login, prompt: 'sw1#', banner: '', echo: false }, { turn });
    const opening = open(device, sessionRequest(clock));
    await device.drained();
    clock.advance(ECHO_GRACE_MS);
    const session = await opening;
    expect((await askTable(session)).filter((line) => line !== '')).toEqual(ROWS);
  });
});
