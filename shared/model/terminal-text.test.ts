import { expect, test } from 'vitest';
import { terminalTextProblem } from './terminal-text.ts';

test.each([
  ...['--More--', 'desk --More--', ' -- MORE --, next page: Space', '---- More ----', '---(more 50%)---'],
  ...['More: <space>,  Quit: q', '-- [Q quit|D dump|down]', 'Press <SPACE> to continue or <Q> to quit:'],
])('"%s" looks like the pager', (text) => {
  expect(terminalTextProblem(text)).toMatch(/^".{1,40}" looks like the pager of a switch$/);
});

test.each([
  ...['sw1#', 'sw1>', 'sw1(config-if)# ', 'ada@sw1>', '<sw1>', '[*sw1-Vlan10]', '* sw1.12 #', '[ada@sw1] >'],
])('"%s" looks like a prompt', (text) => {
  expect(terminalTextProblem(text)).toMatch(/looks like the prompt/);
});

test.each([
  ...['% Invalid input detected', '%bad', 'Error: busy', 'error', 'Invalid input: x', 'failure: already'],
  ...['Command rejected', 'Permission denied', 'syntax error', 'no such item'],
])('"%s" looks like a refusal', (text) => {
  expect(terminalTextProblem(text)).toMatch(/looks like a refusal/);
});

test.each([
  ...[
    '',
    'desk 12',
    'Printer #',
    'room 2.14 (more desks)',
    'uplink -> core',
    'rack 3 [left]',
    '100%',
    'more power',
  ],
  ...[
    'errors here often',
    'Unknown',
    'invalid?',
    'to sw1 # 4',
    'C# lab',
    '<3 metres',
    'port 5: old',
    'a > b',
  ],
])('"%s" is a text like others', (text) => {
  expect(terminalTextProblem(text)).toBeUndefined();
});
