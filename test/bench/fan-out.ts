/**
 * What the links, the switches and ssh2 take for one question to all switches, without Wayside: a shell of bare ssh2
 * to each, the question written to all at once, and the time until every one has shown its prompt again.
 */
import ssh2, { type ClientChannel } from 'ssh2';
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import { formatMac, type Mac } from '../../shared/model/index.ts';
import { systemClock } from '../../shared/runtime/index.ts';
import type { Place } from './campus-child.ts';

const LOGIN = { username: 'admin', password: 'lab-password' } as const;
/** Typed after the login: lines at the `#` prompt, without paging. */
const SETUP = ['enable', 'terminal length 0'] as const;
const PROMPT = /[>#]$/;
const TAIL_CHARS = 80;

export interface FanOut {
  /** Milliseconds until the last prompt is back. */
  ask(mac: Mac): Promise<number>;
  close(): void;
}

export async function openFanOut(places: readonly Place[]): Promise<FanOut> {
  const shells = await Promise.all(places.map(openShell));
  return {
    ask: async (mac) => {
      const startMs = systemClock.monotonic();
      await Promise.all(shells.map((shell) => shell.lookup(mac)));
      return systemClock.monotonic() - startMs;
    },
    close: () => {
      for (const shell of shells) shell.close();
    },
  };
}

interface Shell {
  lookup(mac: Mac): Promise<void>;
  close(): void;
}

async function openShell({ host, port, platform: id }: Place): Promise<Shell> {
  const platform = findPlatform(id);
  if (!platform) throw new Error(`there is no platform ${id}`);
  const client = new ssh2.Client();
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    client
      .on('error', reject)
      .on('ready', () => client.shell((error, opened) => (error ? reject(error) : resolve(opened))))
      .connect({ host, port, ...LOGIN });
  });
  client.setNoDelay(true);
  const type = (line: string): Promise<void> => {
    const answered = nextPrompt(channel);
    channel.write(`${line}\r`);
    return answered;
  };
  await nextPrompt(channel);
  for (const line of SETUP) await type(line);
  return {
    lookup: (mac) => type(platform.lookup(formatMac(mac, platform.macStyle)).command),
    close: () => client.end(),
  };
}

function nextPrompt(channel: ClientChannel): Promise<void> {
  return new Promise((resolve) => {
    let tail = '';
    const read = (bytes: Buffer): void => {
      tail = (tail + bytes.toString('latin1')).slice(-TAIL_CHARS);
      if (!PROMPT.test(tail)) return;
      channel.off('data', read);
      resolve();
    };
    channel.on('data', read);
  });
}
