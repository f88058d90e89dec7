/** The programs and their key tables. */
import { agentKeys } from './agent-keys.ts';
import { cliKeys } from './cli-keys.ts';
import { controllerKeys } from './controller-keys.ts';
import type { ConfigOf, KeyTree } from './key-spec.ts';

export const programs = ['controller', 'agent', 'cli'] as const;
export type Program = (typeof programs)[number];

export type ControllerConfig = ConfigOf<typeof controllerKeys>;
export type AgentConfig = ConfigOf<typeof agentKeys>;
export type CliConfig = ConfigOf<typeof cliKeys>;

export interface ConfigByProgram {
  readonly controller: ControllerConfig;
  readonly agent: AgentConfig;
  readonly cli: CliConfig;
}

export const keyTables: Readonly<Record<Program, KeyTree>> = {
  controller: controllerKeys,
  agent: agentKeys,
  cli: cliKeys,
};

/** Names the configuration file, as `--config` does. */
export const CONFIG_ENV = 'WAYSIDE_CONFIG';

/** Read when no file is named; it need not exist. The command line has none: its contexts are read apart. */
export function defaultConfigFile(program: Program): string | undefined {
  return program === 'cli' ? undefined : `/etc/wayside/${program}.yaml`;
}
