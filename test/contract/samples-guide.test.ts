/**
 * The guide, followed as a reader would: first-site.md from `wayside init` to the first trace against simulated
 * switches, then the samples of the other pages on that same site. What the pages show is what is printed.
 */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../shared/config/index.ts';
import { packageRoot, systemClock } from '../../shared/runtime/index.ts';
import { type Sample, sample } from '../house/sample.ts';
import { readTree, repositoryRoot } from '../house/tree.ts';
import { generateCampus, type RunningCampus, startCampus } from '../lab/index.ts';
import { expectShown } from './samples-compare.ts';
import { type Background, type Printed, Terminal } from './samples-terminal.ts';

const START_MAX_MS = 60_000;
const PASSWORD = 'read only';
const EDGE_SWITCH = 'acc-01-1';

let campus: RunningCampus;
let terminal: Terminal;
let agent: Background;
let controller: Background;
/** `host:port` of the controller, and of the agent's HTTP. */
let api = '';
let agentHttp = '';

/** What the page says, with the places of this test in it. */
function here(text: string): string {
  const edge = campus.switch(EDGE_SWITCH);
  return text
    .replaceAll(/(wayside\.example\.net|localhost|127\.0\.0\.1):7443/g, api)
    .replaceAll('127.0.0.1:7481', agentHttp)
    .replaceAll('10.20.0.0/16', '127.0.0.0/8')
    .replaceAll('10.20.1.11:22', `${edge.host}:${edge.port}`)
    .replaceAll(/SHA256:lVWx7[\w+/]+/g, edge.fingerprint);
}

async function follow(page: Sample, input = ''): Promise<Printed> {
  const printed = await terminal.run({ commands: page.commands.map(here) }, input);
  return { ...printed, text: printed.text.replaceAll(terminal.dir, '/home/you') };
}

/** Follows the sample and compares what it shows. */
async function shows(page: Sample, options: { exitCode?: number; before?: Sample } = {}): Promise<Printed> {
  const { exitCode = 0, before } = options;
  const commands = [...(before?.commands ?? []), ...page.commands];
  const printed = await follow({ ...page, commands });
  expectShown(printed.text, page.output);
  expect(printed.exitCode, printed.text).toBe(exitCode);
  return printed;
}

function file(path: string): string {
  return join(terminal.dir, path);
}

/** The fenced blocks of that language. */
function fences(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, body = '']) => body,
  );
}

const firstSite = readFileSync(join(packageRoot(), 'deploy', 'guide', 'first-site.md'), 'utf8');

/** The configuration that the page shows, with ports that are free. */
function configure(): void {
  const [forController = '', forAgent = ''] = fences(firstSite, 'yaml');
  const http = 'http:\n  listen: 127.0.0.1:0\n';
  const names = '  names: [127.0.0.1]\n  listen: 127.0.0.1:0\n';
  writeFileSync(file('wayside/controller.yaml'), forController.replace(/^ {2}names: .*\n/m, names) + http);
  const central = 'credentials:\n  targets: [127.0.0.0/8]\n';
  writeFileSync(file('wayside/agent.yaml'), forAgent + http + central);
}

/** The page's table, with the ports of the simulated switches. */
function switchesCsv(): string {
  const [head, ...rows] = (fences(firstSite, 'csv')[0] ?? '').trim().split('\n');
  const real = rows.map((row) => {
    const [site, floor, name = '', , credential] = row.split(',');
    const { host, port } = campus.switch(name);
    return [site, floor, name, host, credential, port].join(',');
  });
  return `${[`${head},port`, ...real].join('\n')}\n`;
}

function field(name: string, { said }: Background): string {
  return new RegExp(`"${name}":"(?:http://)?([^"]+)"`).exec(said())?.[1] ?? '';
}

describe('S0.27 first-site.md, step by step,', () => {
  beforeAll(async () => {
    terminal = new Terminal();
    campus = await startCampus(generateCampus({ seed: 7, switches: 4, deskPorts: 8 }), {
      clock: systemClock,
      username: 'wayside',
      password: PASSWORD,
    });
  }, START_MAX_MS);

  test('makes a controller that knows its admin', async () => {
    await shows(sample('init'));
    configure();
    await shows(sample('validate'));
    controller = await terminal.start(sample('controller'), /controller\.ready.*\n/);
    api = field('address', controller);
    const contexts = file('.config/wayside/config.yaml');
    writeFileSync(contexts, here(readFileSync(contexts, 'utf8')));
    await shows(sample('doctor'));
    copyFileSync(file('wayside/data/controller/identity/ca.crt'), file('ca.crt'));
    copyFileSync(file('wayside/data/controller/admin.token'), file('admin.token'));
    expect(await follow(sample('context'))).toMatchObject({ exitCode: 0 });
  });

  test('lets an agent in', async () => {
    await shows(sample('site'));
    await shows(sample('enrol'));
    agent = await terminal.start(sample('agent'), /session\.opened.*\n/);
    agentHttp = field('http', agent);
    await shows(sample('agent-ls'));
  });

  test('stores a login and enters the switches', async () => {
    const stored = await follow(sample('credential'), `${PASSWORD}\n`);
    expect(stored.text).toContain('credential campus version 1 stored');
    expect(stored.text).not.toContain(PASSWORD);
    writeFileSync(file('switches.csv'), switchesCsv());
    await shows(sample('import'));
  });

  test('reads them, and finds an address', async () => {
    await shows(sample('switch-test'));
    await shows(sample('collect'));
    await shows(sample('trace'));
    const truths = [...campus.campus.truth.values()];
    const truth = truths.find(({ mac }) => mac.replaceAll(':', '') === 'f018988d20c7');
    expect(truth).toMatchObject({ switch: EDGE_SWITCH, port: 'Gi1/0/1' });
    expect(await follow(sample('cron'))).toMatchObject({ exitCode: 0, text: '' });
    expect(readFileSync(file('last-collect.csv'), 'utf8').trim().split('\n')).toHaveLength(5);
  });
});

