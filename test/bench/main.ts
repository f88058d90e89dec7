/** `npm run bench`: every figure with its baseline in the same run, to the screen; all of them also to results.json and the README. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../shared/runtime/index.ts';
import { benchAgent } from './agent.ts';
import { benchApply } from './apply.ts';
import { benchAudit } from './audit.ts';
import { benchClients } from './clients.ts';
import { benchDigests } from './digests.ts';
import { type Figure, figureTable, type JudgedFigure, judge, withTable } from './figure.ts';
import { benchFind, benchFindMillion } from './find.ts';
import { benchGroupExchange } from './group-exchange.ts';
import { benchHistory } from './history.ts';
import { benchLogins } from './logins.ts';
import { benchLookup } from './lookup.ts';
import { benchMemory } from './memory.ts';
import { benchSessions } from './sessions.ts';
import { benchSoak } from './soak.ts';
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
  digests: benchDigests,
  history: benchHistory,
  view: benchView,
  find: benchFind,
  'find-million': benchFindMillion,
  audit: benchAudit,
  clients: benchClients,
  logins: benchLogins,
  sessions: benchSessions,
  soak: benchSoak,
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
  if (positionals.length === 0) record(figures);
  return figures.every((figure) => figure.pass) ? 0 : 1;
}

function record(figures: readonly JudgedFigure[]): void {
  const results = join(packageRoot(), 'test', 'bench', 'results.json');
  writeFileSync(results, `${JSON.stringify(figures, undefined, 2)}\n`);
  const readme = join(packageRoot(), 'README.md');
  writeFileSync(readme, withTable(readFileSync(readme, 'utf8'), figureTable(figures)));
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`bench: ${String(error)}\n`);
    process.exit(1);
  },
);
