import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { ManualClock } from '../../../shared/runtime/index.ts';
import {
  connectTo,
  credential,
  ENABLE_PASSWORD,
  loginScript,
  PASSWORD,
  raisingDevice,
  rawLines,
  sessionRequest,
} from '../../../test/lab/scripted-session.ts';
import { TRANSCRIPT_LINES_MAX } from '../limits.ts';
import { createRedactor } from '../terminal/redact.ts';
import { transcriptTo } from '../terminal/transcript.ts';
import { openSession } from './session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('a transcript', () => {
  it('tells what was said from the banner on, without a secret in it', async () => {
    const lines: string[] = [];
    const transcript = transcriptTo((line) => lines.push(line));
    const answers = {
      ...loginScript.answers,
      'show running-config': `snmp-server community canary RO\r\nusername x password ${PASSWORD}\r\nvlan 10\r\n`,
    };
    const device = raisingDevice({ ...loginScript, answers }, { turn });
    const request = sessionRequest(new ManualClock(), { transcript });
    const session = await openSession(request, connectTo(device));
    const ask = { redactor: createRedactor(credential), signal: request.signal, transcript };
    await session.ask({ command: 'show running-config', parser: rawLines }, ask);
    expect(lines).toEqual([
      expect.stringMatching(
        /^> logged in by password; host key ssh-ed25519 SHA256:abc \(known\); curve25519-sha256/,
      ),
      ...['<', '< *** ACME # authorised > use only ***', '<'],
      ...['> terminal length 0', '> terminal width 511', '> show running-config'],
      ...['< snmp-server community [sealed] RO', '< username x password [sealed]', '< vlan 10'],
    ]);
    for (const secret of ['canary', PASSWORD, ENABLE_PASSWORD]) expect(lines.join()).not.toContain(secret);
  });

  it('tells why there was no session, rather than nothing at all', async () => {
    const lines: string[] = [];
    const request = sessionRequest(new ManualClock(), {
      transcript: transcriptTo((line) => lines.push(line)),
    });
    const refused = new WaysideError('AUTH_REJECTED', 'sw1 refused the credential campus (user netops)');
    await expect(openSession(request, () => Promise.reject(refused))).rejects.toBe(refused);
    expect(lines).toEqual(['> no session: sw1 refused the credential campus (user netops)']);
  });

  it('hides a short password, too, which a parser must not look for in its rows', () => {
    const redactor = createRedactor({ ...credential, password: 'up', enablePassword: 'gi' });
    expect(redactor.text('Password: up')).toBe('Password: [sealed]');
    expect(redactor.line('Gi1/0/1 up')).toBe('Gi1/0/1 up');
  });

  it('keeps the first lines of a long answer, and says how many there were', () => {
    const lines: string[] = [];
    const { said, heard } = transcriptTo((line) => lines.push(line));
    said('show table');
    for (let row = 0; row < TRANSCRIPT_LINES_MAX + 7; row += 1) heard(`row ${row}`);
    said('quit');
    expect(lines).toHaveLength(TRANSCRIPT_LINES_MAX + 3);
    expect(lines.slice(-2)).toEqual(['… 7 more lines', '> quit']);
  });
});