describe('switches.md', () => {
  test('lists the pinned host keys', () => shows(sample('hostkey-ls')));
  test('reads an answer with its reasons', () => shows(sample('trace-all')));
});

describe('trace.md', () => {
  test('finds the port behind an IP address', () => shows(sample('trace-ip')));
  test('finds the port of what bears a name', () => shows(sample('trace-name')));
});

describe('find.md', () => {
  test('finds by words and by address', () => shows(sample('find')));
});

describe('lists.md', () => {
  test('filters, orders and exports', () => shows(sample('lists')));
});

describe('labels.md', () => {
  test('labels a switch and lists by label', () => shows(sample('label')));
  test('adds a note', () => shows(sample('note')));
});

describe('plans.md', () => {
  test('makes a plan, shows it, applies it', async () => {
    writeFileSync(file('rooms.csv'), 'site,name,description\nams1,acc-01-2,room 1.20\n');
    await shows(sample('plan-make'));
    await shows(sample('plan-show'));
    await shows(sample('plan-apply'));
  });
});

describe('ports.md', () => {
  test('lists the ports of a switch', () => shows(sample('port-ls')));
  test('reads one port now', () => shows(sample('port-get')));
  test('plans a description for two of them', () => shows(sample('port-plan')));
});

describe('api.md', () => {
  const before = sample('api-setup');

  test('makes a first call', () => shows(sample('api-list'), { before }));
  test('shows an error', () => shows(sample('api-error'), { before, exitCode: 24 }));
  test('pages', () => shows(sample('api-page'), { before }));

  test('watches, and resumes without loss', async () => {
    const watch = async (page: Sample, until: RegExp): Promise<string> => {
      const commands = [
        ...before.commands,
        `${page.commands.map(here).join('\n')} &`,
        'trap "kill $!" TERM',
        'wait',
      ];
      const watching = await terminal.start({ commands }, until);
      await terminal.stop(watching);
      return watching.said();
    };
    const first = await watch(sample('api-watch'), /EVENT_TYPE_SYNCED[^}]*\}/);
    const token = /EVENT_TYPE_SYNCED",\s*"resumeToken": "([^"]+)"/.exec(first)?.[1] ?? '';
    expect(first.match(/"name": "\w+"/g)?.sort()).toEqual(['"name": "f01"', '"name": "mdf"']);
    const write = sample('api-write');
    const written = await follow({ ...write, commands: [...before.commands, ...write.commands] });
    const again = await follow({ ...write, commands: [...before.commands, ...write.commands] });
    expect(JSON.parse(again.text)).toEqual(JSON.parse(written.text));
    const resume = sample('api-resume');
    const commands = resume.commands.map((command) => command.replace('TOKEN', token));
    const second = await watch({ ...resume, commands }, /"name": "f03"/);
    expect(second.match(/"name": "\w+"/g)).toEqual(['"name": "f03"']);
  });
});

describe('access.md', () => {
  test('adds a user, logs in, bounds the user to a floor, makes a token', async () => {
    writeFileSync(file('ann.password'), 'correct horse battery\n', { mode: 0o600 });
    await shows(sample('access-user'));
    await shows(sample('access-login'));
    await shows(sample('access-role'));
    const made = await follow(sample('access-token'));
    expect(made.exitCode, made.text).toBe(0);
    expect(readFileSync(file('ci.token'), 'utf8')).toMatch(/^wt1\./);
    expect(made.text).toMatch(/ admin +ci +in \d+d +yes /);
  });
});

describe('audit.md', () => {
  test('tells who traced, and that nobody changed the trail', async () => {
    const { text } = await shows(sample('audit-ls'));
    expect(text).toMatch(/user:admin +TraceService\.TraceMac +OK .*mac=/);
    await shows(sample('audit-verify'));
  });
});

