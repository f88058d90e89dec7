import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command, Platform } from '../../agent/switch/platform.ts';
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import { platformIds } from '../../shared/model/index.ts';
import { benchParse, defaultFixtures, type Judge, judgeRecordings, main } from './parse.ts';
import { EXCEPTIONS, type Exception } from './parse-exceptions.ts';
import { COMMAND_CLASSES } from './parse-kinds.ts';
import { type Recording, readRecordings } from './parse-recordings.ts';
import { type Line, type Report, SHARE_MIN } from './parse-report.ts';
import { classesOf } from './parse-unproven.ts';

const NO_EXCEPTIONS: Judge = { findPlatform, exceptions: [] };

const recordings = readRecordings(defaultFixtures());
const committed = (find: Judge['findPlatform'], some: readonly Recording[] = recordings): Report =>
  judgeRecordings(defaultFixtures(), some, { findPlatform: find, exceptions: EXCEPTIONS });

const sound = committed(findPlatform);

describe('the committed recordings', () => {
  const result = sound;

  test('S1.23 every platform with a recorded MAC table has its rows read right', () => {
    expect(result.platforms.map(({ name }) => name)).toEqual(
      platformIds.filter((id) => id !== 'dell_os10' && id !== 'dell_os9'),
    );
  });

  test.each(result.platforms)('S1.23 the MAC table of $name', (line) => {
    expect(line.differences).toEqual([]);
    expect(line).toMatchObject({ parser: true, unread: 0 });
    expect(Math.min(line.recall, line.precision)).toBeGreaterThanOrEqual(SHARE_MIN);
  });

  test.each(result.classes)('the facts of $name', (line) => {
    const { differences, unread, recall, precision } = line;
    if (Math.min(recall, precision) < SHARE_MIN) expect(differences).toEqual([]);
    expect(unread).toBe(0);
    expect(Math.min(recall, precision)).toBeGreaterThanOrEqual(SHARE_MIN);
  });

  test('every recording is judged, read, of another platform, or listed as of no class', () => {
    const files = (lines: readonly { readonly files: number }[]): number =>
      lines.reduce((sum, line) => sum + line.files, 0);
    const { platforms, classes, otherPlatforms, withoutExpectation, notAClass } = result;
    expect(
      files([...platforms, ...classes, ...otherPlatforms, ...withoutExpectation, ...notAClass]),
    ).toBeGreaterThanOrEqual(readRecordings(defaultFixtures()).length);
  });

  test('every exception quotes its recording and still applies', () => {
    expect(result.exceptionProblems).toEqual([]);
  });

  test.each(platformIds)('what %s calls unproven is what no recording proves', (id) => {
    const told = [...(findPlatform(id)?.unproven ?? [])].sort();
    const recorded = result.unproven.find(({ platform }) => platform === id)?.classes ?? [];
    expect(told).toEqual([...recorded].sort());
  });
});

