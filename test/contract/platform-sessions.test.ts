/** True sessions of other people's devices, told again: found by what they say, read, and never waited for in vain. */
import { describe, expect, test } from 'vitest';
import { detectPlatform, platforms } from '../../agent/switch/platforms/index.ts';
import { openSession } from '../../agent/switch/ssh/session.ts';
import { createRedactor } from '../../agent/switch/terminal/redact.ts';
import { WaysideError } from '../../shared/errors.ts';
import { systemClock } from '../../shared/runtime/index.ts';
import { TrueTerminal, trueSession } from '../lab/replay/oxidized.ts';
import { credential, linkFacts, sessionRequest } from '../lab/scripted-session.ts';

const questions = platforms.flatMap(({ loginQuestions = [] }) => loginQuestions);

interface Case {
  readonly file: string;
  readonly platform: string;
  readonly softwareVersion?: string;
  /** The recording of the greeting ends before it. */
  readonly prompt?: string;
}

const CASES: readonly Case[] = [
  {
    file: 'aoscx-6000-48G_PL.10.13.0005-simulation.yaml',
    platform: 'aruba_aoscx',
    softwareVersion: 'PL.10.13.0005',
  },
  {
    file: 'aoscx-8325H_HL.10.15.1020-simulation.yaml',
    platform: 'aruba_aoscx',
    softwareVersion: 'HL.10.15.1020',
  },
  {
    file: 'aoscx-R8N85A-C6000-48G-CL4_PL.10.08.1010-simulation.yaml',
    platform: 'aruba_aoscx',
    softwareVersion: 'PL.10.08.1010',
  },
  { file: 'ios-C9800-L-F-K9_17.06.05-simulation.yaml', platform: 'cisco_ios', softwareVersion: '17.6.5' },
  {
    file: 'ironware-ICX7150-48Z-HPOE-simulation.yaml',
    platform: 'ruckus_icx',
    softwareVersion: '08.0.95jT211',
    prompt: 'SSH@icx-1#',
  },
  {
    file: 'junos-srx300_22.4-simulation.yaml',
    platform: 'juniper_junos',
    softwareVersion: '22.4R3-S2.11',
    prompt: '\r\n{primary:node0}\r\noxidized@srx-1> ',
  },
  {
    file: 'junos-srx300_22.4_wo_cluster-simulation.yaml',
    platform: 'juniper_junos',
    softwareVersion: '22.4R3-S2.11',
  },
  {
    file: 'nxos-C93180YC-FX3J_10.4.5-simulation.yaml',
    platform: 'cisco_nxos',
    softwareVersion: '10.4(5) [Maintenance Release]',
  },
  // No answer to any question that a pack knows, and a family that none knows.
  { file: 'eos-DCS-7050SX3-48YC8_4.29.2F-simulation.yaml', platform: 'unknown' },
  { file: 'netgear-GS752TPP_6.0.10.14-simulation.yaml', platform: 'unknown' },
  { file: 'aosw-Aruba7210_8.10.0.7-simulation.yaml', platform: 'unknown' },
];

describe.each(CASES)('the session of $file', ({ file, platform, softwareVersion, prompt }) => {
  test.each([1, 7, 1_000_000])('in pieces of %i bytes', async (pieceBytes) => {
    const terminal = new TrueTerminal(trueSession(file, prompt), pieceBytes);
    const session = await openSession(
      sessionRequest(systemClock, { platform: undefined, detect: detectPlatform, questions }),
      () => Promise.resolve({ facts: linkFacts, channel: terminal }),
    );
    const { signal } = new AbortController();
    const options = { redactor: createRedactor(credential), signal };
    expect(session.platform.id).toBe(platform);
    const [command] = session.platform.commands.system;
    const rows = command ? (await session.ask(command, options)).rows : [];
    expect(rows[0]?.softwareVersion).toBe(softwareVersion);
    expect(await session.check(signal)).toBeGreaterThanOrEqual(0);
    expect(session.takeUnasked?.()).toBe(false);
    session.destroy(new WaysideError('CANCELLED', 'the test is over'));
  });
});
