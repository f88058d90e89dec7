/** What the lines that `operator-key` prints are worth: pasted as they say, they are read. */
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfig, type Program, sampleConfig } from '../../../shared/config/index.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

/** The sample of `init` with the lines of the snippet below the group that stands there already. */
function pasted(program: Program, snippet: string): string {
  const [group = '', ...lines] = snippet.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const sample = sampleConfig(program);
  expect(sample.split('\n').filter((line) => line === group)).toHaveLength(1);
  return sample.replace(`\n${group}\n`, `\n${[group, ...lines].join('\n')}\n`);
}

describe('operator-key', () => {
  test('prints lines that go into the files of init as its comments say', async () => {
    const world = await testWorld();
    await world.run('operator-key', 'create', '--name', 'ada');
    const [controller = '', agent = ''] = world.out().split(/^(?=# agent\.yaml)/m);
    for (const [program, snippet, key] of [
      ['controller', controller, 'plans.operatorKeys'],
      ['agent', agent, 'writes.operatorKeys'],
    ] as const) {
      expect(snippet).toContain('stands already, only the lines below it');
      const document = { where: 'pasted', text: pasted(program, snippet) };
      expect(loadConfig(program, { env: {}, document }).flat[key]).toMatchObject([{ name: 'ada' }]);
    }
    const document = { where: 'pasted', text: pasted('agent', agent) };
    expect(loadConfig('agent', { env: {}, document }).values.writes.enabled).toBe(true);
  });
});
