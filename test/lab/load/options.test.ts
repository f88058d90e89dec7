import { expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { parseLoadOptions, USAGE } from './options.ts';

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
