import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../shared/runtime/index.ts';
import { cutAt, type DeviceScript, pieces, ScriptedDevice } from '../../../test/lab/scripted-device.ts';
import {
  connectTo,
  credential,
  loginScript,
  PASSWORD,
  plainPlatform,
  rawLines,
  sessionRequest,
} from '../../../test/lab/scripted-session.ts';
import { ASK_GRACE_MS, COMMAND_QUIET_MS, QUESTION_WAIT_MS } from '../limits.ts';
import type { Platform, WriteLine } from '../platform.ts';
import { createRedactor } from '../terminal/redact.ts';
import { configure, type LineOutcome, runLines, troubleOf } from './configure.ts';
import { openSession, type Session } from './session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const redactor = createRedactor(credential);
const { signal } = new AbortController();
const REFUSAL = "          ^\r\n% Invalid input detected at '^' marker.\r\n\r\n";

const write: NonNullable<Platform['write']> = {
  enter: [{ line: 'configure' }],
  leave: [{ line: 'end' }],
  configPrompt: /^sw1\([\w/-]+\)# ?$/,
  ports: () => [],
  rangeMax: 1,
  textProblem: () => undefined,
  save: [],
};
const platform: Platform = { ...plainPlatform, write };

interface Rig {
  readonly device: ScriptedDevice;
  readonly session: Session;
  readonly clock: ManualClock;
  readonly change: (...lines: (string | WriteLine)[]) => Promise<readonly LineOutcome[]>;
}

type Modes = Readonly<Record<string, string>>;
const MODES: Modes = {
  configure: 'sw1(config)#',
  'interface Gi1/0/1': 'sw1(config-if-Gi1/0/1)#',
  end: 'sw1#',
};

/** A device with modes; `shutdown` is refused. */
async function rig(
  script: Partial<DeviceScript> = {},
  { modes = MODES, cut = pieces(1e6), on = platform } = {},
): Promise<Rig> {
  const clock = new ManualClock();
  const lead = (line: string, prompt: string): [string, () => string] => [
    line,
    () => {
      device.setPrompt(prompt);
      return '';
    },
  ];
  const answers = {
    ...loginScript.answers,
    ...Object.fromEntries(Object.entries(modes).map(([line, prompt]) => lead(line, prompt))),
    'switchport access vlan 20': '',
    shutdown: REFUSAL,
    'show table': 'row\r\n',
    ...script.answers,
  };
  const device: ScriptedDevice = new ScriptedDevice(
    { ...loginScript, prompt: 'sw1#', ...script, answers },
    { turn, cut },
  );
  const session = await openSession(sessionRequest(clock, { platform: on }), connectTo(device));
  const change: Rig['change'] = (...lines) =>
    configure(
      session,
      lines.map((line) => (typeof line === 'string' ? { line } : line)),
      { platform: on, redactor, signal },
    );
  return { device, session, clock, change };
}

const typedAfter = (device: ScriptedDevice, word: string): string[] =>
  device.typed.slice(device.typed.indexOf(word)).split('\r').slice(0, -1);

