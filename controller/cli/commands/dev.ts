/** `dev`: a controller and one agent on this machine, with a context that leads there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { WaysideError } from '../../../shared/errors.ts';
import { putContext, readContexts, useContext } from '../contexts.ts';
import type { Breakage, DevMesh } from '../dev/mesh.ts';
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
    ['wayside dev --dir ./dev -o json', 'one line of JSON when it is ready, for a script'],
  ],
  flags: [
    { name: 'dir', value: 'FOLDER', doc: 'folder for configuration, data and logs', complete: 'file' },
    { name: 'site', value: 'SITE', doc: 'site of the agent; default dev' },
    { name: 'writes', doc: 'let the agent change things too, and without the signature of an operator key' },
  ],
  notes: [
    'It stays until Ctrl-C. Your own contexts are left alone: the folder has a context file of its own.',
  ],
  async run({ shell, flags }) {
    const given = flags.text('dir');
    const folder = given ? resolve(shell.host.directory, given) : mkdtempSync(join(tmpdir(), 'wayside-dev-'));
    const release = shell.host.onInterrupt(() => shell.abort(new WaysideError('CANCELLED', 'stopped')));
    try {
      const { startDevMesh } = await import('../dev/mesh.ts');
      const mesh = await startDevMesh({
        host: shell.host,
        engine: await shell.tools(),
        folder,
        site: checkedSite(flags.text('site') ?? 'dev'),
        writes: flags.on('writes'),
        signal: shell.signal,
        note: (text) => shell.note(text),
      });
      await stay(shell, mesh, given !== undefined);
    } finally {
      release();
      if (given === undefined) rmSync(folder, { recursive: true, force: true });
    }
    return exitCodes.done;
  },
};

/** Until Ctrl-C, which is the regular end, or until one of the two breaks, which is an error. */
async function stay(shell: Shell, mesh: DevMesh, isKept: boolean): Promise<void> {
  try {
    const configHome = join(mesh.folder, 'context');
    const { address, caFile, tokenFile } = mesh;
    const contexts = await readContexts({ XDG_CONFIG_HOME: configHome });
    await useContext(await putContext(contexts, { name: CONTEXT, address, caFile, tokenFile }), CONTEXT);
    announce(shell, mesh, configHome);
    const stopped = new Promise<undefined>((done) => {
      if (shell.signal.aborted) done(undefined);
      shell.signal.addEventListener('abort', () => done(undefined), { once: true });
    });
    const broken = await Promise.race([mesh.broken, stopped]);
    if (broken !== undefined) throw brokenError(broken, isKept);
    shell.note('stopping');
  } finally {
    await mesh.stop();
  }
}

/** With its last words; a folder that goes away with us is not named. */
function brokenError({ how, logFile, lastLines }: Breakage, isKept: boolean): WaysideError {
  const where = isKept ? `All it said is in ${logFile}. ` : '';
  return new WaysideError('UNAVAILABLE', `${how}; it said last:`, {
    violations: lastLines.map((message) => ({ field: '', message })),
    hint: `${where}The other one is stopped too`,
  });
}

function announce(shell: Shell, mesh: DevMesh, configHome: string): void {
  const { address, folder, site, caFile, tokenFile, agentName, agentConfig } = mesh;
  if (shell.settings.output === 'json') {
    shell.out(
      formatJsonLine({ address, configHome, folder, site, caFile, tokenFile, agentName, agentConfig }),
    );
    return;
  }
  shell.out(
    formatFacts([
      ['Controller', address],
      ['Agent', `${agentName}, of site ${site}`],
      ['Folder', `${folder}: configuration, data and logs`],
    ]),
  );
  shell.out(
    [
      '',
      'Try in another terminal:',
      `  export XDG_CONFIG_HOME=${configHome}`,
      '  wayside status',
      '  wayside agent ls',
      `  wayside-agent credential set lab --targets 192.0.2.10 --username admin --config ${agentConfig}`,
      `  wayside switch add sw1 --site ${site} --address 192.0.2.10 --credential lab`,
      '  wayside switch test sw1',
      '',
      'ready: Ctrl-C stops both',
      '',
    ].join('\n'),
  );
}
