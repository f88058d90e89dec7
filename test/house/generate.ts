/** `npm run gen`: writes every generated file that is not as it must be, and names it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { leftOvers, staleFiles } from './checks/generated.ts';
import { generatedFiles } from './generated.ts';
import { readTree, repositoryRoot } from './tree.ts';

const root = repositoryRoot();
const tree = readTree(root);
const wanted = await generatedFiles(tree);

for (const path of staleFiles(tree, wanted)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), wanted.get(path) ?? '');
  console.log(`wrote ${path}`);
}
for (const path of leftOvers(tree, wanted)) {
  rmSync(join(root, path));
  console.log(`removed ${path}`);
}
