/** The README: its commands do what it says, and its captured terminal is what they print. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../shared/runtime/index.ts';
import { sample } from '../house/sample.ts';
import { expectShown, missing } from './samples-compare.ts';
import { built, type Printed, Terminal } from './samples-terminal.ts';

const LAB_MAX_MS = 60_000;

interface Package {
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
}

function packageJson(): Package {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as Package;
}

describe('the lab, npm run lab -- --once,', () => {
  let printed: Printed;
  beforeAll(async () => {
    const terminal = new Terminal();
    const lab = { commands: [`node "${built('test/lab/main.js')}" --once`] };
    printed = await terminal.run(lab).finally(() => terminal.close());
  }, LAB_MAX_MS);

  test('S0.28 does the main job, finds all three addresses where they really are, and ends with 0', () => {
    expect(printed.exitCode, printed.text).toBe(0);
    const truths = [...printed.text.matchAll(/is really at (.+)$/gm)].map(([, place]) => place);
    const answers = [...printed.text.matchAll(/^PORT found: (.+?) {2}/gm)].map(([, place]) => place);
    expect(truths).toHaveLength(3);
    expect(answers, printed.text).toEqual(truths);
    expect(printed.text.match(/ succeeded: 14 ok$/gm), printed.text).toHaveLength(1);
    expect(printed.text.match(/^asked 3 of 14 switches in \S+: 3 ok; /gm), printed.text).toHaveLength(3);
  });

  test('prints what the README shows', () => {
    const { commands, output } = sample('lab');
    expect(commands[0]).toBe('npm run lab -- --once');
    expect(packageJson().scripts['lab']).toMatch(/^npm run build.* && node dist\/test\/lab\/main\.js$/);
    const typed = commands.slice(1).map((command) => `$ ${command}`);
    for (const line of typed) expect(printed.text.split('\n')).toContain(line);
    expectShown(printed.text.replaceAll(/^\$ .*\n/gm, ''), output);
  });

  test('is what the README says to type', () => {
    expect(sample('try').commands).toEqual(['npm ci', 'npm run lab -- --once']);
  });
});

test('npm install --global finds three programs in the build, which the PATH then has', async () => {
  expect(sample('install').commands).toEqual(['npm ci', 'npm run build', 'npm install --global .']);
  const { bin } = packageJson();
  expect(Object.keys(bin).sort()).toEqual(['wayside', 'wayside-agent', 'wayside-controller']);
  for (const file of Object.values(bin)) {
    expect(readFileSync(join(packageRoot(), file), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  }
  const terminal = new Terminal();
  onTestFinished(() => terminal.close());
  const { exitCode, text } = await terminal.run({
    commands: Object.keys(bin).map((name) => `${name} --version`),
  });
  expect({ exitCode, versions: text.match(/^(?:wayside )?\d+\.\d+\.\d+$/gm) }, text).toMatchObject({
    exitCode: 0,
    versions: { length: 3 },
  });
});

test('S0.53 npm test builds, and runs all tests to one last line', () => {
  expect(sample('test').commands).toEqual(['npm ci', 'npm test']);
  expect(packageJson().scripts['test']).toBe('npm run build && node dist/test/run.js');
});

describe('what a page shows', () => {
  const printed = 'NAME   AGE\nsw1    12s\nsw2    3m\n\nasked 2 switches in 48ms: 2 ok\n';

  test('may differ in blanks, times and ids, and leave out what it marks', () => {
    expect(
      missing(printed, ['NAME AGE', 'sw1 1s', 'sw2 now', 'asked 2 switches in 5ms: 2 ok']),
    ).toBeUndefined();
    expect(missing(printed, ['…', 'sw2  9h', 'asked 2 …'])).toBeUndefined();
    expect(missing(printed, ['NAME  AGE', '…'])).toBeUndefined();
  });

  test('may not differ in a word, a number, the order, or leave out a line unmarked', () => {
    expect(missing(printed, ['NAME AGE', 'sw1 1s', 'sw3 1s', '…'])).toContain('sw3 N');
    expect(missing(printed, ['…', 'asked 2 switches in 5ms: 1 ok'])).toHaveLength(1);
    expect(missing(printed, ['…', 'sw2 1s', '…', 'sw1 1s', '…'])).toEqual(['sw1 N']);
    expect(missing(printed, ['NAME AGE', 'sw2 1s', '…'])).toHaveLength(2);
    expect(missing(printed, ['sw1 1s', '…'])).toHaveLength(1);
    expect(missing(printed, ['NAME AGE'])).toHaveLength(1);
  });
});
