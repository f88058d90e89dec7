import { describe, expect, test } from 'vitest';
import { beforeLog, cleanText, isLogLine } from './clean.ts';

const ESC = '\u001b';

describe('cleanText', () => {
  test('colour, cursor and title codes vanish, columns stay', () => {
    expect(cleanText(`${ESC}[1;32mGi1/0/1${ESC}[0m   up${ESC}[K`)).toBe('Gi1/0/1   up');
    expect(cleanText(`${ESC}]0;switch1\u0007Vlan${ESC}[24;1H  Mac`)).toBe('Vlan  Mac');
  });

  test('a pager that wipes its prompt with backspaces leaves the row in its columns', () => {
    const wipe = '\b'.repeat(9);
    expect(cleanText(` --More-- ${wipe}        ${wipe}   1    30a3.30a3.a1c3`)).toBe(
      '   1    30a3.30a3.a1c3',
    );
  });

  test.each([
    ['12   bcmRX   0.04%  --More-- or (q)uit', '12   bcmRX   0.04%'],
    ['--More-- or (q)uit', ''],
    ['<--- More --->', ''],
    ['--More-- (26%)', ''],
    ['---(more)---', ''],
    ['---(more 45%)---', ''],
    ['-- MORE --, next page: Space, next line: Enter, quit: q', ''],
  ])('the prompt of a pager is not part of the line: %s', (raw, clean) => {
    expect(cleanText(raw)).toBe(clean);
  });

  test('tabs go to the next eighth column', () => {
    expect(cleanText('10\tPo10(RU)\t\tLACP\r')).toBe('10      Po10(RU)                LACP');
  });

  test.each([
    '  ---- More ----',
    '-- MORE --, next page: Space, next line: Enter, quit: Control-C',
    '--More--, next page: Space, next line: Return key, quit: Control-c',
  ])('the pager %s leaves nothing', (pager) => {
    expect(cleanText(`${pager}Gi1/0/1`)).toBe('Gi1/0/1');
  });

  test('a ruler is not taken for a pager', () => {
    expect(cleanText('---- ------- ----')).toBe('---- ------- ----');
  });
});

describe('isLogLine', () => {
  test.each([
    '%LINK-3-UPDOWN: Interface GigabitEthernet1/0/1, changed state to up',
    '*Mar  1 00:01:02.123: %SYS-5-CONFIG_I: Configured from console by vty0',
    '000123: Nov 21 20:53:00 UTC: %LINEPROTO-5-UPDOWN: Line protocol on Interface Vlan1, changed state to up',
    '<189> Nov 21 20:53:00 switch1-1 TRAPMGR[trapTask]: traputil.c(721) 3405 %% NOTE Link Up: Gi1/0/1',
    'Load for five secs: 9%/0%; one minute: 7%; five minutes: 7%',
    'Time source is NTP, 10:00:00.123 CET Mon Nov 21 2026',
    'Time source is hardware calendar, *10:00:00.123 UTC Mon Nov 21 2026',
    'No time source, *10:41:42.531 UTC Fri Mar 1 2002',
    '%Jan  1 00:10:11:123 2026 sw-1 SHELL/5/SHELL_LOGIN: admin logged in from 10.0.0.9.',
    'Jan 22 2026 07:28:34 PE1 %%01IFPDT/4/IF_STATE(l)[3]:Interface GE0/0/1 has turned into UP state.',
    '2026-1-22 07:28:34+01:00 PE1 %%01SSH/4/STOP(s)[9]:The connection is closed.',
    'I 01/22/26 11:22:33 00076 ports: port 1 is now on-line',
    'SYSLOG: <14>Jan  1 00:00:00 sw-1 System: Interface ethernet 1/1/1, state up',
  ])('knows %s', (line) => {
    expect(isLogLine(line)).toBe(true);
  });

  test.each([
    ['   1    0011.22*Mar  1 00:01:02.123: %LINK-3-UPDOWN: Interface Gi1/0/1', '   1    0011.22'],
    ['1  00:11:22:33:44:55  dyn%LINK-3-UPDOWN: Interface Gi1/0/1', '1  00:11:22:33:44:55  dyn'],
    ['10   0011.<189> Nov 21 20:53:00 switch1-1 TRAPMGR: %% NOTE Link Up', '10   0011.'],
    ['GE0/0/1  upJan 22 2026 07:28:34 PE1 %%01IFPDT/4/IF_STATE(l)[3]:x', 'GE0/0/1  up'],
    ['gi1   1G-Cop01-Jan-2020 10:00:00 %LINK-W-Down:  gi12', 'gi1   1G-Cop'],
    [' 3  00:0c:29:41Nov 21 10:00:00: %STKUNIT0-M:CP %IFMGR-5-OSTATE_UP: up: Te 0/1', ' 3  00:0c:29:41'],
    ['sw1: 000012: 1w2d: %SYS-5-CONFIG_I: Configured', ''],
    ['<14>NOV 21 20:53:00 switch1-1 General: sent', ''],
    ['core-1: 21 Nov 20:53 CET: %SYS-5-CONFIG_I: Configured', ''],
  ])('finds what came before the message in %s', (line, head) => {
    expect(beforeLog(line)).toBe(head);
  });

  test.each([
    '% Invalid input detected',
    '1  0011.2233.4455  dynamic  Gi1/0/1',
    'CPU 2.18%',
    'Gi1/0/1  Load for five secs: 9%/0%; one minute: 7%',
    'Time source is in room 10',
  ])('lets %s pass', (line) => {
    expect(isLogLine(line)).toBe(false);
  });
});
