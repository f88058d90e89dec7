import { describe, expect, it } from 'vitest';
import { catalogue } from '../advice.ts';
import { plant, report } from '../tree.ts';
import { checkAdvice, type Judge } from './advice.ts';

const judge: Judge = ([first]) => (first === 'status' ? undefined : 'there is no such command');
const found = (files: Record<string, string>): readonly string[] => report(checkAdvice(plant(files), judge));

describe('checkAdvice', () => {
  it('reads commands in strings and templates up to the sign that ends them', () => {
    const text = [
      "const a = 'See `wayside status` first.';",
      "const b = 'Type: wayside backup create -f FILE';",
      `const c = \`wayside sight \${a}\`;`,
      '// wayside comment',
    ].join('\n');
    expect(found({ 'shared/a.ts': text })).toEqual([
      expect.stringContaining('shared/a.ts:2 tells people to type `wayside backup create -f FILE`'),
      expect.stringContaining('shared/a.ts:3 tells people to type `wayside sight`'),
    ]);
  });

  it('leaves alone what the name of a program, a path or a test says', () => {
    const text = "const a = '/etc/wayside folder'; const b = 'the wayside-agent run';";
    expect(found({ 'agent/a.ts': text, 'agent/a.test.ts': "const a = 'wayside nothing';" })).toEqual([]);
  });

  it('knows the real command line', () => {
    expect(catalogue(['agent', 'ban', 'lab-a', '--why', 'stolen'])).toBeUndefined();
    // A text names a command, and leaves out what it is about.
    expect(catalogue(['user', 'password'])).toBeUndefined();
    expect(catalogue(['backup', 'create', '-f', 'FILE'])).toContain('unknown option');
    expect(catalogue(['backup', 'make'])).toContain('unknown command');
  });
});