describe('a pack with a planted bug is caught', () => {
  const lines = ({ platforms, classes }: Report): readonly Line[] => [...platforms, ...classes];
  /** The pack with every parser's rows passed through `spoil`, over the recordings of these classes. */
  const spoilt = (
    spoil: (rows: readonly unknown[]) => readonly unknown[],
    classes: readonly string[] = COMMAND_CLASSES,
  ): Report =>
    committed(
      (id) => {
        const platform = findPlatform(id);
        return platform && spoiltPlatform(platform, spoil);
      },
      recordings.filter((recording) =>
        classesOf(recording, findPlatform(recording.platform)).some((name) => classes.includes(name)),
      ),
    );
  const same = (line: Line, report: Report): Line | undefined =>
    lines(report).find(({ name, class: of }) => name === line.name && of === line.class);

  test('that loses the first row of every answer', () => {
    const result = spoilt((rows) => rows.slice(1));
    for (const line of lines(sound)) {
      if (line.hits > 0) expect(same(line, result)?.recall, line.name).toBeLessThan(line.recall);
    }
  });

  test('that says the first row twice', () => {
    const result = spoilt((rows) => [...rows.slice(0, 1), ...rows], ['fdb', 'ports', 'neighbours', 'arp']);
    for (const line of lines(sound)) {
      if (line.hits === 0 || !['fdb', 'ports', 'neighbours', 'arp'].includes(line.class ?? '')) continue;
      expect(same(line, result)?.precision, line.name).toBeLessThan(line.precision);
    }
  });

  test.each([
    ['the VLAN', ['fdb', 'vlans'], 'vlan', 3_999],
    ['the port', ['fdb'], 'port', 'Gi9/9/9'],
    ['the address', ['fdb', 'arp'], 'mac', '02:00:00:00:00:01'],
    ['the name of the port', ['ports', 'configs'], 'name', 'Gi9/9/9'],
    ['the local port', ['neighbours'], 'port', 'Gi9/9/9'],
    ['the members', ['lags'], 'ports', ['Gi9/9/9']],
  ])('that swaps %s', (_, classes, field, value) => {
    const result = spoilt(
      (rows) =>
        rows.map((row) =>
          Object(row) === row && field in Object(row) ? { ...Object(row), [field]: value } : row,
        ),
      classes,
    );
    for (const line of lines(sound)) {
      if (line.hits === 0 || !classes.includes(line.class ?? '')) continue;
      const { recall = 0, precision = 0 } = same(line, result) ?? {};
      expect(Math.min(recall, precision), line.name).toBeLessThan(SHARE_MIN);
    }
  });
});

function spoiltPlatform(
  platform: Platform,
  spoil: (rows: readonly unknown[]) => readonly unknown[],
): Platform {
  const spoiltCommand = (command: Command<unknown>): Command<unknown> => ({
    ...command,
    ...(command.alternative === undefined ? {} : { alternative: spoiltCommand(command.alternative) }),
    parser: () => {
      const parser = command.parser();
      return {
        push: (line) => parser.push(line),
        end: () => {
          const parsed = parser.end();
          return { ...parsed, rows: spoil(parsed.rows) };
        },
      };
    },
  });
  const spoiltLists = (lists: object): object =>
    Object.fromEntries(
      Object.entries(lists).map(([name, commands]) => [
        name,
        (commands as readonly Command<unknown>[]).map(spoiltCommand),
      ]),
    );
  const asked = Object.fromEntries(
    (['lookup', 'neighbourDetail', 'portFdb', 'portStatus', 'portConfig', 'arpLookup'] as const).flatMap(
      (name) => {
        const ask = platform[name];
        return ask === undefined ? [] : [[name, (argument: string) => spoiltCommand(ask(argument))]];
      },
    ),
  );
  return {
    ...platform,
    commands: spoiltLists(platform.commands) as Platform['commands'],
    alsoReads: spoiltLists(platform.alsoReads ?? {}) as NonNullable<Platform['alsoReads']>,
    ...asked,
  };
}

