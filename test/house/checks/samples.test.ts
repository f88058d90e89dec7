import { describe, expect, it } from 'vitest';
import { samplesOf } from '../sample.ts';
import { plant, report } from '../tree.ts';
import { checkSamples } from './samples.ts';

const readme = (name: string, ...body: string[]): string =>
  ['# Wayside', name, '```console', ...body, '```', 'The end.'].join('\n');
const named = '<!-- sample: first-trace -->';
const runs = (name: string): string => `import { sample } from '../house/sample.ts'; run(sample('${name}'));`;
const found = (files: Record<string, string>): readonly string[] =>
  report(checkSamples(plant({ 'package.json': '{ "scripts": { "lab": "true" } }', ...files })));

describe('checkSamples', () => {
  it('lets a named sample pass that a test runs', () => {
    const page = readme(named, '$ npm run lab -- --once', 'ready');
    expect(found({ 'README.md': page, 'test/contract/readme.test.ts': runs('first-trace') })).toEqual([]);
  });

  it('refuses a block without a name, in the README and in the guide', () => {
    const page = readme('', '$ ls');
    expect(found({ 'README.md': page, 'deploy/guide/start.md': page, 'ARCHITECTURE.md': page })).toEqual([
      expect.stringContaining('README.md:3 needs'),
      expect.stringContaining('deploy/guide/start.md:3 needs'),
    ]);
  });

  it('refuses a sample that no test runs, and a test whose sample is gone', () => {
    expect(
      found({ 'README.md': readme(named, '$ ls'), 'test/contract/readme.test.ts': runs('other') }),
    ).toEqual([
      expect.stringContaining('no test runs the sample first-trace'),
      expect.stringContaining('tests the sample other, which no page holds'),
    ]);
  });

  it('refuses two samples of one name and a script that does not exist', () => {
    const page = readme(named, '$ npm run labs');
    const files = {
      'README.md': page,
      'deploy/guide/a.md': page,
      'test/contract/readme.test.ts': runs('first-trace'),
    };
    expect(found(files)).toEqual([
      expect.stringContaining('another sample is named first-trace'),
      expect.stringContaining('`npm run labs`'),
      expect.stringContaining('another sample is named first-trace'),
      expect.stringContaining('`npm run labs`'),
    ]);
  });
});

describe('samplesOf', () => {
  it('takes commands and output of a terminal apart', () => {
    const [sample] = samplesOf(plant({ 'README.md': readme(named, '$ wayside version', '0.1.0', '$ true') }));
    expect(sample).toMatchObject({
      name: 'first-trace',
      line: 3,
      commands: ['wayside version', 'true'],
      output: ['0.1.0'],
    });
  });

  it('joins the lines of a script and leaves out its comments', () => {
    const page = `${named}\n\`\`\`sh\n# first\nnpm run lab \\\n  -- --once\nls\n\`\`\``;
    expect(samplesOf(plant({ 'README.md': page }))).toMatchObject([
      { commands: ['npm run lab -- --once', 'ls'] },
    ]);
  });
});
