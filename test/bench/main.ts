/**
 * `npm run bench`: every figure with its baseline in the same run, to the screen; all of them also to results.json and the
 * pages of figures-page.ts. `npm run bench -- sessions soak` is a look at a part; with `--record` it takes the place of that part.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../shared/runtime/index.ts';
import { benchAgent } from './agent.ts';
import { benchApply } from './apply.ts';
import { benchAudit } from './audit.ts';
import { benchClients } from './clients.ts';
import { benchDigests } from './digests.ts';
import { type Figure, figureTable, judge, withTable } from './figure.ts';
import { figuresPage, type RecordedFigure, readmeFigures } from './figures-page.ts';
import { benchFind, benchFindMillion } from './find.ts';
import { benchHandshakes } from './handshakes.ts';
import { benchHistory } from './history.ts';
import { benchLogins } from './logins.ts';
import { benchLookup } from './lookup.ts';
import { benchMemory } from './memory.ts';
import { benchParseSpeed } from './parse-speed.ts';
import { benchPlans } from './plans.ts';
import { benchSavedReads } from './saved-reads.ts';
import { benchSeedTrace } from './seed-trace.ts';
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
  'seed-trace': benchSeedTrace,
  agent: benchAgent,
  'saved-reads': benchSavedReads,
  memory: benchMemory,
  handshakes: benchHandshakes,
  apply: benchApply,
  digests: benchDigests,
  history: benchHistory,
  view: benchView,
  find: benchFind,
  'find-million': benchFindMillion,
  audit: benchAudit,
  clients: benchClients,
  logins: benchLogins,
  parse: benchParseSpeed,
  plans: benchPlans,
  sessions: benchSessions,
  soak: benchSoak,
};

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { 'cpu-prof': { type: 'string' }, record: { type: 'boolean', default: false } },
  });
  const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    process.stderr.write(
      `bench: there is no ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}\n`,
    );
    return 2;
  }
  const chosen = Object.entries(benches).filter(
    ([name]) => positionals.length === 0 || positionals.includes(name),
  );
  const figures: RecordedFigure[] = [];
  for (const [name, bench] of chosen) {
    process.stderr.write(`${name} …\n`);
    const measured = await bench({ profileDir: values['cpu-prof'] });
    figures.push(...measured.map((figure) => ({ bench: name, ...judge(figure) })));
  }
  process.stdout.write(`${figureTable(figures)}\n`);
  if (positionals.length === 0 || values.record) record(figures);
  return figures.every((figure) => figure.pass) ? 0 : 1;
}

/** In the place of what the same benches gave before. */
function record(figures: readonly RecordedFigure[]): void {
  const results = join(packageRoot(), 'test', 'bench', 'results.json');
  const before = JSON.parse(readFileSync(results, 'utf8')) as readonly RecordedFigure[];
  const all = Object.keys(benches).flatMap((name) => {
    const ofName = (one: RecordedFigure): boolean => one.bench === name;
    return figures.some(ofName) ? figures.filter(ofName) : before.filter(ofName);
  });
  writeFileSync(results, `${JSON.stringify(all, undefined, 2)}\n`);
  writeFileSync(join(packageRoot(), 'deploy', 'guide', 'figures.md'), figuresPage(all));
  const readme = join(packageRoot(), 'README.md');
  writeFileSync(readme, withTable(readFileSync(readme, 'utf8'), readmeFigures(all)));
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`bench: ${String(error)}\n`);
    process.exit(1);
  },
);
