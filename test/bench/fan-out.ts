/**
 * What the network, the switches and ssh2 take for one question to all switches, without Wayside: a shell of bare ssh2
 * to each, the question written to all at once, and the time until every one has shown its prompt again.
 */
import ssh2, { type ClientChannel } from 'ssh2';
import type { Place } from './campus-child.ts';

const PROMPT = /[>#]$/;
const LOGIN = { username: 'admin', password: 'lab-password' } as const;
/** Typed after the login: lines at the `#` prompt, without paging. */
const SETUP = ['enable', 'terminal length 0'] as const;

export interface BareShell {
  readonly platform: string;
  /** Types a line and resolves when the prompt is back. */
  ask(line: string): Promise<void>;
  close(): void;
}

export async function openShell({ host, port, platform }: Place): Promise<BareShell> {
  const client = new ssh2.Client();
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    client
      .on('error', reject)
      .on('ready', () => client.shell((error, opened) => (error ? reject(error) : resolve(opened))))
      .connect({ host, port, ...LOGIN });
  });
  client.setNoDelay(true);
  const shell: BareShell = {
    platform,
    ask: (line) => {
      const answered = promptOf(channel);
      channel.write(`${line}\r`);
      return answered;
    },
    close: () => client.end(),
  };
  await promptOf(channel);
  for (const line of SETUP) await shell.ask(line);
  return shell;
}

function promptOf(channel: ClientChannel): Promise<void> {
  return new Promise((resolve) => {
    let tail = '';
    const read = (bytes: Buffer): void => {
      tail = (tail + bytes.toString('latin1')).slice(-80);
      if (!PROMPT.test(tail)) return;
      channel.off('data', read);
      resolve();
    };
    channel.on('data', read);
  });
}
