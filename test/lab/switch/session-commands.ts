/** Commands that change the session or the configuration; the show commands come from the renderers. */
import { longPortName } from '../campus/wire.ts';
import { findPort, type Lines, type ShowCommand } from '../render/show.ts';
import type { SwitchConfig } from './config.ts';
import type { Dialect } from './dialect.ts';
import type { FaultBox } from './faults.ts';
import type { Grammar, Mode } from './grammar.ts';

/** A command's view of the session that runs it. */
export interface CliSession {
  readonly dialect: Dialect;
  readonly config: SwitchConfig;
  readonly enablePassword: string | undefined;
  mode: Mode;
  /** What is being configured, as the prompt shows it: the short name of a port, the number of a VLAN. */
  port: string;
  /** Short names of the ports that are being configured. */
  ports: readonly string[];
  readonly faults: FaultBox;
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
const CONFIG: readonly Mode[] = ['config', 'interface', 'vlan'];
const VLAN: readonly Mode[] = ['vlan'];
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
  session.mode = session.mode === 'config' ? 'privileged' : 'config';
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
  const { mutedSave, saveFails } = session.faults.current;
  if (saveFails) return session.dialect.notSaved;
  session.config.save();
  return mutedSave ? [''] : session.dialect.saved;
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
  session.ports = [port.name];
  session.mode = 'interface';
  return [];
};

/** `Gi1/0/1-4,Gi1/0/7`, blanks anywhere; the whole list is refused for one port that there is not. */
const chooseRange: SessionCommand = (session, [typed = '']) => {
  const names = typed.split(',').flatMap((piece) => portsOf(piece.replaceAll(' ', '')));
  const ports = names.map((name) => findPort(session.config.device, name)?.name);
  if (ports.length === 0 || ports.includes(undefined))
    return session.dialect.invalid(session.config.device.hostname.length);
  session.ports = ports.flatMap((name) => name ?? []);
  session.port = '';
  session.mode = 'interface';
  return [];
};

function portsOf(piece: string): readonly string[] {
  const [, head = '', from = '', to = from] = /^(.*?)(\d{1,3})(?:-(\d{1,3}))?$/.exec(piece) ?? [];
  const count = Math.max(0, Number(to) - Number(from) + 1);
  return head === '' ? [] : Array.from({ length: count }, (_, at) => `${head}${Number(from) + at}`);
}

const chooseVlan: SessionCommand = (session, [vlan = '']) => {
  const known = session.config.device.vlans.some((one) => one.vlan === Number(vlan));
  if (!known) session.config.changeVlan(Number(vlan), `VLAN${vlan.padStart(4, '0')}`);
  session.port = vlan;
  session.mode = 'vlan';
  return [];
};

const nameVlan: SessionCommand = (session, [name = '']) => {
  session.config.changeVlan(Number(session.port), unquoted(name));
  return [];
};

const dropVlan: SessionCommand = (session, [vlan = '']) => {
  session.config.changeVlan(Number(vlan), null);
  session.mode = 'config';
  return [];
};

type PortChange = Parameters<SwitchConfig['changePort']>[1];

function changePort(change: (args: readonly string[]) => PortChange): SessionCommand {
  return (session, args) => {
    const wanted = change(args);
    const { lockedPort } = session.faults.current;
    if (wanted.vlan !== undefined && lockedPort !== undefined && session.ports.includes(lockedPort))
      return ['% Invalid VLAN for this port', ''];
    for (const port of session.ports) session.config.changePort(port, wanted);
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
  ['interface range <text>', CONFIG, chooseRange],
  ['vlan <number>', CONFIG, chooseVlan],
  ['no vlan <number>', CONFIG, dropVlan],
  ['name <text>', VLAN, nameVlan],
  ['description <text>', INTERFACE, changePort(([text]) => ({ description: unquoted(text) }))],
  ['no description', INTERFACE, changePort(() => ({ description: '' }))],
  ['switchport mode access', INTERFACE, changePort(() => ({ mode: 'access' }))],
  ['switchport access vlan <number>', INTERFACE, changePort(([vlan]) => ({ vlan: Number(vlan) }))],
  ['shutdown', INTERFACE, changePort(() => ({ shutdown: true }))],
  ['no shutdown', INTERFACE, changePort(() => ({ shutdown: false }))],
];
