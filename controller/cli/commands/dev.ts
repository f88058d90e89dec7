/** `dev`: a controller and one agent on this machine, with a context that leads there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { WaysideError } from '../../../shared/errors.ts';
import { putContext, readContexts, removeContext, useContext } from '../contexts.ts';
import type { DevMesh } from '../dev/mesh.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkedSite } from '../inventory/records.ts';
import { formatFacts } from '../output/details.ts';
import { formatJsonLine } from '../output/documents.ts';
import type { Shell } from '../shell.ts';
import type { CommandSpec } from '../spec.ts';

const CONTEXT = 'dev';

export const devCommand: CommandSpec = {
  path: ['dev'],
  summary: 'start a controller and an agent here, to try things with',
  examples: [
    ['wayside dev', 'in a temporary folder, gone at the end'],
    ['wayside dev --dir ./dev', 'kept, and used again the next time'],
    ['wayside --context mine dev -o json', 'under another context; one line of JSON when ready'],
  ],
  flags: [
    { name: 'dir', value: 'FOLDER', doc: 'folder for data, configuration and logs', complete: 'file' },
    { name: 'site', value: 'SITE', doc: 'site of the agent; default dev' },
  ],
  notes: [
    'It stays until Ctrl-C. The context is called dev, or as --context says, and is gone with the temporary folder.',
  ],
  async run({ shell, flags }) {
    const given = flags.text('dir');
    const folder = given ? resolve(shell.host.directory, given) : mkdtempSync(join(tmpdir(), 'wayside-dev-'));
    const context = shell.settings.flags['context'] ?? CONTEXT;
    const release = shell.host.onInterrupt(() => shell.abort(new WaysideError('CANCELLED', 'stopped')));
    try {
      const { startDevMesh } = await import('../dev/mesh.ts');
      const mesh = await startDevMesh({
        host: shell.host,
        engine: await shell.tools(),
        folder,
        site: checkedSite(flags.text('site') ?? 'dev'),
        signal: shell.signal,
        note: (text) => shell.note(text),
      });
      await stay(shell, { mesh, context, kept: given !== undefined });
    } finally {
      release();
      if (given === undefined) rmSync(folder, { recursive: true, force: true });
    }
    return exitCodes.done;
  },
};

interface Stay {
  readonly mesh: DevMesh;
  readonly context: string;
  readonly kept: boolean;
}

/** Until Ctrl-C, which is the regular end, or until one of the two breaks, which is an error. */
async function stay(shell: Shell, { mesh, context, kept }: Stay): Promise<void> {
  try {
    const before = await readContexts(shell.host.env);
    const { address, caFile, tokenFile } = mesh;
    const file = await putContext(before, { name: context, address, caFile, tokenFile });
    if (before.contexts.every(({ name }) => name === context)) await useContext(file, context);
    announce(shell, { mesh, context, isCurrent: (await readContexts(shell.host.env)).current === context });
    const stopped = new Promise<undefined>((done) => {
      if (shell.signal.aborted) done(undefined);
      shell.signal.addEventListener('abort', () => done(undefined), { once: true });
    });
    const broken = await Promise.race([mesh.broken, stopped]);
    if (broken !== undefined)
      throw new WaysideError('UNAVAILABLE', broken, { hint: 'The other one is stopped too' });
    shell.note('stopping');
  } finally {
    await mesh.stop();
    if (!kept) await removeContext(await readContexts(shell.host.env), context);
  }
}

function announce(
  shell: Shell,
  { mesh, context, isCurrent }: { mesh: DevMesh; context: string; isCurrent: boolean },
): void {
  const { address, folder, site, caFile, tokenFile, agentName, agentConfig } = mesh;
  if (shell.settings.output === 'json') {
    shell.out(formatJsonLine({ address, context, folder, site, caFile, tokenFile, agentName, agentConfig }));
    return;
  }
  const wayside = isCurrent ? 'wayside' : `wayside --context ${context}`;
  shell.out(
    formatFacts([
      ['Controller', address],
      ['Agent', `${agentName}, of site ${site}`],
      ['Context', isCurrent ? `${context}, the current one` : context],
      ['Folder', `${folder}: configuration, data and logs`],
    ]),
  );
  shell.out(
    [
      '',
      'Try in another terminal:',
      `  ${wayside} status`,
      `  ${wayside} agent ls`,
      `  ${wayside} switch add sw1 --site ${site} --address 192.0.2.10 --credential lab`,
      `  wayside-agent credential set lab --targets 192.0.2.10 --stdin --config ${agentConfig}`,
      `  ${wayside} trace mac 00:1b:21:aa:bb:cc`,
      '',
      'Ctrl-C stops both.',
      '',
    ].join('\n'),
  );
}
