import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { benchParse, defaultFixtures, main } from './parse.ts';

describe('the committed recordings', () => {
  const result = benchParse(defaultFixtures());

  test.each(['dell_os6', 'cisco_ios'])(
    'S1.23 every row of every MAC table of %s is read right, none is made up',
    (name) => {
      const line = result.platforms.find((platform) => platform.name === name);
      expect(line?.differences).toEqual([]);
      expect(line).toMatchObject({ parser: true, recall: 1, precision: 1, unknownLines: 0 });
      expect(line?.expected).toBeGreaterThan(50);
    },
  );

  test.each(result.classes)('the other classes too: $name', (line) => {
    expect(line.differences).toEqual([]);
    expect(line).toMatchObject({ recall: 1, precision: 1, unknownLines: 0 });
  });

  test('all classes with an expectation are scored', () => {
    expect(result.classes.map(({ name }) => name)).toEqual([
      'cisco_ios lags',
      'cisco_ios neighbours',
      'cisco_ios ports',
      'cisco_ios system',
      'dell_os6 vlans',
    ]);
  });

  test('a platform without a pack scores 0 and is listed', () => {
    expect(result.missingParsers).toContain('arista_eos');
    expect(result.platforms.find(({ name }) => name === 'arista_eos')).toMatchObject({
      recall: 0,
      precision: 0,
      found: 0,
    });
    expect(result.total.recall).toBeLessThan(1);
  });
});

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
    expect(run('--dir', dir)).toBe(0);
    expect(out).toContain('missed 00:11:22:33:44:02 vlan 2 port Gi1/0/9 static');
    expect(out).toContain('extra 00:11:22:33:44:02 vlan 2 port Gi1/0/2 static');
    expect(out).toContain('raw: 2 0011.2233.4402 STATIC Gi1/0/2');
    expect(out).toMatch(/cisco_ios +1 +2 +2 +0 +0 +50\.0% +50\.0%/);
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
