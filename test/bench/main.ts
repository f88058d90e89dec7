/** `npm run bench`: every figure with its baseline in the same run, to the screen and to test/bench/results.json. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../shared/runtime/index.ts';
import { benchAgent } from './agent.ts';
import { benchApply } from './apply.ts';
import { benchAudit } from './audit.ts';
import { type Figure, figureTable, judge } from './figure.ts';
import { benchGroupExchange } from './group-exchange.ts';
import { benchHistory } from './history.ts';
import { benchLookup } from './lookup.ts';
import { benchMemory } from './memory.ts';
import { benchTrace } from './trace.ts';
import { benchView } from './view.ts';

interface BenchOptions {
  /** Where processes of ours write their CPU profile. */
  readonly profileDir?: string | undefined;
}

const benches: Readonly<Record<string, (options: BenchOptions) => Promise<Figure[]>>> = {
  lookup: benchLookup,
  trace: benchTrace,
  agent: benchAgent,
  memory: benchMemory,
  'group-exchange': benchGroupExchange,
  apply: benchApply,
  history: benchHistory,
  view: benchView,
  audit: benchAudit,
};

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { 'cpu-prof': { type: 'string' } },
  });
  const chosen = Object.entries(benches).filter(
    ([name]) => positionals.length === 0 || positionals.includes(name),
  );
  const figures = [];
  for (const [name, bench] of chosen) {
    process.stderr.write(`${name} …\n`);
    figures.push(...(await bench({ profileDir: values['cpu-prof'] })).map(judge));
  }
  process.stdout.write(`${figureTable(figures)}\n`);
  // A part of the figures is a look, not a record.
  if (positionals.length === 0) {
    writeFileSync(
      join(packageRoot(), 'test', 'bench', 'results.json'),
      `${JSON.stringify(figures, undefined, 2)}\n`,
    );
  }
  return figures.every((figure) => figure.pass) ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`bench: ${String(error)}\n`);
    process.exit(1);
  },
);
