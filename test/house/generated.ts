/**
 * Every committed file that is made from another one: what it must hold now. `npm run gen` writes them,
 * `checks/generated.ts` compares. Nothing here writes into the repository.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platforms } from '../../agent/switch/platforms/index.ts';
import { generateProtos } from '../../proto/generate.ts';
import { type ConfigRow, describeConfig, programs } from '../../shared/config/index.ts';
import { errorTable } from '../../shared/errors.ts';
import { healthReasons, kinds } from '../../shared/model/index.ts';
import { metricRows } from '../../shared/runtime/index.ts';
import { withTable } from '../bench/figure.ts';
import { figuresPage, type RecordedFigure, readmeFigures } from '../bench/figures-page.ts';
import { platformTable } from '../bench/parse-readme.ts';
import type { Generated } from './checks/generated.ts';
import { KINDS_SNAPSHOT, type KindsSnapshot, mergeKinds, snapshotText } from './checks/kinds.ts';
import { type CodeDoc, configPage, errorPage, metricPage, reasonPage } from './reference.ts';
import { commandPage } from './switch-commands.ts';
import type { Tree } from './tree.ts';

/** All generated files of the repository, as they must be. Throws when a generator itself fails. */
export async function generatedFiles(tree: Tree): Promise<Generated> {
  const figures = recordedFigures(tree);
  const texts = {
    'deploy/guide/commands.md': commandPage(platforms),
    'deploy/guide/configuration.md': configPage(configRows()),
    'deploy/guide/figures.md': figuresPage(figures),
    'deploy/guide/errors.md': errorPage(codeDocs()),
    'deploy/guide/metrics.md': metricPage(metricRows),
    'deploy/guide/reasons.md': reasonPage(healthReasons),
    'README.md': withTable(
      withTable(tree.text('README.md') ?? '', platformTable(), 'platforms'),
      readmeFigures(figures),
    ),
    [KINDS_SNAPSHOT]: snapshotText(mergeKinds(committedKinds(tree), kinds)),
  };
  const pages = Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const);
  return new Map([...pages, ...(await protoFiles())]);
}

export function codeDocs(): readonly CodeDoc[] {
  return errorTable.map(([code, grpc, retryable, doc]) => ({ code, grpc, retryable, doc }));
}

export function configRows(): readonly ConfigRow[] {
  return programs.flatMap(describeConfig);
}

export function committedKinds(tree: Tree): KindsSnapshot {
  return JSON.parse(tree.text(KINDS_SNAPSHOT) ?? '{}');
}

function recordedFigures(tree: Tree): readonly RecordedFigure[] {
  return JSON.parse(tree.text('test/bench/results.json') ?? '[]');
}

/** proto/gen, made in a folder of its own. */
async function protoFiles(): Promise<readonly (readonly [string, Buffer])[]> {
  const out = await mkdtemp(join(tmpdir(), 'wayside-gen-'));
  try {
    await generateProtos(out);
    const entries = await readdir(out, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    return await Promise.all(
      files.map(async (file) => [`proto/gen${file.slice(out.length)}`, await readFile(file)] as const),
    );
  } finally {
    await rm(out, { recursive: true });
  }
}
