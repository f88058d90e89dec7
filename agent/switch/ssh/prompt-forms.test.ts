/** Prompts of all forms: with marks and counters in them, lines above them, text that looks like them. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/runtime/index.ts';
import {
  type Cut,
  cutAt,
  type DeviceScript,
  pieces,
  ScriptedDevice,
  whole,
} from '../../../test/lab/scripted-device.ts';
import {
  connectTo,
  credential,
  ENABLE_PASSWORD,
  loginScript,
  PASSWORD,
  plainPlatform,
  rawLines,
  sessionRequest,
} from '../../../test/lab/scripted-session.ts';
import { ECHO_GRACE_MS } from '../limits.ts';
import type { Platform } from '../platform.ts';
import { createRedactor } from '../terminal/redact.ts';
import { openSession, type Session } from './session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const ask = { redactor: createRedactor(credential), signal: new AbortController().signal };
const table = { command: 'show table', parser: rawLines };
const ROWS = ['10 Gi1/0/1', '[V200R009C00SPC500]', '20 Gi1/0/2'];

const exos: Platform = {
  ...plainPlatform,
  enable: undefined,
  prompt: /^(?:\* )?[\w.-]+\.\d+ [#>] ?$/,
  privilegedPrompt: /^(?:\* )?[\w.-]+\.\d+ # ?$/,
  promptStem: (prompt) => prompt.replace(/^\* /, '').replace(/\.\d+ (?=[#>]$)/, '. '),
};
const angular: Platform = {
  ...plainPlatform,
  enable: undefined,
  prompt: /^(?:HRP_[MS])?[<[][~*]?[\w.-]+[>\]] ?$/,
  privilegedPrompt: /^(?:HRP_[MS])?<[\w.-]+> ?$/,
};
const router: Platform = { ...angular, prompt: /^\[[^\]]+\] > ?$/, privilegedPrompt: /^\[[^\]]+\] > ?$/ };
const junos: Platform = {
  ...angular,
  prompt: /^[\w.-]+@[\w.-]+[>#] ?$/,
  privilegedPrompt: /^[\w.-]+@[\w.-]+[>#] ?$/,
  promptLead: /^\{(?:master|backup|linecard)(?::\d{1,2})?\}(?:\[edit[^\]]{0,200}\])?$|^\[edit[^\]]{0,200}\]$/,
};

/** A device whose prompt may move on with each command. */
function device(prompt: (count: number) => string, cut: Cut = whole): ScriptedDevice {
  let count = 1;
  const moves = (text: string) => (): string => {
    count += 1;
    made.setPrompt(prompt(count));
    return text;
  };
  const answers = Object.fromEntries(
    Object.entries({ ...loginScript.answers, 'show table': `${ROWS.join('\r\n')}\r\n`, '': '' }).map(
      ([line, text]) => [line, moves(String(text))],
    ),
  );
  const script: DeviceScript = { ...loginScript, prompt: prompt(count), answers };
  const made: ScriptedDevice = new ScriptedDevice(script, { turn, cut });
  return made;
}

const open = (from: ScriptedDevice, platform: Platform): Promise<Session> =>
  openSession(sessionRequest(new ManualClock(), { platform }), connectTo(from));

describe('a prompt', () => {
  it.each([
    ['with a counter', exos, (count: number) => `h.${count} # `, 'h'],
    [
      'with a mark that comes and goes',
      exos,
      (count: number) => `${count % 2 ? '* ' : ''}sw1.${count} # `,
      'sw1',
    ],
    ['in angles', angular, () => '<sw1>', 'sw1'],
    ['of a cluster', angular, () => 'HRP_M<sw1>', 'sw1'],
    ['of RouterOS, with blanks in the name', router, () => '[admin@sw 1] > ', 'sw 1'],
    ['with a line above it', junos, () => '\r\n{master:0}\r\nadmin@sw1> ', 'sw1'],
  ] as const)(
    '%s is known again, wherever the text is cut (S1.23)',
    async (_what, platform, prompt, hostname) => {
      for (const cut of [
        whole,
        pieces(1),
        pieces(3),
        ...Array.from({ length: 40 }, (_, at) => cutAt(150 + at)),
      ]) {
        const session = await open(device(prompt, cut), platform);
        expect((await session.ask(table, ask)).rows.filter((row) => row !== '')).toEqual(ROWS);
        expect((await session.ask(table, ask)).rows.filter((row) => row !== '')).toEqual(ROWS);
        expect(session.facts.hostname).toBe(hostname);
        expect(session.alive).toBe(true);
      }
    },
  );

  it('with a counter is known before the platform is, and after an idle time', async () => {
    const from = device((count) => `* sw1.${count} # `);
    const request = sessionRequest(new ManualClock(), {
      platform: undefined,
      detect: (text) => (text.includes('Plain OS') ? exos : undefined),
    });
    const session = await openSession(request, connectTo(from));
    await session.check(ask.signal);
    await session.check(ask.signal);
    expect((await session.ask(table, ask)).rows.filter((row) => row !== '')).toEqual(ROWS);
    expect(session.takeUnasked?.()).toBe(false);
  });

  it.each([
    '[~sw1]',
    '[*sw1-10GE1/0/1]',
    '[sw1]',
    '<sw1>',
    'HRP_S<sw1>',
    '[admin@Mikro Tik] > ',
    'admin@sw1> ',
    '{master}',
  ])('%s is told from text when nothing is known of the device', async (prompt) => {
    const clock = new ManualClock();
    const from = device(() => prompt);
    const opening = openSession(
      sessionRequest(clock, { platform: undefined, detect: () => angular }),
      connectTo(from),
    );
    opening.catch(() => undefined);
    await from.drained();
    // The clock stands still: a prompt that were not known at once would wait for a silence.
    expect(from.typed.includes('show version')).toBe(prompt !== '{master}');
  });
});

describe('enable', () => {
  it.each([
    ['its own password', ENABLE_PASSWORD],
    ['the password of the login, where it has none', undefined],
  ])('is given the user name where it asks for one, and %s', async (_what, enablePassword) => {
    const clock = new ManualClock();
    const expected = enablePassword ?? PASSWORD;
    const raise = (): string => {
      from.setPrompt('sw1#');
      return '';
    };
    const from: ScriptedDevice = new ScriptedDevice(
      {
        ...loginScript,
        answers: { ...loginScript.answers, [expected]: raise },
        questions: { enable: { ask: 'User Name:', reply: () => 'Password:' } },
      },
      { turn },
    );
    const opening = openSession(
      sessionRequest(clock, { credential: { ...credential, enablePassword } }),
      connectTo(from),
    );
    for (let tries = 0; tries < 20 && !from.typed.includes(expected); tries += 1) {
      await from.drained();
      clock.advance(ECHO_GRACE_MS);
    }
    expect(from.typed.startsWith(`enable\r${credential.username}\r${expected}\r`)).toBe(true);
    expect((await opening).facts.prompt).toBe('sw1#');
    expect(from.typed.split(expected)).toHaveLength(2);
  });
});
