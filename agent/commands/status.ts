/** `wayside-agent status`: who this agent is, said on its own host: what a person compares with what is shown far away. */
import { Command } from 'commander';
import { WaysideError } from '../../shared/errors.ts';
import type { AgentLife } from '../health/index.ts';
import { lifeLines } from './life.ts';

/** Nothing of it is secret. */
export interface AgentStatus {
  /** Fingerprint of the identity key, hex. */
  readonly identity: string;
  readonly id: string;
  /** `undefined`: it has not joined yet. */
  readonly joined:
    | { readonly name: string; readonly site: string; readonly addresses: readonly string[] }
    | undefined;
  /** Where credentials that are typed centrally may be used. */
  readonly centralTargets: readonly string[];
  /** How it stands now. */
  readonly life: AgentLife;
}

export interface StatusCommandDeps {
  readonly status: (configFile: string | undefined) => Promise<AgentStatus>;
  readonly print: (line: string) => void;
}

export function statusCommand(deps: StatusCommandDeps): Command {
  return new Command('status')
    .option('--config <file>', 'configuration file')
    .option('-o, --output <form>', 'text or json', 'text')
    .description(
      'who this agent is and how it stands; the identity is what `wayside credential set` shows at first use',
    )
    .action(async (options: { config?: string; output: string }) => {
      const status = await deps.status(options.config);
      if (options.output === 'json') return deps.print(JSON.stringify(status));
      if (options.output !== 'text')
        throw new WaysideError('INVALID_INPUT', `-o must be text or json, not ${options.output}`);
      const { identity, id, joined, centralTargets, life } = status;
      deps.print(`identity\t${identity}`);
      deps.print(`id\t${id}`);
      deps.print(joined ? `joined\tsite ${joined.site} as ${joined.name}` : 'joined\tno site yet');
      if (joined) deps.print(`controller\t${joined.addresses.join(', ')}`);
      deps.print(
        `credentials from afar\t${centralTargets.join(', ') || 'none: credentials.targets is empty'}`,
      );
      for (const line of lifeLines(life)) deps.print(line);
    });
}
