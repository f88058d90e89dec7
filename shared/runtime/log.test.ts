/** S0.35 levels, S0.56 a log file in a folder that need not exist. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../errors.ts';
import { createLog } from './log.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wayside-log-'));
});

afterEach(() => rmSync(dir, { recursive: true }));

function lines(file: string): Record<string, unknown>[] {
  const text = readFileSync(file, 'utf8').trimEnd();
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('S0.56 appends JSON lines to the file, making its folder', () => {
    const file = join(dir, 'logs', 'controller.log');
    createLog({ component: 'controller', level: 'info', file }).info('job.ended', { job: 'j1' });
    createLog({ component: 'controller', level: 'info', file }).warn('disk.low');
    expect(lines(file)).toMatchObject([
      { level: 'info', component: 'controller', msg: 'job.ended', job: 'j1' },
      { level: 'warn', msg: 'disk.low' },
    ]);
  });

  it('S0.35 leaves out what is below the level, and takes another level at run time', () => {
    const file = join(dir, 'a.log');
    const log = createLog({ component: 'agent', level: 'info', file });
    log.debug('hidden');
    log.setLevel('debug');
    log.debug('shown');
    expect(lines(file).map(({ msg }) => msg)).toEqual(['shown']);
  });

  it('S0.35 takes another level also where a part of the program made its own log before', () => {
    const file = join(dir, 'a.log');
    const log = createLog({ component: 'agent', level: 'info', file });
    const child = log.with({ job: 'j1' });
    const grandchild = child.with({ device: 'sw1' });
    log.setLevel('debug');
    child.debug('of the child');
    grandchild.debug('of the grandchild');
    child.setLevel('error');
    log.warn('hidden');
    expect(lines(file)).toMatchObject([
      { msg: 'of the child', job: 'j1' },
      { msg: 'of the grandchild', job: 'j1', device: 'sw1' },
    ]);
  });

  it('tells code, message and hint of an error, and nothing that hangs on it', () => {
    const file = join(dir, 'a.log');
    const error = new WaysideError('AUTH_REJECTED', 'sw1 refused', {
      hint: 'look',
      cause: { password: 'hunter2hunter2' },
    });
    createLog({ component: 'agent', level: 'info', file }).error('probe.failed', { error });
    expect(lines(file)[0]).toMatchObject({
      error: { code: 'AUTH_REJECTED', message: 'sw1 refused', hint: 'look' },
    });
    expect(readFileSync(file, 'utf8')).not.toContain('hunter2');
  });

  it('S2.44 writes lines of the Elastic Common Schema when it is told to', () => {
    const file = join(dir, 'ecs.log');
    const log = createLog({ component: 'agent', level: 'info', format: 'ecs', file }).with({ agent: 'a1' });
    log.warn('scan.failed', {
      device: 'sw1',
      error: new WaysideError('UNREACHABLE', 'it is silent', { hint: 'ping it' }),
    });
    const [line = {}] = lines(file);
    expect(line).toMatchObject({
      ...{
        'ecs.version': '8.11.0',
        'service.name': 'wayside-agent',
        'log.level': 'warn',
        message: 'scan.failed',
      },
      ...{ 'wayside.agent': 'a1', 'wayside.device': 'sw1', 'wayside.hint': 'ping it' },
      ...{ 'error.code': 'UNREACHABLE', 'error.message': 'it is silent' },
    });
    expect(String(line['@timestamp'])).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    // Nothing of ours stands where the schema has a meaning of its own.
    const known = /^(?:@timestamp|message|log\.level|ecs\.version|service\.name|error\.\w+|wayside\.\w+)$/;
    expect(Object.keys(line).filter((name) => !known.test(name))).toEqual([]);
  });
});
