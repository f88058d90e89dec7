/**
 * `npm run load`: many agents on one controller, as far as the controller can tell. Each has its own key, certificate,
 * connection and store, and speaks with the agent's own code; only its switches are scripted. What the agents saw and what
 * the controller shows is compared at the end, record by record.
 *
 *   npm run load -- --agents 1000
 *   npm run load -- --agents 200 --faults cut,restart,kill-controller --seconds 60 --json report.json
 *   npm run load -- --agents 50 --address lab:7443 --ca-file ca.pem --token-file admin.token --clean
 */
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { WaysideError } from '../../../shared/errors.ts';
import { ready } from '../../../shared/seal/index.ts';
import { controllerAt, type LoadController, OwnController } from './controller.ts';
import { removeLoad } from './fleet.ts';
import { checkJsonFile, type LoadOptions, parseLoadOptions, USAGE } from './options.ts';
import { problemsOf, reportText } from './report.ts';
import { runLoad } from './run.ts';

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    say(USAGE);
    return 0;
  }
  const options = parseLoadOptions(args);
  if (options.jsonFile !== undefined) checkJsonFile(options.jsonFile);
  await ready();
  const controller = await open(options);
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort(new WaysideError('CANCELLED', 'the load was ended early'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    if (options.agents === 0) {
      const { agents, sites } = await removeLoad(controller.client, options.prefix);
      say(`removed ${agents} agents and ${sites} sites`);
      return 0;
    }
    const report = await runLoad(options, { controller, say: note, signal: interrupt.signal });
    say(reportText(report));
    if (options.jsonFile) writeFileSync(options.jsonFile, `${JSON.stringify(report, undefined, 2)}\n`);
    return problemsOf(report).length === 0 ? 0 : 1;
  } finally {
    await controller.stop();
  }
}

/** Errors: CANCELLED when the answer is not yes. */
async function open(options: LoadOptions): Promise<LoadController> {
  const { address, caFile, tokenFile } = options;
  if (address === undefined || caFile === undefined || tokenFile === undefined) return OwnController.start();
  if (!options.yes) await confirm(options, address);
  return controllerAt({ address, caFile, tokenFile });
}

async function confirm({ agents, sites, prefix }: LoadOptions, address: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw new WaysideError('INVALID_INPUT', 'without a terminal to ask on this needs --yes');
  const what =
    agents === 0
      ? `remove the sites ${prefix}-1, ${prefix}-2 … with their agents, switches and sources from`
      : `add ${agents} agents in ${sites} sites named ${prefix}-1, ${prefix}-2 … to`;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`This will ${what} the controller at ${address}. Go on? [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new WaysideError('CANCELLED', 'nothing was changed');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const { code, message, hint } = WaysideError.from(error);
    // The help is longer than a screen: what is wrong stands below it.
    process.stderr.write(`${hint ? `${hint}\n\n` : ''}load: ${message} [${code}]\n`);
    process.exit(code === 'INVALID_INPUT' ? 2 : 1);
  },
);
