import { expect, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { ManualClock, silentLog } from '../../shared/runtime/index.ts';
import { Secret } from '../../shared/seal/index.ts';
import type { ServerCertificate } from './identity.ts';
import { ServerCertificateKeeper } from './server-certificate.ts';

const DAY_MS = 86_400_000;

test('the certificate of a controller that runs for long is made anew at half of its life, also after a failure', async () => {
  const clock = new ManualClock();
  const made = (): ServerCertificate => ({
    keyPem: new Secret('key'),
    chainPem: 'chain',
    expiresAt: clock.now() + 90 * DAY_MS,
  });
  const shown: ServerCertificate[] = [];
  let failures = 1;
  const keeper = new ServerCertificateKeeper({
    clock,
    log: silentLog,
    identity: {
      server: made(),
      renewServer: async () => {
        failures -= 1;
        if (failures >= 0) throw new WaysideError('DISK_FULL', 'no room for the file');
        return made();
      },
    },
    onRenewed: (certificate) => shown.push(certificate),
  });
  clock.advance(45 * DAY_MS - 1);
  await keeper.tick();
  expect(shown).toHaveLength(0);
  clock.advance(1);
  await keeper.tick();
  expect(shown).toHaveLength(0);
  await keeper.tick();
  expect(shown).toHaveLength(1);
  clock.advance(45 * DAY_MS - 1);
  await keeper.tick();
  expect(shown).toHaveLength(1);
  clock.advance(1);
  await keeper.tick();
  expect(shown.map(({ expiresAt }) => expiresAt - clock.now())).toEqual([45 * DAY_MS, 90 * DAY_MS]);
});
