import { describe, expect, test } from 'vitest';
import { detectPlatform, findPlatform, platforms } from './index.ts';

test('packs are found by their id', () => {
  expect(platforms.map(({ id }) => id)).toEqual(['dell_os6', 'cisco_ios']);
  expect(platforms.map(({ id }) => findPlatform(id)?.id)).toEqual(['dell_os6', 'cisco_ios']);
  expect(findPlatform('toString')).toBeUndefined();
});

test.each([
  'Cisco Nexus Operating System (NX-OS) Software',
  'Cisco IOS XR Software, Version 6.5.3',
  'Dell EMC Networking OS10 Enterprise',
  'Dell Real Time Operating System Software\nDell Operating System Version:  2.0',
  'System Description............................. Accton AS4610-54P , 3.2.2.42, Linux 3.6.5',
  'Arista DCS-7050SX3-48YC8-F',
])('%s is not ours', (text) => {
  expect(detectPlatform(text)).toBeUndefined();
});

describe.each(platforms)('$id', (platform) => {
  test.each([
    ['switch1>', false],
    ['\r\nsw-01.example#', true],
    ['text\nsw(config-if-Gi1/0/1)# ', true],
    ['\rsw(config-if)#', true],
  ])('%j is a prompt, privileged: %s', (buffer, privileged) => {
    expect(platform.prompt.test(buffer)).toBe(true);
    expect(platform.privilegedPrompt.test(buffer)).toBe(privileged);
  });

  test.each(['Password:', 'Building configuration', '1    0011.2233.4455', '#### welcome ####', 'a > b'])(
    '%j is no prompt',
    (buffer) => expect(platform.prompt.test(buffer)).toBe(false),
  );

  test('its pager is known at the end of the buffer, with blanks around it', () => {
    const prompt = platform.id === 'dell_os6' ? '--More-- or (q)uit' : ' --More-- ';
    expect(platform.more.test(`Gi1/0/1 up\r\n${prompt}`)).toBe(true);
    expect(platform.more.test(`${prompt}\r\nGi1/0/1 up`)).toBe(false);
  });

  test.each([
    ["% Invalid input detected at '^' marker.", 'COMMAND_REJECTED'],
    ['% Incomplete command.', 'COMMAND_REJECTED'],
    ['Command authorization failed.', 'COMMAND_DENIED'],
  ])('%s fails the command as %s', (line, code) => {
    expect(platform.errors.find(({ pattern }) => pattern.test(line))?.code).toBe(code);
  });

  test('a log message is no error', () => {
    const log = '%LINK-3-UPDOWN: Interface Gi1/0/1, changed state to up';
    expect(platform.errors.filter(({ pattern }) => pattern.test(log))).toEqual([]);
  });
});
