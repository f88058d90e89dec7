/** What a person at the host of an agent reads: doctor, status and bundle. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import type { Finding } from '../../shared/model/index.ts';
import { ManualClock } from '../../shared/runtime/index.ts';
import type { AgentLife } from '../health/index.ts';
import { doctorCommand } from './doctor.ts';
import { lifeLines } from './life.ts';
import type { CommandInput } from './prompt.ts';
import { supportBundleCommand } from './support-bundle.ts';

let printed: string[];
beforeEach(() => {
  printed = [];
});
const print = (line: string): void => void printed.push(line);

describe('doctor', () => {
  const findings: readonly Finding[] = [
    { level: 'ok', check: 'disk', message: 'there is room', hint: undefined },
    { level: 'warning', check: 'clock', message: 'it is 45 s ahead', hint: 'let it follow NTP' },
    { level: 'problem', check: 'identity', message: 'named \u001b[2J by a device', hint: 'join' },
  ];

  async function run(found: readonly Finding[], ...args: string[]): Promise<boolean> {
    let failed = false;
    const fail = (): void => {
      failed = true;
    };
    await doctorCommand({ examine: async () => found, print, fail }).parseAsync(args, { from: 'user' });
    return failed;
  }

  test('prints each check with its cure below, and fails when there is a problem', async () => {
    expect(await run(findings)).toBe(true);
    expect(printed).toEqual([
      'disk      ok       there is room',
      'clock     warning  it is 45 s ahead',
      '          -> let it follow NTP',
      'identity  PROBLEM  named \\x1b[2J by a device',
      '          -> join',
    ]);
    expect(await run(findings.slice(0, 2))).toBe(false);
  });

  test('gives the same as JSON, and takes no other form', async () => {
    await run(findings, '-o', 'json');
    expect(JSON.parse(printed[0] ?? '')).toEqual({ findings: JSON.parse(JSON.stringify(findings)) });
    await expect(run(findings, '-o', 'xml')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

test('status tells since when there is no session, why, and what to do; and which sources were not read', () => {
  const life: AgentLife = {
    version: '1.1.0',
    isRunning: true,
    state: {
      ...{ pid: 7, version: '1.0.0', startedAt: 0, http: 'http://127.0.0.1:1' },
      session: { up: false, since: 60_000, code: 'WRONG_CA', message: 'another CA', hint: undefined },
    },
    certificateExpiresAt: 86_400_000,
    spoolMaxBytes: 2 ** 20,
    store: {
      ...{ schema: 2, sizeBytes: 1 },
      spool: { outbox: 'o', deltas: 2, bytes: 2 ** 19, oldestAt: 1000 },
      sources: [
        { source: 'ams1/source/a', completeness: 'complete', code: '', reason: '', finishedAt: 5000 },
        {
          source: 'ams1/source/b',
          completeness: 'failed',
          code: 'UNREACHABLE',
          reason: 'no\nway',
          finishedAt: 9000,
        },
      ],
    },
  };
  expect(lifeLines(life)).toEqual([
    'version\t1.1.0 is installed, 1.0.0 is running since 1970-01-01T00:00:00.000Z as process 7',
    'session\tnone since 1970-01-01T00:01:00.000Z: another CA [WRONG_CA]',
    expect.stringMatching(/^cure\t\w/),
    'certificate until\t1970-01-02T00:00:00.000Z',
    'spool\t2 deltas, 0.5 MiB of 1.0 MiB, the oldest of 1970-01-01T00:00:01.000Z',
    'sources\t2, 1 not read in full; last scan 1970-01-01T00:00:09.000Z',
    '  ams1/source/b\tfailed at 1970-01-01T00:00:09.000Z: no\\nway [UNREACHABLE]',
  ]);
  expect(lifeLines({ ...life, isRunning: false, store: undefined })[0]).toBe('version\t1.1.0, not running');
});

describe('support-bundle', () => {
  let file: string;
  beforeEach(() => {
    const dir = mkdtempSync(join(tmpdir(), 'wayside-bundle-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    file = join(dir, 'b.tar.gz');
  });

  async function run(stdin: CommandInput, ...args: string[]): Promise<string | undefined> {
    const deps = {
      ...{ stdin, print, prompt: print, clock: new ManualClock() },
      parts: () => [{ name: 'about.json', read: () => '{}' }],
    };
    try {
      await supportBundleCommand(deps).parseAsync(['-f', file, ...args], { from: 'user' });
      return undefined;
    } catch (error) {
      return WaysideError.from(error).code;
    }
  }

  function typing(keys: string): CommandInput {
    const stdin = new PassThrough();
    stdin.end(keys);
    return Object.assign(stdin, { isTTY: true });
  }

  test('says what it will hold and asks; nobody to ask needs --yes', async () => {
    expect(await run(Readable.from([]))).toBe('INVALID_INPUT');
    expect(await run(typing('n\n'))).toBe('CANCELLED');
    expect(await run(typing(''))).toBe('CANCELLED');
    expect(existsSync(file)).toBe(false);
    expect(await run(typing('yes\n'))).toBeUndefined();
    expect(printed.join('\n')).toMatch(/The bundle will hold:\n {2}about\.json/);
    expect(printed.at(-1)).toBe(`${file} holds 1 file; only you can read it`);
  });

  test('never takes the place of another file', async () => {
    expect(await run(Readable.from([]), '--yes')).toBeUndefined();
    expect(await run(Readable.from([]), '--yes')).toBe('ALREADY_EXISTS');
  });
});
