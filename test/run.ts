/**
 * `npm test`: runs vitest over all projects and closes with one line, `N passed, N failed, N skipped`.
 * Arguments go on to vitest: `npm test -- --project rooms shared/delta`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { summarize, summaryLines } from './house/summary.ts';
import { repositoryRoot } from './house/tree.ts';

const root = repositoryRoot();
const folder = mkdtempSync(join(tmpdir(), 'wayside-test-'));
const reportPath = join(folder, 'report.json');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
const vitest = join(root, 'node_modules/vitest/vitest.mjs');

const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
const [exitCode]: (number | null)[] = await once(child, 'close');

const report = existsSync(reportPath) ? readFileSync(reportPath, 'utf8') : undefined;
rmSync(folder, { recursive: true });
const summary = summarize(report, exitCode ?? null);
console.log(`\n${summaryLines(summary).join('\n')}`);
process.exitCode = summary.failures.length === 0 ? 0 : 1;
