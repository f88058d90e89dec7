import { describe, expect, it } from 'vitest';
import { fieldProblems } from './rules.ts';
import { parseJump } from './ssh.ts';

describe('the jump host of a source', () => {
  it.each<readonly [string, ReturnType<typeof parseJump>]>([
    ['10.0.0.5', { address: '10.0.0.5', port: 22 }],
    ['bastion.example.net:2222', { address: 'bastion.example.net', port: 2222 }],
    ['2001:db8::7', { address: '2001:db8::7', port: 22 }],
    ['[2001:db8::7]:2222', { address: '2001:db8::7', port: 2222 }],
    ['bastion:0', undefined],
    ['bastion:70000', undefined],
    ['a b', undefined],
    ['[x', undefined],
    ['user@host:22:1', undefined],
    ['', undefined],
  ])('%s is read as it is meant, or not at all', (text, expected) => {
    expect(parseJump(text)).toEqual(expected);
  });

  it('is judged when it is written, so that nothing is dialled without it by mistake', () => {
    const problems = (fields: Record<string, string>) =>
      fieldProblems('source', fields, '').map(({ field }) => field);
    expect(problems({ jump: '10.0.0.5:22', jumplogin: 'bastion' })).toEqual([]);
    expect(problems({ jump: '', jumplogin: '' })).toEqual([]);
    expect(problems({ jump: 'admin@10.0.0.5', jumplogin: 'a b' })).toEqual(['jump', 'jumplogin']);
  });
});
