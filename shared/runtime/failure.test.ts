import { expect, test } from 'vitest';
import { WaysideError } from '../errors.ts';
import { escapeText } from './escape.ts';
import { failureText } from './failure.ts';

test('a failure is told by its message and code, every wrong field, and the hint', () => {
  const error = new WaysideError('INVALID_INPUT', 'the credential is not stored', {
    hint: 'Read the guide',
    violations: [
      { field: 'targets[1]', message: 'is no host' },
      { field: '', message: 'is empty' },
    ],
  });
  expect(failureText('wayside-agent', error)).toBe(
    [
      'wayside-agent: the credential is not stored [INVALID_INPUT]',
      '  targets[1]: is no host',
      '  is empty',
      '  hint: Read the guide',
      '',
    ].join('\n'),
  );
  expect(failureText('p', new WaysideError('INTERNAL', 'm'))).toBe('p: m [INTERNAL]\n');
});

test('nothing of it moves the cursor of who reads it', () => {
  const steering = '\u001b[2J\n\u009b\u202eé';
  expect(escapeText(steering)).toBe('\\x1b[2J\\n\\x9b\\u202eé');
  const violations = [{ field: steering, message: steering }];
  const text = failureText('p', new WaysideError('INVALID_INPUT', steering, { hint: steering, violations }));
  expect(text.match(/\n/g)).toHaveLength(3);
  expect(escapeText(text.replaceAll('\n', ''))).toBe(text.replaceAll('\n', ''));
});
