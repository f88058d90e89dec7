/** `wayside-agent hostkey`: the pinned SSH host keys of devices, and the way out after a device was swapped. */
import { Command } from 'commander';
import { parseAddress } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { escapeText } from '../../shared/runtime/index.ts';
import type { KnownHosts } from '../store/index.ts';

const SSH_PORT = 22;

export interface HostKeyCommandDeps {
  readonly knownHosts: (configFile: string | undefined) => Promise<KnownHosts>;
  readonly print: (line: string) => void;
}

export function hostKeyCommand(deps: HostKeyCommandDeps): Command {
  const command = new Command('hostkey').description('pinned SSH host keys of devices');
  command
    .command('ls')
    .option('--config <file>', 'configuration file')
    .description('every pin: place, key type, fingerprint')
    .action(async (options: { config?: string }) => {
      for (const pin of (await deps.knownHosts(options.config)).list()) {
        const at = new Date(pin.pinnedAt).toISOString();
        // The place was named by a job and the type by a device: neither may move the cursor of who looks.
        deps.print([pin.place, pin.keyType, pin.fingerprint, at].map(escapeText).join('\t'));
      }
    });
  command
    .command('accept')
    .argument('<place>', 'address or address:port')
    .argument('<fingerprint>', 'SHA256:… as read at the device itself')
    .option('--by <jump>', 'the jump host by which the agent reaches it: address or address:port')
    .option('--config <file>', 'configuration file')
    .description('put this fingerprint in place of what was pinned')
    .action(async (place: string, fingerprint: string, { config, by }: AcceptOptions) => {
      const jump = by === undefined ? {} : { jump: addressOf(by) };
      (await deps.knownHosts(config)).accept({ ...addressOf(place), ...jump }, fingerprint);
      deps.print(`accepted for ${place}${by === undefined ? '' : ` by ${by}`}`);
    });
  command
    .command('rm')
    .argument('<place>', 'address or address:port')
    .option('--by <jump>', 'the jump host by which the agent reaches it: address or address:port')
    .option('--config <file>', 'configuration file')
    .description('forget the pin of a switch that is gone; the next one at that place is pinned at first use')
    .action(async (place: string, { config, by }: AcceptOptions) => {
      const jump = by === undefined ? {} : { jump: addressOf(by) };
      const where = `${place}${by === undefined ? '' : ` by ${by}`}`;
      if (!(await deps.knownHosts(config)).forget({ ...addressOf(place), ...jump })) {
        throw new WaysideError('NOT_FOUND', `no host key is pinned for ${where}`, {
          hint: 'wayside-agent hostkey ls shows each place as it is written here',
        });
      }
      deps.print(`forgotten for ${where}`);
    });
  return command;
}

interface AcceptOptions {
  readonly config?: string;
  readonly by?: string;
}

function addressOf(text: string): { readonly address: string; readonly port: number } {
  const place = parseAddress(text, SSH_PORT);
  if (!place) throw new WaysideError('INVALID_INPUT', `"${text}" is not an address or address:port`);
  return { address: place.host, port: place.port };
}
