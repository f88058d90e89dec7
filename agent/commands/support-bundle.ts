/** `wayside-agent support-bundle`: one file about this agent for whoever helps. */
import { Command } from 'commander';
import { agentParts, partLines } from '../../shared/model/index.ts';
import { type BundlePart, type Clock, makeLocalBundle, softwareVersion } from '../../shared/runtime/index.ts';
import type { PromptDeps } from './prompt.ts';

export interface SupportBundleCommandDeps extends PromptDeps {
  readonly parts: (configFile: string | undefined) => readonly BundlePart[];
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

export function supportBundleCommand(deps: SupportBundleCommandDeps): Command {
  return new Command('support-bundle')
    .option('--config <file>', 'configuration file')
    .option('-f, --file <file>', 'where to; never in the place of another')
    .option('-y, --yes', 'do not ask')
    .description('one file about this agent for whoever helps, without secrets; it need not run')
    .action(async ({ config, file, yes = false }: { config?: string; file?: string; yes?: boolean }) => {
      const bundle = {
        program: 'agent',
        version: softwareVersion(),
        file,
        yes,
        holds: partLines(agentParts),
      };
      const parts = deps.parts(config);
      for (const line of await makeLocalBundle({ ...bundle, parts }, deps, deps.clock)) deps.print(line);
    });
}
