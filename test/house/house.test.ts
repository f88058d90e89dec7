/**
 * The repository checks itself, from its text alone: these run whatever state the rooms are in. Each check is
 * proved to fail by a planted bug in the test beside it; `tables.test.ts` checks what only running code knows.
 */
import { describe, it } from 'vitest';
import { checkArrows, checkDoors, checkRooms } from './checks/arrows.ts';
import { checkCalls } from './checks/calls.ts';
import { checkCircles } from './checks/circles.ts';
import { checkBlobs, checkChangelog, checkModes, checkNotes } from './checks/hygiene.ts';
import { checkLockfile, checkManifest, checkPackageHomes } from './checks/packages.ts';
import { checkRpcs } from './checks/rpcs.ts';
import { checkSamples } from './checks/samples.ts';
import { checkFileSizes, checkFunctionSizes } from './checks/sizes.ts';
import { expectNone } from './expect-none.ts';
import { checkPromises, mapPromises, PROMISES, type Promises, promiseSummary } from './promises/promises.ts';
import { readTree, repositoryRoot, violation } from './tree.ts';

const tree = readTree(repositoryRoot());
const promises: Promises = JSON.parse(tree.text(PROMISES) ?? '{}');

describe('the house', () => {
  it('is written in TypeScript that parses', () => {
    expectNone(
      tree.modules.flatMap(({ path, syntaxErrors }) =>
        syntaxErrors.map((error) => violation(path, 1, error)),
      ),
    );
  });

  it('has no file outside of a room that is built', () => expectNone(checkRooms(tree)));
  it('imports along the arrows and through the doors', () => expectNone(checkArrows(tree)));
  it('has doors that only re-export', () => expectNone(checkDoors(tree)));
  it('has no import circle', () => expectNone(checkCircles(tree)));

  it('keeps each foreign package in its home', () => expectNone(checkPackageHomes(tree)));
  it('pins each package to one version and has few scripts', () => expectNone(checkManifest(tree)));
  it('has a lockfile without addresses', () => expectNone(checkLockfile(tree)));

  it('takes time, chance and the environment through their doors', () => expectNone(checkCalls(tree)));
  it('has files that fit a reader', () => expectNone(checkFileSizes(tree)));
  it('has functions that fit a screen', () => expectNone(checkFunctionSizes(tree)));

  it('has a handler and a contract test for each rpc', () => expectNone(checkRpcs(tree)));
  it('runs each sample of the README and the guide', () => expectNone(checkSamples(tree)));

  it('has no left-over notes', () => expectNone(checkNotes(tree)));
  it('has no large files', () => expectNone(checkBlobs(tree)));
  it('has no odd file modes', () => expectNone(checkModes(tree)));
  it('has a changelog in shape', () => expectNone(checkChangelog(tree)));

  it('quotes promises that exist, in tests that assert', () => {
    console.log(promiseSummary(mapPromises(tree, promises)));
    expectNone(checkPromises(tree, promises));
  });
});
