/** One SSH connection to a simulated switch: authentication, then exactly one shell. */
import type {
  AuthContext,
  Connection,
  KeyboardAuthContext,
  PasswordAuthContext,
  ServerChannel,
  Session,
} from 'ssh2';
import type { Random } from '../../../shared/runtime/index.ts';
import { CPU_HANDSHAKE_MS } from './counters.ts';
import type { ShellHost } from './shell.ts';
import { Terminal } from './terminal.ts';

/** `none`: the device asks in the terminal, if at all. */
export type AuthMethod = 'password' | 'keyboard-interactive' | 'none';

export interface Login {
  readonly username: string;
  readonly password: string;
  readonly methods: readonly AuthMethod[];
  /** Wrong passwords before the switch hangs up. */
  readonly attemptsMax: number;
  /** Settings of the terminal behind the user name; not a part of it. */
  readonly suffix?: RegExp;
}

export interface ConnectionOptions {
  readonly host: Pick<ShellHost, 'clock' | 'counters' | 'faults' | 'cpu'>;
  readonly login: Login;
  readonly random: Random;
  /** Counts connections from 1. */
  readonly number: number;
  /** Closes the connection without a word. */
  readonly cut: () => void;
  /** The conversation on a terminal; its run ends with the session. */
  readonly shell: (terminal: Terminal) => { run(): Promise<void> };
}

export function serve(connection: Connection, options: ConnectionOptions): void {
  // A client that breaks off in the middle is its own affair; the socket's close does the counting.
  connection.on('error', () => undefined);
  connection.on('handshake', () => options.host.cpu.work(CPU_HANDSHAKE_MS));
  authenticate(connection, options);
  let taken = false;
  connection.on('session', (accept, reject) => {
    if (taken) return reject();
    taken = true;
    serveSession(accept(), { ...options, rekey: () => void connection.rekey() });
  });
}

function authenticate(connection: Connection, { host, login }: ConnectionOptions): void {
  let failures = 0;
  const isUser = (name: string): boolean =>
    name === login.username ||
    (login.suffix !== undefined && name.replace(login.suffix, '') === login.username);
  const judge = (context: AuthContext, right: boolean): void => {
    const { counters, faults } = host;
    counters.authAttempts += 1;
    if (right && isUser(context.username) && !faults.current.rejectAuth) {
      context.accept();
      return;
    }
    counters.authFailures += 1;
    failures += 1;
    if (failures >= login.attemptsMax) connection.end();
    else context.reject([...login.methods]);
  };
  connection.on('authentication', (context) => {
    if (context.method === 'none' && login.methods.includes('none')) return context.accept();
    if (!isOffered(context, login.methods)) return context.reject([...login.methods]);
    if (context.method === 'password') return judge(context, context.password === login.password);
    context.prompt([{ prompt: 'Password: ', echo: false }], (answers) =>
      judge(context, answers[0] === login.password),
    );
  });
}

function isOffered(
  context: AuthContext,
  methods: readonly AuthMethod[],
): context is PasswordAuthContext | KeyboardAuthContext {
  return methods.some((method) => method === context.method);
}

type SessionOptions = ConnectionOptions & { readonly rekey: () => void };

/** A terminal and a shell, nothing else: such gear refuses to run single commands. */
function serveSession(session: Session, options: SessionOptions): void {
  const { host } = options;
  session.on('pty', (accept) => accept?.());
  session.on('window-change', (accept) => accept?.());
  session.on('env', (_accept, reject) => reject?.());
  session.on('exec', (_accept, reject) => {
    host.counters.execRefused += 1;
    reject?.();
  });
  session.on('shell', (accept) => startShell(accept(), options));
}

function startShell(channel: ServerChannel, { host, random, cut, rekey, shell }: SessionOptions): void {
  host.counters.shells += 1;
  const terminal = new Terminal(channel, { clock: host.clock, random, faults: host.faults, cut, rekey });
  // The run ends by logout or because the line is gone; both are normal ends of a session.
  shell(terminal)
    .run()
    .catch((error: unknown) => {
      if (!terminal.gone.aborted) throw error;
    });
}