describe('any folder', () => {
  let dir: string;
  let out: string;
  let err: string;
  const run = (...args: string[]): number =>
    main(
      args,
      (text) => (out += text),
      (text) => (err += text),
    );
  const put = (path: string, text: string): void => {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const yml = (...rows: string[]): string =>
    `parsed_sample:\n${rows.map((row) => `  - {${row}}\n`).join('')}`;
  const RAW =
    'Vlan Mac Address Type Ports\n1 0011.2233.4401 DYNAMIC Gi1/0/1\n2 0011.2233.4402 STATIC Gi1/0/2\n';
  const ROW_1 =
    'destination_address: 0011.2233.4401, destination_port: [GigabitEthernet1/0/1], type: dynamic, vlan_id: "1"';

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'parse-bench-'));
    out = '';
    err = '';
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  test.each(['', 'ntc/'])('is read with and without ntc/ on top: "%s"', (prefix) => {
    put(`${prefix}cisco_ios/show_mac-address-table/a.raw`, RAW);
    put(
      `${prefix}cisco_ios/show_mac-address-table/a.yml`,
      yml(ROW_1, 'mac: 00:11:22:33:44:02, port: Gi1/0/2, type: static, vlan: 2'),
    );
    expect(run('--dir', dir, '--json')).toBe(0);
    expect(JSON.parse(out).total).toMatchObject({ files: 1, expected: 2, hits: 2, recall: 1, precision: 1 });
  });

  test('a wrong port, VLAN or type is a row missed and a row too many, shown with the raw line', () => {
    put('cisco_ios/show_mac-address-table/a.raw', RAW);
    put(
      'cisco_ios/show_mac-address-table/a.yml',
      yml(ROW_1, 'mac: 0011.2233.4402, port: Gi1/0/9, type: static, vlan: 2'),
    );
    expect(run('--dir', dir)).toBe(1);
    expect(out).toContain('missed 00:11:22:33:44:02 vlan 2 port Gi1/0/9 static');
    expect(out).toContain('extra 00:11:22:33:44:02 vlan 2 port Gi1/0/2 static');
    expect(out).toContain('raw: 2 0011.2233.4402 STATIC Gi1/0/2');
    expect(out).toMatch(/cisco_ios +1 +0 +2 +2 +0 +0 +0 +100\.0% +50\.0% +50\.0%/);
    expect(out).toContain('below 99.0%: cisco_ios fdb');
  });

  test('a row that an incomplete expectation leaves out counts as beyond it, not as wrong', () => {
    put('cisco_ios/show_mac-address-table/a.raw', RAW);
    put('cisco_ios/show_mac-address-table/a.yml', yml(ROW_1));
    run('--dir', dir, '--json');
    expect(JSON.parse(out).total).toMatchObject({ expected: 1, found: 2, hits: 1, beyond: 1, precision: 1 });
  });

  test('the other layout, with booleans for static', () => {
    put('dell_os6/show_mac_address_table.txt', '1  F8B1.5695.CFF1  Management  Vl1\n');
    put(
      'dell_os6/show_mac_address_table.expected.json',
      '[{"mac": "F8:B1:56:95:CF:F1", "interface": "vlan 1", "static": true, "vlan": 1}]',
    );
    run('--dir', dir, '--json');
    expect(JSON.parse(out).total).toMatchObject({ expected: 1, hits: 1, precision: 1 });
  });

  test('a platform of ours without a pack scores 0 and fails; another one is only listed', () => {
    put('cisco_ios/show_mac-address-table/a.raw', RAW);
    put('cisco_ios/show_mac-address-table/a.yml', yml(ROW_1));
    put('avaya_ers/show_mac-address-table/a.raw', RAW);
    put('avaya_ers/show_mac-address-table/a.yml', yml(ROW_1));
    const result = benchParse(dir, { exceptions: [], findPlatform: () => undefined });
    expect(result.platforms).toMatchObject([{ name: 'cisco_ios', recall: 0, precision: 0, unread: 1 }]);
    expect(result.missingParsers).toEqual(['avaya_ers', 'cisco_ios']);
    expect(result.otherPlatforms).toMatchObject([{ name: 'avaya_ers', recall: 0 }]);
    expect(result.failing).toEqual(['cisco_ios fdb']);
  });

  test('a recording of a class that no command of the pack reads is missed as a whole', () => {
    put('dell_force10/show_arp_made_up/a.raw', 'x\n');
    put('dell_force10/show_arp_made_up/a.yml', yml('ip_address: 10.0.0.1, mac_address: 0011.2233.4401'));
    const result = benchParse(dir, NO_EXCEPTIONS);
    expect(result.classes).toMatchObject([{ name: 'dell_os9 arp', recall: 0, precision: 0, expected: 2 }]);
    expect(result.unread).toMatchObject([{ platform: 'dell_os9', class: 'arp' }]);
  });

  test('a recording of no class of ours is named and counted', () => {
    put('cisco_ios/show_power_inline/a.raw', 'x\n');
    put('cisco_ios/show_power_inline/b.raw', 'x\n');
    run('--dir', dir);
    expect(out).toContain('cisco_ios: show power inline (2)');
  });

  test('a wrong fact of another class is a fact missed and one too many', () => {
    const raw =
      'Port      Name               Status       Vlan       Duplex  Speed Type\n' +
      'Gi1/0/1   uplink             connected    trunk      a-full a-1000 10/100/1000BaseTX\n';
    put('cisco_ios/show_interfaces_status/a.raw', raw);
    put(
      'cisco_ios/show_interfaces_status/a.yml',
      yml('port: Gi1/0/1, name: uplink, status: connected, vlan_id: trunk, duplex: a-half, speed: a-1000'),
    );
    expect(run('--dir', dir)).toBe(1);
    expect(out).toContain('missed Gi1/0/1 duplex=half');
    expect(out).toContain('extra Gi1/0/1 duplex=full');
    expect(out).toContain('raw: Gi1/0/1   uplink');
  });

  describe('exceptions', () => {
    const exception: Exception = {
      file: 'cisco_ios/show_mac-address-table/a.raw',
      row: '00:11:22:33:44:02 vlan 2 port Gi1/0/9 static',
      rawLine: '2 0011.2233.4402 STATIC Gi1/0/2',
      why: 'the file is wrong',
    };
    const judge = (...exceptions: Exception[]): Report => benchParse(dir, { findPlatform, exceptions });
    beforeEach(() => {
      put('ntc/cisco_ios/show_mac-address-table/a.raw', RAW);
      put(
        'ntc/cisco_ios/show_mac-address-table/a.yml',
        yml(ROW_1, 'mac: 0011.2233.4402, port: Gi1/0/9, type: static, vlan: 2'),
      );
    });

    test('take what they explain out of the judgement', () => {
      const both = judge(exception, { ...exception, row: '00:11:22:33:44:02 vlan 2 port Gi1/0/2 static' });
      expect(both.platforms).toMatchObject([{ recall: 1, precision: 1, excepted: 2, expected: 1 }]);
      expect(both.exceptionProblems).toEqual([]);
      const { row: _, ...whole } = exception;
      expect(judge({ ...whole, field: 'row' }).failing).toEqual([]);
    });

    test.each([
      ['quotes a line that is not there', { rawLine: '2 0011.2233.4402' }, /not in the recording/],
      ['no longer applies', { row: '00:11:22:33:44:01 vlan 1 port Gi1/0/1 dynamic' }, /no longer applies/],
    ])('one that %s is an error', (_, change, problem) => {
      expect(judge({ ...exception, ...change }).exceptionProblems).toMatchObject([
        { problem: expect.stringMatching(problem) },
      ]);
    });

    test('those of files that are not in the folder are left alone', () => {
      expect(judge({ ...exception, file: 'cisco_ios/other/b.raw' }).exceptionProblems).toEqual([]);
    });
  });

  test.each([
    ['a folder that is not there', () => join(dir, 'none')],
    [
      'a file',
      () => {
        put('file', '');
        return join(dir, 'file');
      },
    ],
    ['a folder without recordings', () => dir],
    [
      'a broken expectation',
      () => {
        put('cisco_ios/show_mac-address-table/a.raw', RAW);
        put('cisco_ios/show_mac-address-table/a.yml', '{: [');
        return dir;
      },
    ],
  ])('%s ends with exit code 2 and says what to do', (_, make) => {
    expect(run('--dir', make())).toBe(2);
    expect(err).toContain('INVALID_INPUT');
    expect(out).toBe('');
  });

  test('an unknown option is refused with the usage', () => {
    expect(run('--folder', dir)).toBe(2);
    expect(err).toContain('usage: bench:parse');
  });
});