describe('lines that change something', () => {
  it('are typed one by one at whatever depth, and the session is then what it was', async () => {
    const { device, session, change } = await rig();
    const outcomes = await change('interface Gi1/0/1', 'switchport access vlan 20');
    expect(outcomes.map(({ part, line }) => `${part} ${line}`)).toEqual([
      'enter configure',
      'change interface Gi1/0/1',
      'change switchport access vlan 20',
      'leave end',
    ]);
    expect(troubleOf(outcomes)).toBeUndefined();
    expect(typedAfter(device, 'configure')).toEqual([
      'configure',
      'interface Gi1/0/1',
      'switchport access vlan 20',
      'end',
    ]);
    const { rows } = await session.ask({ command: 'show table', parser: rawLines }, { redactor, signal });
    expect(rows).toEqual(['row']);
    expect(session.alive).toBe(true);
  });

  it('come out the same wherever the conversation is cut', async () => {
    const whole = await rig();
    const expected = await whole.change('interface Gi1/0/1', 'switchport access vlan 20');
    const { sentBytes } = whole.device;
    for (let at = sentBytes - 160; at < sentBytes; at += 1) {
      const { change, session } = await rig({}, { cut: cutAt(at) });
      expect(await change('interface Gi1/0/1', 'switchport access vlan 20')).toEqual(expected);
      expect(session.alive).toBe(true);
    }
  });

  it('end at the first that is refused: what follows would mean something else one level higher', async () => {
    const { device, session, change } = await rig();
    const outcomes = await change('interface Gi9/9/9', 'switchport access vlan 20');
    expect(outcomes.map(({ line }) => line)).toEqual(['configure', 'interface Gi9/9/9', 'end']);
    expect(troubleOf(outcomes)).toMatchObject({ code: 'COMMAND_REJECTED' });
    expect(outcomes[1]?.output).toContain('% Invalid input');
    expect(device.typed).not.toContain('switchport');
    expect(session.alive).toBe(true);
  });

  it('are abandoned, not committed, where the device knows the difference', async () => {
    const commitConfirmed = {
      commit: () => [],
      confirm: [],
      abandon: [{ line: 'rollback' }, { line: 'end' }],
    };
    const on = { ...platform, write: { ...write, leave: [{ line: 'commit and-quit' }], commitConfirmed } };
    const { device, change } = await rig({ answers: { rollback: '' } }, { on });
    expect((await change('shutdown')).map(({ line }) => line)).toEqual([
      'configure',
      'shutdown',
      'rollback',
      'end',
    ]);
    expect(device.typed).not.toContain('commit');
  });

  it.each([
    ['what was refused, and cannot be abandoned', 'shutdown', ['rollback']],
    [
      'what went well, and is not let through with its timer',
      'switchport access vlan 20',
      ['commit confirmed 5', 'rollback'],
    ],
  ])('are never committed without a timer: %s', async (_, line, out) => {
    const commitConfirmed = {
      commit: () => [],
      confirm: [],
      abandon: [{ line: 'rollback' }, { line: 'end' }],
    };
    const on = { ...platform, write: { ...write, leave: [{ line: 'commit and-quit' }], commitConfirmed } };
    const answers = { rollback: REFUSAL, 'commit confirmed 5': REFUSAL };
    const { device, session } = await rig({ answers }, { on });
    const leave = [{ line: 'commit confirmed 5' }];
    const outcomes = await configure(session, [{ line }], { platform: on, redactor, signal, leave });
    expect(outcomes.filter(({ part }) => part === 'leave').map((one) => one.line)).toEqual(out);
    expect(device.typed).not.toContain('commit and-quit');
    expect(session.alive).toBe(false);
  });

  it('have their questions answered as the recipe says', async () => {
    const reply = (answer: string): string =>
      answer === 'y' ? 'Done\r\nsw1(config)#' : 'Cancelled\r\nsw1(config)#';
    const { clock, device, change } = await rig({
      questions: { 'no vlan 20': { ask: 'VLAN 20 is in use. Continue? (y/n) ', reply } },
    });
    const run = change({ line: 'no vlan 20', questions: [{ ask: /Continue\? \(y\/n\) $/, answer: 'y\r' }] });
    while (!device.typed.includes('end\r')) {
      await device.drained();
      clock.advance(ASK_GRACE_MS);
    }
    const outcome = (await run).find(({ part }) => part === 'change');
    expect(outcome).toEqual({
      line: 'no vlan 20',
      part: 'change',
      output: 'VLAN 20 is in use. Continue? (y/n)\nDone',
    });
  });

  it('are not answered by guess: an unforeseen question ends the session, and the transcript says so', async () => {
    const { clock, device, session, change } = await rig({
      questions: { 'no vlan 20': { ask: 'Really? [y/n]: ', reply: () => 'sw1(config)#' } },
    });
    const run = change('no vlan 20', 'switchport access vlan 20');
    while (session.alive) {
      await device.drained();
      clock.advance(QUESTION_WAIT_MS);
    }
    const outcomes = await run;
    expect(outcomes.at(-1)).toMatchObject({ line: 'no vlan 20', broke: { code: 'PROMPT_NOT_FOUND' } });
    expect(device.typed).not.toMatch(/switchport|[yn]\r$/);
  });

  it('leave no session behind that is still in configuration mode', async () => {
    const { session, change } = await rig({}, { modes: { ...MODES, end: 'sw1(config)#' } });
    const outcomes = await change('switchport access vlan 20');
    expect(outcomes.filter(({ part }) => part === 'leave')).toHaveLength(2);
    expect(session.alive).toBe(false);
  });

  it('tell in which line the device hung', async () => {
    const { clock, device, session, change } = await rig({
      hang: { command: 'switchport access vlan 20', afterBytes: 0 },
    });
    const run = change('switchport access vlan 20');
    while (session.alive) {
      await device.drained();
      clock.advance(COMMAND_QUIET_MS);
    }
    expect(troubleOf(await run)).toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('switchport access vlan 20'),
    });
  });

  it('hold no secret in the transcript, neither typed nor printed', async () => {
    const { change } = await rig({
      answers: { [`username bob password ${PASSWORD}`]: `stored ${PASSWORD}\r\n` },
    });
    const outcomes = await change(`username bob password ${PASSWORD}`);
    expect(JSON.stringify(outcomes)).not.toContain(PASSWORD);
    expect(outcomes[1]?.output).toContain('stored');
  });

  it('may not hold a control character', async () => {
    const { device, change } = await rig();
    const outcomes = await change('description a\rreload');
    expect(troubleOf(outcomes)).toMatchObject({ code: 'INVALID_INPUT' });
    expect(device.typed).not.toContain('reload');
  });

  it('may be typed at the privileged prompt too, to save', async () => {
    const { session, clock, device } = await rig({
      questions: {
        'copy run start': { ask: 'Are you sure you want to save? (y/n) ', reply: () => 'Saved!\r\nsw1#' },
      },
    });
    const save = { line: 'copy run start', questions: [{ ask: /\(y\/n\) $/, answer: 'y\r' }] };
    const run = runLines(session, [save], { platform, redactor, signal });
    while (!device.typed.endsWith('y\r')) {
      await device.drained();
      clock.advance(ASK_GRACE_MS);
    }
    expect((await run)[0]).toMatchObject({ output: expect.stringContaining('Saved!') });
    expect(session.alive).toBe(true);
  });
});
