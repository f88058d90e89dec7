/** Commands that change the session or the configuration; the show commands come from the renderers. */
import { longPortName } from '../campus/wire.ts';
import { findPort, type Lines, type ShowCommand } from '../render/show.ts';
import type { SwitchConfig } from './config.ts';
import type { Dialect } from './dialect.ts';
import type { Grammar, Mode } from './grammar.ts';

/** A command's view of the session that runs it. */
export interface CliSession {
  readonly dialect: Dialect;
  readonly config: SwitchConfig;
  readonly enablePassword: string | undefined;
  mode: Mode;
  /** Short name of the port that is being configured. */
  port: string;
  /** Lines per page; 0 turns paging off. */
  pageLines: number;
  ended: boolean;
  ask(question: string, answer: 'line' | 'key' | 'secret'): Promise<string>;
}

/** What the command prints. */
export type SessionCommand = (session: CliSession, args: readonly string[]) => Lines | Promise<Lines>;
export type CliCommand =
  | { readonly kind: 'show'; readonly show: ShowCommand }
  | { readonly kind: 'session'; readonly run: SessionCommand };

const EXEC: readonly Mode[] = ['user', 'privileged'];
const PRIVILEGED: readonly Mode[] = ['privileged'];
const CONFIG: readonly Mode[] = ['config', 'interface'];
const INTERFACE: readonly Mode[] = ['interface'];

export function grammarOf(dialect: Dialect): Grammar<CliCommand>[] {
  const shows = dialect.commands.map(
    (show): Grammar<CliCommand> => ({
      words: show.syntax.split(' '),
      modes: show.privileged ? PRIVILEGED : EXEC,
      command: { kind: 'show', show },
    }),
  );
  const others = sessionCommands.map(
    ([syntax, modes, run]): Grammar<CliCommand> => ({
      words: syntax.split(' '),
      modes,
      command: { kind: 'session', run },
    }),
  );
  return [...shows, ...others];
}

const leave: SessionCommand = (session) => {
  session.ended = true;
  return [];
};

const exitExec: SessionCommand = (session) => {
  if (session.mode === 'privileged' && session.dialect.exitLeads === 'user') session.mode = 'user';
  else session.ended = true;
  return [];
};

const exitConfig: SessionCommand = (session) => {
  session.mode = session.mode === 'interface' ? 'config' : 'privileged';
  return [];
};

const end: SessionCommand = (session) => {
  session.mode = 'privileged';
  return [];
};

const enable: SessionCommand = async (session) => {
  if (session.mode === 'privileged') return [];
  if (session.enablePassword !== undefined) {
    const typed = await session.ask('Password:', 'secret');
    if (typed !== session.enablePassword) return session.dialect.badEnable;
  }
  session.mode = 'privileged';
  return [];
};

const disable: SessionCommand = (session) => {
  session.mode = 'user';
  return [];
};

const configure: SessionCommand = (session) => {
  session.mode = 'config';
  return session.dialect.configure;
};

const terminalLength: SessionCommand = (session, [lines = '0']) => {
  session.pageLines = Number(lines);
  return [];
};

const save: SessionCommand = (session) => {
  session.config.save();
  return session.dialect.saved;
};

const copyToStartup: SessionCommand = async (session) => {
  const { saveQuestion, saveAnswer } = session.dialect;
  const answer = await session.ask(saveQuestion, saveAnswer);
  if (saveAnswer === 'key' && answer.toLowerCase() !== 'y') return ['', '', 'Configuration Not Saved!'];
  return save(session, []);
};

const rename: SessionCommand = (session, [hostname = '']) => {
  session.config.rename(hostname);
  return [];
};

const chooseInterface: SessionCommand = (session, [typed = '']) => {
  const port = findPort(session.config.device, typed);
  if (!port)
    return session.dialect.invalid(session.config.device.hostname.length + longPortName(typed).length);
  session.port = port.name;
  session.mode = 'interface';
  return [];
};

type PortChange = Parameters<SwitchConfig['changePort']>[1];

function changePort(change: (args: readonly string[]) => PortChange): SessionCommand {
  return (session, args) => {
    session.config.changePort(session.port, change(args));
    return [];
  };
}

const unquoted = (text = ''): string => text.replace(/^"(.*)"$/, '$1');

const sessionCommands: readonly (readonly [string, readonly Mode[], SessionCommand])[] = [
  ['enable', EXEC, enable],
  ['disable', PRIVILEGED, disable],
  ['exit', EXEC, exitExec],
  ['quit', EXEC, leave],
  ['logout', EXEC, leave],
  ['terminal length <number>', EXEC, terminalLength],
  ['terminal width <number>', EXEC, () => []],
  ['configure', PRIVILEGED, configure],
  ['configure terminal', PRIVILEGED, configure],
  ['write', PRIVILEGED, save],
  ['write memory', PRIVILEGED, save],
  ['copy running-config startup-config', PRIVILEGED, copyToStartup],
  ['exit', CONFIG, exitConfig],
  ['end', CONFIG, end],
  ['hostname <word>', CONFIG, rename],
  ['interface <interface>', CONFIG, chooseInterface],
  ['description <text>', INTERFACE, changePort(([text]) => ({ description: unquoted(text) }))],
  ['no description', INTERFACE, changePort(() => ({ description: '' }))],
  ['switchport mode access', INTERFACE, changePort(() => ({ mode: 'access' }))],
  ['switchport access vlan <number>', INTERFACE, changePort(([vlan]) => ({ vlan: Number(vlan) }))],
  ['shutdown', INTERFACE, changePort(() => ({ shutdown: true }))],
  ['no shutdown', INTERFACE, changePort(() => ({ shutdown: false }))],
];
