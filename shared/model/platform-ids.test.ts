import { describe, expect, it } from 'vitest';
import { platformIds, platformProblem } from './platform-ids.ts';

describe('a platform id', () => {
  it.each(['', 'dell_os6', 'dell_force10', ...platformIds])('may be "%s"', (id) => {
    expect(platformProblem(id)).toBeUndefined();
  });

  it.each([
    ['cisco', 'cisco_ios or cisco_nxos or cisco_smb'],
    ['Cisco-IOS-XE', 'cisco_ios'],
    ['DELL_OS6', 'dell_os6'],
    ['juniper', 'juniper_junos'],
    ['procurve', 'hp_procurve'],
    ['arista_eos4', 'arista_eos'],
  ])('that is "%s" is answered with the one that was likely meant', (typed, meant) => {
    expect(platformProblem(typed)).toBe(`must be a platform id, such as ${meant}, or empty`);
  });

  it.each(['x', 'netgear_m4300', 'a'.repeat(10_000)])('like none of them is answered with all', (typed) => {
    expect(platformProblem(typed)).toMatch(/^must be one of arista_eos, .*, ruckus_icx, or empty$/);
  });
});
