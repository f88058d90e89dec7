/** Which version this is. */
import type { ApiMethods } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatJson } from '../output/documents.ts';
import type { CommandSpec } from '../spec.ts';
import { readVersion } from '../version.ts';

export const versionCommand: CommandSpec = {
  path: ['version'],
  summary: 'print the version of this program',
  examples: [['wayside version', '']],
  flags: [{ name: 'server', doc: 'also ask the controller' }],
  standalone: true,
  async run({ shell, flags }) {
    const own = readVersion(shell.host.installation);
    const facts: [string, string][] = [
      ['wayside', own],
      ['node', process.versions.node],
    ];
    let status: ApiMethods['SystemService.GetStatus']['response'] | undefined;
    if (flags.on('server')) status = await shell.call('SystemService.GetStatus', {});
    if (status) facts.push(['controller', status.version]);
    if (shell.settings.output === 'json') shell.out(formatJson(Object.fromEntries(facts)));
    else shell.out(facts.map(([name, version]) => `${name} ${version}\n`).join(''));
    return exitCodes.done;
  },
};
