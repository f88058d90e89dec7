import { expect, test } from 'vitest';
import { describeConfig, programs } from './index.ts';

/** What the last word of a key is called when it is about a secret. */
const SECRET = /password|passphrase|secret|token|credential|masterKey|privateKey/i;
/** About a secret, without being one. */
const ABOUT = ['duration', 'count', 'boolean'];

test('a secret is never the value of a key: others see files, variables and flags, so it names a 0600 file (S0.32)', () => {
  const found = programs.flatMap((program) =>
    describeConfig(program).filter(({ key }) => SECRET.test(key.split('.').at(-1) ?? '')),
  );
  expect(found.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['secrets.masterKeyFile', 'secrets.passphraseFile', 'tokenFile']),
  );
  const open = found.filter(({ type }) => type !== 'secretFile' && !ABOUT.includes(type));
  expect(open.map(({ key }) => key)).toEqual([]);
});
