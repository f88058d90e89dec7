/**
 * The mistakes of the tool that port tracing and port work took over from, each by the letter of our notes: what is
 * said here of writing is tried here, and of the others the test that beats them is named and looked for.
 */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { groupsOf } from '../../agent/switch/write/port-steps.ts';
import { portStep, SwitchRig } from './support/switch-rig.ts';

const rigs: SwitchRig[] = [];

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop();
});

async function start(): Promise<SwitchRig> {
  const rig = await SwitchRig.start('dell_os6');
  rigs.push(rig);
  return rig;
}

/** The tests of the other letters, each named by it. */
const ELSEWHERE = [
  ['test/contract/trace-seed-bugs.test.ts', '(a) case-sensitive substring keywords'],
  ['test/contract/trace-seed-bugs.test.ts', '(b) fixed list of uplinks'],
  ['test/contract/trace-seed-bugs.test.ts', '(c) a hit on a port channel'],
  ['test/contract/trace-seed-bugs.test.ts', '(d) rules tied to one model'],
  ['test/contract/trace-seed-bugs.test.ts', '(e) only dotted upper-case addresses match'],
  ['agent/switch/pool/pool.test.ts', '(f) never exceeds the limit per device in a race of 200'],
  ['agent/switch/ssh/client.test.ts', '(g) sends nothing at all to a host whose key is judged'],
  ['agent/switch/parse/line-splitter.test.ts', '(h) the same lines come out wherever the bytes are cut'],
  ['controller/plans/planners/ports.test.ts', '(k) 300 ports that are not there are all told'],
  ['agent/switch/ssh/client.test.ts', '(l) sends a password once, however many methods'],
] as const;

describe('bugs of the former port tool', () => {
  it.each(ELSEWHERE)('in %s: %s', (file, words) => {
    const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    // The title of a test that runs: neither a comment nor one that is left out.
    const titles = [
      ...source.matchAll(/(?:^ +(?:it|test)|\](?: as const)?\)|\.each\([^()]{1,200}\))\(\s*'([^']+)'/gm),
    ];
    expect(titles.filter(([, title = '']) => title.startsWith(words))).toHaveLength(1);
  });

  it('(i) a description that is cut short, looks like a state or has columns of blanks, breaks no reading', async () => {
    const rig = await start();
    const texts = [
      'Room 4.17 desk of the second row by the window, left',
      'Down  Off A  20',
      'a    b      c',
      '--- Up ---',
    ];
    const ports = rig.ports.slice(0, texts.length);
    const steps = ports.map((port, at) => portStep(at + 1, port, { description: texts[at] ?? '' }));
    const fates = await rig.many(steps);
    expect(fates.map(({ state }) => state)).toEqual(texts.map(() => 'done'));
    expect(ports.map(({ name }) => rig.port(name)?.description)).toEqual(texts);
    // And the state of the same ports is still read: none of it is stale, and all of it is done.
    const off = ports.map(({ name }, at) => {
      const now = rig.port(name);
      if (!now) throw new Error(`${name} is gone`);
      return portStep(at + 1, now, { adminUp: now.state === 'disabled' });
    });
    expect((await rig.many(off)).map(({ state }) => state)).toEqual(texts.map(() => 'done'));
  });

  it('(j) ports that do not follow each other are changed in one range, and each is read back', async () => {
    const rig = await start();
    const ports = [0, 1, 2, 5, 7, 8, 9].flatMap((at) => rig.ports[at] ?? []);
    const rest = rig.ports.filter((port) => !ports.includes(port));
    const vlan = rig.simulated.device.vlans.find((one) =>
      ports.every((port) => port.vlan !== one.vlan),
    )?.vlan;
    const steps = ports.map((port, at) => portStep(at + 1, port, { accessVlan: vlan ?? 1 }));
    expect((await rig.many(steps)).map(({ state }) => state)).toEqual(ports.map(() => 'done'));
    expect(rig.typed.filter((line) => line.startsWith('interface'))).toHaveLength(1);
    expect(rig.typed.find((line) => line.startsWith('interface range'))).toMatch(/-\d+,/);
    expect(ports.map(({ name }) => rig.port(name)?.vlan)).toEqual(ports.map(() => vlan));
    for (const port of rest) expect(rig.port(port.name)).toEqual(port);
  });

  it('never cut a group of ports so that one is left out or done twice', () => {
    for (let count = 1; count < 120; count += 1) {
      const wishes = Array.from({ length: count }, (_, at) => ({
        port: `Gi1/0/${at}`,
        change: { accessVlan: at % 3 },
      }));
      for (const max of [1, 5, 48]) {
        const groups = groupsOf(wishes, max);
        expect(groups.every(({ ports }) => ports.length <= max)).toBe(true);
        const all = groups.flatMap(({ ports }) => ports);
        expect([...all].sort()).toEqual(wishes.map(({ port }) => port).sort());
      }
    }
  });
});
