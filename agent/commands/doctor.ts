/** `wayside-agent doctor`: what is wrong with this agent and its host, and what to do. */
import { Command } from 'commander';
import { WaysideError } from '../../shared/errors.ts';
import type { Finding } from '../../shared/model/index.ts';
import { escapeText } from '../../shared/runtime/index.ts';

export interface DoctorCommandDeps {
  readonly examine: (configFile: string | undefined) => Promise<readonly Finding[]>;
  readonly print: (line: string) => void;
  /** Ends the program with exit code 1, later. */
  readonly fail: () => void;
}

const RESULTS: Readonly<Record<Finding['level'], string>> = {
  ok: 'ok',
  warning: 'warning',
  problem: 'PROBLEM',
};

export function doctorCommand(deps: DoctorCommandDeps): Command {
  return new Command('doctor')
    .option('--config <file>', 'configuration file')
    .option('-o, --output <form>', 'text or json', 'text')
    .description('find out what is wrong here, and what to do; exit code 1 when there is a problem')
    .action(async ({ config, output }: { config?: string; output: string }) => {
      if (output !== 'text' && output !== 'json')
        throw new WaysideError('INVALID_INPUT', `-o must be text or json, not ${output}`);
      const findings = await deps.examine(config);
      if (output === 'json') deps.print(JSON.stringify({ findings }));
      else for (const line of findingLines(findings)) deps.print(line);
      if (findings.some(({ level }) => level === 'problem')) deps.fail();
    });
}

function findingLines(findings: readonly Finding[]): readonly string[] {
  const width = Math.max(...findings.map(({ check }) => check.length));
  return findings.flatMap(({ check, level, message, hint }) => {
    const found = `${check.padEnd(width)}  ${RESULTS[level].padEnd(7)}  ${escapeText(message)}`;
    return hint === undefined || level === 'ok'
      ? [found]
      : [found, `${' '.repeat(width)}  -> ${escapeText(hint)}`];
  });
}
