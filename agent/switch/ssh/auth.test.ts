import { describe, expect, it } from 'vitest';
import type { Credential } from '../../jobs/driver.ts';
import { type AuthMethod, createAuthPlan, KeyboardAnswers } from './auth.ts';

const login: Credential = { username: 'u', password: 'p', enablePassword: undefined, privateKey: undefined };
const keyed: Credential = { ...login, privateKey: 'PEM' };

/** The methods tried against a device that refuses each with that list. */
function tries(
  credential: Credential,
  offered: readonly string[],
  known?: AuthMethod,
): (AuthMethod | false)[] {
  const plan = createAuthPlan(credential, known);
  const tried: (AuthMethod | false)[] = [plan.next(undefined, false)];
  while (tried.at(-1) !== false && tried.length < 10) tried.push(plan.next(offered, false));
  return tried;
}

describe('createAuthPlan', () => {
  it('sends a rejected password on no other method (S1.22)', () => {
    expect(tries(login, ['password', 'keyboard-interactive'])).toEqual(['password', false]);
    expect(tries(login, ['publickey', 'password'])).toEqual(['password', false]);
  });

  it('falls back to keyboard-interactive where the method password is not taken at all', () => {
    expect(tries(login, ['publickey', 'keyboard-interactive'])).toEqual([
      'password',
      'keyboard-interactive',
      false,
    ]);
  });

  it('begins with the method that worked before', () => {
    expect(tries(login, ['keyboard-interactive'], 'keyboard-interactive')).toEqual([
      'keyboard-interactive',
      false,
    ]);
  });

  it('tries a private key first and the password once after it', () => {
    expect(tries(keyed, ['publickey', 'password'])).toEqual(['publickey', 'password', false]);
    expect(tries({ ...keyed, password: '' }, ['publickey', 'password'])).toEqual([
      'publickey',
      'none',
      false,
    ]);
  });

  it('knocks without a secret where the device takes neither, since some log in within the shell', () => {
    expect(tries(login, [])).toEqual(['password', 'none', false]);
  });

  it('stops at a second factor, but gives the password as the second factor of a key', () => {
    const plan = createAuthPlan(login, undefined);
    plan.next(undefined, false);
    expect(plan.next(['keyboard-interactive'], true)).toBe(false);
    const second = createAuthPlan(keyed, undefined);
    second.next(undefined, false);
    expect(second.next(['password'], true)).toBe('password');
  });

  it('goes on with the password when the private key cannot be read', () => {
    const plan = createAuthPlan(keyed, undefined);
    expect(plan.next(undefined, false)).toBe('publickey');
    expect(plan.next(undefined, false)).toBe('password');
    expect(plan.next(undefined, false)).toBe(false);
  });
});

describe('KeyboardAnswers', () => {
  it('answers every prompt with the password and a visible user name prompt with the name', () => {
    const answers = new KeyboardAnswers(login);
    expect(answers.answer([{ prompt: 'Username: ', echo: true }])).toEqual(['u']);
    expect(answers.answer([{ prompt: 'Password for login u:', echo: true }])).toEqual(['p']);
    const round = [
      { prompt: 'Login: ', echo: true },
      { prompt: 'Enter your secret: ', echo: false },
    ];
    expect(new KeyboardAnswers(login).answer(round)).toEqual(['u', 'p']);
  });

  it.each([
    'Enter PASSCODE: ',
    'One-time password: ',
    'Verification code: ',
    'OTP:',
    'Token response for u:',
    'Enter PIN: ',
    'Challenge 4711. Response: ',
  ])('keeps the password to itself where %s is asked', (prompt) => {
    const answers = new KeyboardAnswers(login);
    expect(answers.answer([{ prompt: 'Password: ' }, { prompt }])).toBeUndefined();
    expect(answers.why).toBe(prompt);
  });

  it('does not give the password again when it is asked a second time', () => {
    const answers = new KeyboardAnswers(login);
    answers.answer([{ prompt: 'Password:' }]);
    expect(answers.answer([{ prompt: 'Password:' }])).toBeUndefined();
  });

  it('gives nothing where two secrets are asked at once: a new password and the same once more', () => {
    const answers = new KeyboardAnswers(login);
    expect(
      answers.answer([{ prompt: 'New password: ' }, { prompt: 'Retype new password: ' }]),
    ).toBeUndefined();
    expect(answers.why).toBe('Retype new password: ');
  });
});
