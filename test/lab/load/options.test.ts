import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { checkJsonFile, parseLoadOptions, USAGE } from './options.ts';

function refusal(line: string): readonly string[] {
  try {
    parseLoadOptions(line.split(' '));
  } catch (error) {
    if (error instanceof WaysideError) return error.violations.map(({ field }) => field);
  }
  return [];
}

test('without a word it is a small load on a controller of its own', () => {
  const options = parseLoadOptions([]);
  expect([options.agents, options.sites, options.address, options.faults]).toEqual([100, 10, undefined, []]);
});

test('every wrong flag is named at once', () => {
  const line = '--agents 10001 --seconds 0 --latency 1.5 --faults cut,flood --prefix Load --address lab:7443';
  expect(refusal(line).toSorted()).toEqual(
    ['--address', '--agents', '--faults', '--latency', '--prefix', '--seconds'].toSorted(),
  );
});

test('a controller that runs is never killed', () => {
  const line = '--address lab:7443 --ca-file ca.pem --token-file token --faults cut,kill-controller';
  expect(refusal(line)).toEqual(['--faults']);
});

test('a flag that does not exist is refused with all that there are', () => {
  expect(() => parseLoadOptions(['--agent', '5'])).toThrow(/agent/);
  expect(USAGE).toContain('--agents N');
});

test('a process has whole sites', () => {
  expect(parseLoadOptions(['--processes', '4']).processes).toBe(4);
  expect(refusal('--processes 4 --sites 3')).toEqual(['--processes']);
});

test('there are no more sites than agents', () => {
  expect(parseLoadOptions(['--agents', '5']).sites).toBe(5);
  expect(parseLoadOptions(['--agents', '0', '--clean']).sites).toBe(1);
  expect(refusal('--agents 2 --processes 3')).toEqual(['--processes']);
});

test('a report that cannot be written is refused before the run', () => {
  expect(() => checkJsonFile('/nonexistent/x.json')).toThrow('--json /nonexistent/x.json cannot be written');
  expect(() => checkJsonFile(tmpdir())).toThrow('it is a folder');
  expect(() => checkJsonFile(join(tmpdir(), 'wayside-load-report-that-is-not-there.json'))).not.toThrow();
});
