/** Replay devices for people: each stays up until Ctrl-C and says how to reach it. */
import { startReplay } from './device.ts';

export interface StandOptions {
  /** Resolves when it is time to go. */
  readonly ended: Promise<void>;
  readonly say: (line: string) => void;
}

/** Throws NOT_FOUND for an id that is none of the sixteen, before any device is up. */
export async function standReplays(ids: readonly string[], { ended, say }: StandOptions): Promise<void> {
  const started = await Promise.all(ids.map((id) => startReplay(id)));
  try {
    for (const device of started) {
      const { platform, host, port, username, password, fingerprint } = device;
      say(`${platform.id}: ${platform.hostname} answers SSH at ${host}:${port}, host key ${fingerprint}`);
      say(`  ssh -p ${port} ${username}@${host}    # the password is ${password}`);
    }
    say('They stay up until Ctrl-C, take changes, and forget at the end what was not saved.');
    await ended;
  } finally {
    for (const device of started) await device.stop();
  }
}
