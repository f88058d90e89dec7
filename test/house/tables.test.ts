/** The tables in the code against the pages, snapshots and types that are made from them. */
import { describe, it } from 'vitest';
import { kinds } from '../../shared/model/index.ts';
import { metricRows } from '../../shared/runtime/index.ts';
import { catalogue } from './advice.ts';
import { checkAdvice } from './checks/advice.ts';
import { checkCures } from './checks/cures.ts';
import { checkDocumented } from './checks/documented.ts';
import { checkGenerated } from './checks/generated.ts';
import { checkKinds, checkSections } from './checks/kinds.ts';
import { expectNone } from './expect-none.ts';
import { codeDocs, committedKinds, configRows, generatedFiles } from './generated.ts';
import { readTree, repositoryRoot } from './tree.ts';

const tree = readTree(repositoryRoot());

describe('the tables', () => {
  it('have generated files that are fresh', async () => {
    expectNone(checkGenerated(tree, await generatedFiles(tree)));
  });

  it('explain each error code', () => {
    const rows = codeDocs().map(({ code, doc }) => ({ name: code, doc }));
    expectNone(checkDocumented('shared/errors.ts', rows));
  });

  it('have a section on the page about troubles for each error code', () => {
    const page = tree.text('deploy/guide/troubleshooting.md') ?? '';
    expectNone(
      checkCures(
        page,
        codeDocs().map(({ code }) => code),
      ),
    );
  });

  it('explain each configuration key', () => {
    const rows = configRows().map(({ program, key, doc }) => ({ name: `${program} ${key}`, doc }));
    expectNone(checkDocumented('shared/config', rows));
  });

  it('explain each metric', () => {
    expectNone(checkDocumented('shared/runtime/metrics.ts', metricRows));
  });

  it('of commands knows whatever a text tells people to type', () =>
    expectNone(checkAdvice(tree, catalogue)));

  it('have kinds that only grow', () => expectNone(checkKinds(committedKinds(tree), kinds)));
  it('have sections of one class each', () => expectNone(checkSections(kinds)));
});
