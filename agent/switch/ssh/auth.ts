/**
 * Which login method comes next. The password is judged once per connection and no more, so that no account is
 * locked: keyboard-interactive gets it only where the device does not take the method `password` at all.
 */
import type { AuthHandlerMiddleware } from 'ssh2';
import type { Credential } from '../../jobs/driver.ts';

export type AuthMethod = 'publickey' | 'password' | 'keyboard-interactive' | 'none';

export interface AuthPlan {
  /** The method that worked, once the device has let us in. */
  readonly method: AuthMethod | undefined;
  /** `offered` and `partial` come with the device's refusal of the method before; undefined at first. False: give up. */
  next(offered: readonly string[] | undefined, partial: boolean): AuthMethod | false;
}

export function createAuthPlan(credential: Credential, knownMethod: AuthMethod | undefined): AuthPlan {
  const tried = new Set<AuthMethod>();
  let method: AuthMethod | undefined;
  const choose = (offered: readonly string[] | undefined, partial: boolean): AuthMethod | false => {
    // Undefined again: the private key could not be read, and nothing was sent.
    if (offered === undefined) return tried.size === 0 ? first(credential, knownMethod) : 'password';
    const sent = tried.has('password') || tried.has('keyboard-interactive');
    // A method that succeeded is not offered again; one that is offered again was refused.
    const judged =
      tried.has('keyboard-interactive') || (tried.has('password') && offered.includes('password'));
    if (judged || (sent && partial)) return false;
    if (!sent && offered.includes('password') && credential.password !== '') return 'password';
    if (offered.includes('keyboard-interactive')) return 'keyboard-interactive';
    // Some switches let anyone into a shell that asks for the login itself. Nothing secret is sent this way.
    return partial ? false : 'none';
  };
  return {
    get method() {
      return method;
    },
    next(offered, partial) {
      const chosen = choose(offered, partial);
      if (chosen === false || tried.has(chosen)) return false;
      tried.add(chosen);
      method = chosen;
      return chosen;
    },
  };
}

function first(credential: Credential, knownMethod: AuthMethod | undefined): AuthMethod {
  if (credential.privateKey !== undefined) return 'publickey';
  if (knownMethod === 'keyboard-interactive' || knownMethod === 'none') return knownMethod;
  return credential.password === '' ? 'none' : 'password';
}

/** The plan in the form that ssh2 asks for. `refuse` is called when a device asks for more than it should get; `why` quotes it. */
export function authHandler(
  plan: AuthPlan,
  credential: Credential,
  refuse: (why: string) => void,
): AuthHandlerMiddleware {
  const { username, password, privateKey } = credential;
  const answers = new KeyboardAnswers(credential);
  return (offered: readonly string[] | null, partial: boolean | null, next) => {
    const type = plan.next(offered ?? undefined, partial === true);
    // ssh2 takes false for "no more", which its types do not know.
    if (type === false) next(false as never);
    else if (type === 'publickey') next({ type, username, key: privateKey ?? '' });
    else if (type === 'password') next({ type, username, password });
    else if (type === 'none') next({ type, username });
    else
      next({
        type,
        username,
        prompt: (_name, _instructions, _language, prompts, finish) => {
          const given = answers.answer(prompts);
          if (given) finish([...given]);
          else refuse(answers.why);
        },
      });
  };
}

export interface Question {
  readonly prompt: string;
  readonly echo?: boolean;
}

/** One-time codes, tokens, PINs: the password must not end up in their log, nor count as a wrong try. */
const ASKS_CODE =
  /passcode|one.?time|\botp\b|token|verification|authenticator|second factor|2fa|\bpin\b|challenge|\bcode\b/i;
const ASKS_USER = /user|login/i;

/** Answers keyboard-interactive: the user name where it is asked, else the password, in one round only. */
export class KeyboardAnswers {
  private readonly credential: Credential;
  private passwordGiven = false;
  /** What was asked that got no answer. */
  why = '';

  constructor(credential: Credential) {
    this.credential = credential;
  }

  /** Undefined: the device asks again for what was refused, or for something that no password answers; stop here. */
  answer(questions: readonly Question[]): readonly string[] | undefined {
    const asksUser = ({ prompt, echo }: Question): boolean =>
      echo === true && ASKS_USER.test(prompt) && !/password/i.test(prompt);
    const code = questions.find(({ prompt }) => ASKS_CODE.test(prompt));
    const [secret, second] = questions.filter((question) => !asksUser(question));
    if (code) return this.refuse(code);
    // A new password and the same once more: neither is ours to give, and none is sent twice.
    if (second) return this.refuse(second);
    if (secret && this.passwordGiven) return this.refuse(secret);
    this.passwordGiven ||= secret !== undefined;
    return questions.map((question) =>
      asksUser(question) ? this.credential.username : this.credential.password,
    );
  }

  private refuse({ prompt }: Question): undefined {
    this.why = prompt;
    return undefined;
  }
}
