import { it } from 'vitest';
import { ManualClock, silentLog, systemClock } from '../../shared/runtime/index.ts';
import { ScriptedDevice, whole } from '../../test/lab/scripted-device.ts';
import { connectTo, credential, sessionRequest, linkFacts } from '../../test/lab/scripted-session.ts';
import { ciscoIos } from './platforms/cisco_ios/index.ts';
import { dellOs6 } from './platforms/dell_os6/index.ts';
import { openSession } from './session.ts';
import { createRedactor } from './redact.ts';
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const TABLE = 'Vlan    Mac Address       Type        Ports\r\n----    -----------       --------    -----\r\n   1    0011.2233.4455    DYNAMIC     Gi1/0/1\r\n';
for (const [name, prompt, extra] of [
  ['plain', 'sw1#', {}], ['paren', '(Routing) #', {}], ['paren>', '(Routing) >', {}], ['space', 'my switch#', {}], ['umlaut', 'büro-1#', {}], ['digits', '10-2#', {}], ['star', '*sw1*#', {}], ['stack', 'sw1-2/1#', {}],
  ['noecho', 'sw1#', { echo: false }], ['press', 'sw1#', { banner: 'sw1 con0 is now available\r\n\r\nPress RETURN to get started.\r\n\r\n', press: true }],
  ['motd', 'sw1#', { banner: 'a# b\r\nsw9#' + '\r\n' }], ['gluedlog', 'sw1#', { glue: true }],
] as any[]) it(name, async () => {
  const clock = new ManualClock() as any;
  const answers: any = { 'terminal length 0': '', 'terminal width 511': '', 'show mac address-table': TABLE, 'show version': 'Cisco IOS Software, x\r\n' };
  const device = new ScriptedDevice({ prompt, answers, questions: { enable: { ask: 'Password: ', reply: () => prompt.replace('>', '#') } }, ...extra } as any, { turn, cut: whole });
  if (extra.glue) { const w = device.write.bind(device); }
  let done = false;
  const { ...req } = sessionRequest as any;
  const typed: any = typeof sessionRequest === 'function' ? (sessionRequest as any)(clock) : sessionRequest;
  const p = openSession({ ...typed, clock, platform: ciscoIos, detect: () => ciscoIos, knownMethod: undefined, signal: new AbortController().signal } as any, connectTo(device) as any)
    .then(async (s) => { const r = await s.ask({ command: 'show mac address-table', parser: ciscoIos.commands.fdb[0]!.parser } as any, { redactor: createRedactor(credential), signal: new AbortController().signal }); return JSON.stringify({ prompt: s.facts.prompt, host: s.facts.hostname, rows: r.rows.length, unknown: r.unknown }); }, (e) => e.code + ' ' + e.message + ' | ' + e.hint)
    .catch((e) => 'ASK ' + e.code + ' ' + e.message).finally(() => { done = true; });
  let ms = 0;
  while (!done && ms < 200000) { for (let i = 0; i < 30; i++) await turn(); if (!done) { clock.advance(100); ms += 100; } }
  console.log(name, ms, done ? await p : 'STUCK', JSON.stringify(device.typed));
});