describe('operating.md', () => {
  test('lists alerts, and silences some for a while', async () => {
    const { text, exitCode } = await follow(sample('alerts'));
    expect(exitCode, text).toBe(0);
    expect(text).toContain('source-failed@ams1 silenced until');
    expect(text).toContain('switches are exchanged');
    expect(text).toContain('source-failed@ams1 is heard again');
  });
});

describe('support.md', () => {
  test('looks at an agent on its host', async () => {
    await shows(sample('agent-status'));
    await shows(sample('agent-doctor'));
  });

  test('has more log lines for a while', () => shows(sample('log-level')));

  test('S0.62 makes bundles of the controller, of its folder and of the agent', async () => {
    await shows(sample('support-bundle'));
    const { text, exitCode } = await follow(sample('support-bundle-local'));
    expect(exitCode, text).toBe(0);
    expect(text).toContain('doctor.json');
  });
});

describe('security.md', () => {
  test('gives the vault a new key while the agent runs', async () => {
    await shows(sample('vault-rotate'));
    const tested = await terminal.run({ commands: ['wayside switch test acc-01-1'] });
    expect(tested.exitCode, tested.text).toBe(0);
  });

  test('takes a login from afar, and takes it away again', async () => {
    const status = await terminal.run({ commands: ['wayside-agent status --config wayside/agent.yaml'] });
    const identity = /^identity\s+([0-9a-f]{32})$/m.exec(status.text)?.[1];
    const page = sample('credential-central');
    const printed = await follow(
      { ...page, commands: [`IDENTITY=${identity}`, ...page.commands] },
      `${PASSWORD}\n`,
    );
    expectShown(printed.text, page.output);
    expect(printed.exitCode, printed.text).toBe(0);
    expect(printed.text).not.toContain(PASSWORD);
  });
});

describe('agents.md', () => {
  test('makes and lists join tokens', async () => {
    const printed = await shows(sample('join-tokens'));
    expect(printed.text).toMatch(/\bopen\b.*\n.*\bused\b/);
  });

  test('describes an agent', async () => {
    await shows(sample('agent-edit'));
    expect((await terminal.run({ commands: ['wayside agent get ams1-a'] })).text).toContain(
      'under the patch panel',
    );
  });

  test('makes another CA', async () => {
    const { text } = await shows(sample('ca-rotate'));
    expect(text).toMatch(/old: serves.*\n.*new: issues/);
  });
});

describe('troubleshooting.md', () => {
  const setCredential = (targets: string, password: string): Promise<Printed> =>
    terminal.run(
      {
        commands: [
          `wayside-agent credential set campus --targets ${targets} --username wayside --stdin --config wayside/agent.yaml`,
        ],
      },
      `${password}\n`,
    );

  test('has AUTH_REJECTED', async () => {
    await setCredential('127.0.0.0/8', 'wrong');
    await shows(sample('auth-rejected'), { exitCode: 6 });
  });

  test('has CREDENTIAL_TARGET', async () => {
    await setCredential('10.99.0.0/16', PASSWORD);
    const refused = await terminal.run({ commands: ['wayside switch test acc-01-1'] });
    expect(refused.text).toContain('CREDENTIAL_TARGET');
    await shows(sample('credential-target'));
  });

  test('has HOST_KEY_MISMATCH, and the way out', async () => {
    const { host, port } = campus.switch(EDGE_SWITCH);
    await setCredential('127.0.0.0/8', PASSWORD);
    const other = `wayside-agent hostkey accept ${host}:${port} SHA256:${'A'.repeat(43)} --config wayside/agent.yaml`;
    await terminal.run({ commands: [other] });
    await shows(sample('host-key-mismatch'), { exitCode: 6 });
    expect(await follow(sample('host-key-accept'))).toMatchObject({ exitCode: 0 });
    const tested = await terminal.run({ commands: ['wayside switch test acc-01-1'] });
    expect(tested.exitCode, tested.text).toBe(0);
  });

  test('has STORE_LOCKED and a healthy agent, then NO_CAPABLE_AGENT, then no controller', async () => {
    await shows(sample('locked'), { exitCode: 1 });
    await shows(sample('readyz'));
    await terminal.stop(agent);
    await shows(sample('no-agent'), { exitCode: 1 });
    await terminal.stop(controller);
    await shows(sample('no-controller'), { exitCode: 1 });
  });
});

test('every configuration that a page shows is valid', () => {
  const { files } = readTree(repositoryRoot());
  const pages = files.filter(({ path }) => path === 'README.md' || path.startsWith('deploy/guide/'));
  const shown = pages.flatMap(({ path, text }) => fences(text, 'yaml').map((body) => ({ path, text: body })));
  expect(shown.length).toBeGreaterThan(0);
  for (const { path, text } of shown) {
    const program = /^# (controller|agent)\.yaml\n/.exec(text)?.[1] ?? `${path}: whose is it?`;
    loadConfig(program as 'controller' | 'agent', { env: {}, document: { where: path, text } });
  }
});

afterAll(async () => {
  await terminal.close();
  await campus.stop();
});
