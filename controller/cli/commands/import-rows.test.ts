/** What a file says is what is written: no more fields, no other values, and rows by the numbers that people see. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseRows } from '../import/read.ts';
import { campus } from '../testing/campus.ts';
import type { FakeController } from '../testing/fake-controller.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

interface Shown {
  readonly text: string;
  readonly api: FakeController;
}

/** `file` is `switches.csv`, `sites.yaml`; its noun is the command. */
async function shown(file: string, text: string, ...flags: string[]): Promise<Shown> {
  const api = campus();
  const world = await testWorld({ api });
  writeFileSync(join(world.folder, file), text);
  const noun = file.startsWith('sites') ? 'site' : 'switch';
  return { text: await world.shown(noun, 'import', file, ...flags), api };
}

describe('a field that the file does not name stays', () => {
  test('in YAML for each entry, whatever the others name', async () => {
    const { text } = await shown(
      'switches.yaml',
      '- {site: ams1, name: ams1-f2-sw03, credential: campus}\n- {site: ams1, name: ams1-core1, description: rack 4}\n',
      '--dry-run',
    );
    expect(text).toMatchInlineSnapshot(`
      "exit 0
      ~ switch ams1/ams1-core1  description: - > rack 4
      switches: 0 to add, 1 to change, 1 unchanged (dry run, nothing was changed)
      "
    `);
  });

  test('in YAML an empty value and null take it away, the word in quotes is text', async () => {
    const row = (value: string): string => `- {site: ams1, name: ams1-f2-sw03, description: ${value}}\n`;
    for (const value of ['', 'null', '~', '""'])
      expect((await shown('switches.yaml', row(value), '--dry-run')).text).toMatch(/description: .+ > -\n/);
    expect((await shown('switches.yaml', row('"null"'), '--dry-run')).text).toMatch(/ > null\n/);
  });

  test('the full name of a site, too; a new one goes by its short name', async () => {
    const rows = 'site,description\nams1,x\nnyc3,y\n';
    const { text, api } = await shown('sites.csv', rows, '--yes');
    expect(text).toContain('sites: 1 added, 1 changed');
    expect(api.records.get('ams1/site/ams1')?.fields).toMatchObject({ name: 'Amsterdam 1' });
    expect(api.records.get('nyc3/site/nyc3')?.fields).toEqual({ name: 'nyc3', description: 'y' });
  });
});

test('a CSV row with fewer values than headings is refused, with a line end or without', async () => {
  const rows = 'site,name,address,platform,credential,description\nams1,ams1-f2-sw03,10.1.2.3';
  for (const end of ['', '\n'])
    expect((await shown('switches.csv', rows + end, '--dry-run')).text).toMatchInlineSnapshot(`
      "exit 2
      stderr:
      wayside: 1 problem in the file; nothing was changed [INVALID_INPUT]
        row 2: has 3 values, the headings are 6: is it cut off? An empty value needs its delimiter too
        hint: Correct these places and import the same file again
      "
    `);
});

describe('rows are numbered as a spreadsheet shows them', () => {
  test('with empty lines, rows of delimiters alone and line breaks in quotes', async () => {
    const rows = [
      '',
      'site,name,address,description',
      'ams1,x1,10.1.9.1,',
      '',
      'ams1,x2,10.1.9.2,"two\n\nlines"',
      ',,,',
      ' ',
      'ams1,x3,nowhere at all,',
      '',
    ];
    for (const end of ['\n', '\r\n'])
      expect((await shown('switches.csv', rows.join(end), '--dry-run')).text).toContain(
        '\n  row 8 address: ',
      );
  });

  test('in the plan, which says of each step where it comes from', async () => {
    const { api } = await shown('switches.csv', 'site,name,address\n\n\nams1,x1,10.1.9.1\n', '--plan');
    expect(JSON.stringify(api.requestsOf('PlanService.CreatePlan'))).toContain('row 4 of switches.csv');
  });

  test('rows of delimiters alone count for the bound: none behind them is lost in silence', async () => {
    const text = `site,name\n${',\n'.repeat(100_000)}ams1,x1\n`;
    await expect(parseRows(text, 'csv')).rejects.toThrow('rows are more than 100000');
  });
});

describe('YAML values are the text that is written', () => {
  test.each(['0012', '1e3', '0x10', '1.10', 'yes', '12345678901234567890', '2026-11-22'])(
    '%s',
    async (name) => {
      const { api } = await shown(
        'switches.yaml',
        `- {site: ams1, name: ${name}, address: 10.1.9.1}\n`,
        '--yes',
      );
      expect([...api.records.values()].at(-1)?.fields['name']).toBe(name);
    },
  );

  test('an alias is refused', async () => {
    const { text } = await shown('switches.yaml', '- &a {site: ams1, name: x1, address: 10.1.9.1}\n- *a\n');
    expect(text).toContain('the file is not valid YAML: Alias resolution is disabled');
  });
});

describe('an address that a known switch has', () => {
  const fresh = 'ams1,x1,10.1.2.3,2222\n';

  test('is free for a new one when a row of the file moves that switch away, in either order', async () => {
    for (const rows of [`ams1,ams1-f2-sw03,10.1.2.9,\n${fresh}`, `${fresh}ams1,AMS1-F2-SW03,10.1.2.9,\n`])
      expect((await shown('switches.csv', `site,name,address,port\n${rows}`, '--dry-run')).text).toContain(
        'switches: 1 to add, 1 to change',
      );
    const port = `site,name,address,port\nams1,ams1-f2-sw03,10.1.2.3,22\n${fresh}`;
    expect((await shown('switches.csv', port, '--dry-run')).text).toContain('1 to add, 1 to change');
  });

  test('is not when that row leaves it there', async () => {
    const rows = 'site,name,address\nams1,x1,10.1.0.1\n';
    expect((await shown('switches.csv', rows)).text).toContain(
      'row 2 address: 10.1.0.1 belongs to ams1/ams1-core1 already; rename that with: wayside switch edit',
    );
    const yaml =
      '- {site: ams1, name: x1, address: 10.1.0.1}\n- {site: ams1, name: ams1-core1, description: z}\n';
    expect((await shown('switches.yaml', yaml)).text).toContain('belongs to ams1/ams1-core1 already');
  });
});
