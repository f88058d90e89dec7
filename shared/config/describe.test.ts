import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { describeConfig, explainKey, formatValue, readFlags, sampleConfig } from './describe.ts';
import { loadConfig, programs } from './index.ts';

test('every default is inside its own bounds, and prints as it is declared', () => {
  for (const program of programs) {
    const { flat } = loadConfig(program, { env: {}, document: { where: 'x', text: '' } });
    for (const row of describeConfig(program)) {
      expect(row.doc.endsWith('.'), row.key).toBe(true);
      if (row.fixed) expect(formatValue(program, row.key, flat[row.key]), row.key).toBe(row.default);
    }
  }
});

test('environment names and flags are unique within a program', () => {
  for (const program of programs) {
    const rows = describeConfig(program);
    expect(new Set(rows.map((row) => row.env)).size).toBe(rows.length);
    expect(new Set(rows.map((row) => row.flag)).size).toBe(rows.length);
  }
});

test('a row says all that is needed to set the key', () => {
  expect(explainKey('agent', 'ssh.connectTimeout')).toEqual({
    program: 'agent',
    key: 'ssh.connectTimeout',
    type: 'duration',
    default: '15s',
    fixed: true,
    env: 'WAYSIDE_SSH__CONNECT_TIMEOUT',
    flag: '--ssh-connect-timeout',
    expects: 'a duration with its unit such as 30s or 1h30m, from 1s to 2m',
    doc: 'How long connecting and logging in to a switch may take.',
  });
});

test('a key is found by its environment name and flag too; a wrong one gets the nearest name', () => {
  expect(explainKey('agent', 'WAYSIDE_LOG__LEVEL').key).toBe('log.level');
  expect(explainKey('agent', '--log-level').key).toBe('log.level');
  expect(() => explainKey('agent', 'log.levle')).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_KEY', hint: 'did you mean log.level?' }),
  );
});

test('the sample file is valid as it stands, and with every value uncommented it says the defaults', () => {
  for (const program of ['controller', 'agent'] as const) {
    const sample = sampleConfig(program);
    const asIs = loadConfig(program, { env: {}, document: { where: '/x/sample.yaml', text: sample } });
    expect(Object.values(asIs.origins).every(({ from }) => from === 'default')).toBe(true);
    const uncommented = sample.replace(/^( *)#([a-zA-Z]+:)/gm, '$1$2');
    expect(parseDocument(uncommented).errors).toEqual([]);
    const full = loadConfig(program, { env: {}, document: { where: '/x/sample.yaml', text: uncommented } });
    expect(full.values).toEqual(asIs.values);
    const fixed = describeConfig(program).filter((row) => row.fixed);
    expect(Object.values(full.origins).filter(({ from }) => from === 'file').length).toBe(fixed.length);
  }
});

test('options of a parser become flags that win over the file (S0.35, S0.56)', () => {
  const flags = readFlags('agent', {
    logLevel: 'debug',
    logFile: 'agent.log',
    sshPoolMax: 7,
    config: 'x',
    check: true,
  });
  expect(flags).toEqual({ 'log.level': 'debug', 'log.file': 'agent.log', 'ssh.pool.max': '7' });
  const document = { where: '/x/a.yaml', text: 'log: {level: warn, file: /var/log/a}' };
  const { log } = loadConfig('agent', { env: {}, document, flags, directory: '/work' }).values;
  expect(log).toEqual({ level: 'debug', file: '/work/agent.log', format: 'json' });
});
