import { afterAll, describe, expect, test } from 'vitest';
import { type ErrorCode, errorTable, WaysideError } from '../../shared/errors.ts';
import { commands, families, groupOfWord } from './catalogue.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { parseCommandLine } from './program.ts';
import { campus } from './testing/campus.ts';
import { removeWorlds, testWorld } from './testing/test-host.ts';

afterAll(removeWorlds);

async function shown(...argv: string[]): Promise<string> {
  return (await testWorld({ api: campus() })).shown(...argv);
}

describe('exit codes', () => {
  test('are the documented ones', async () => {
    expect(exitCodes).toEqual({
      done: 0,
      failed: 1,
      usage: 2,
      notFound: 3,
      forbidden: 4,
      partly: 5,
      jobFailed: 6,
      conflict: 7,
      limit: 8,
      timeout: 124,
      interrupted: 130,
    });
    expect(await shown('help', 'exit-codes')).toMatchInlineSnapshot(`
      "exit 0
      Exit codes of wayside. A code never changes its meaning.

        0    done; a trace found the address
        1    failed
        2    wrong use: an option, argument, file or configuration is not valid
        3    not found: nothing of that name; a trace asked every switch and none has the address
        4    not logged in, or not allowed
        5    partly failed: some items or switches; a trace found nothing, or only what was known before, for switches did not answer
        6    the job that was waited for did not succeed
        7    conflict: somebody else changed it meanwhile, a file is already there, a job has ended, or a plan is stale, expired or applied
        8    a safety limit was hit: a guard of a plan
        124  the time of --timeout is over
        130  interrupted with Ctrl-C
      "
    `);
  });

  test.each([
    ['INVALID_INPUT', 2],
    ['UNKNOWN_KEY', 2],
    ['AMBIGUOUS_NAME', 2],
    ['RESYNC', 2],
    ['NOT_FOUND', 3],
    ['NOT_HELD_HERE', 3],
    ['UNAUTHENTICATED', 4],
    ['FORBIDDEN', 4],
    ['WRONG_CA', 4],
    ['STALE_ETAG', 7],
    ['ALREADY_EXISTS', 7],
    ['IN_USE', 7],
    ['JOB_FINISHED', 7],
    ['TIMEOUT', 124],
    ['CANCELLED', 130],
    ['UNAVAILABLE', 1],
    ['NO_CAPABLE_AGENT', 1],
    ['QUEUE_FULL', 1],
    ['SECRET_FILE_OPEN', 1],
    ['INTERNAL', 1],
  ] as const)('%s of the controller is %i', async (code, exit) => {
    const api = campus();
    api.failures.set('SystemService.GetStatus', new WaysideError(code, 'no'));
    const world = await testWorld({ api });
    expect(await world.run('status')).toBe(exit);
    expect(world.err()).toContain(`wayside: no [${code}]`);
  });

  test('every error code has one that is in the table', () => {
    for (const [code] of errorTable) {
      expect(Object.values(exitCodes)).toContain(exitCodeOf(new WaysideError(code as ErrorCode, '')));
    }
  });

  test('a fault of our own is 1, and no stack trace', async () => {
    const api = campus();
    api.unary = () => Promise.reject(new TypeError('x is not a function'));
    const world = await testWorld({ api });
    expect(await world.run('status')).toBe(1);
    expect(world.err()).toBe('wayside: x is not a function [INTERNAL]\n');
  });
});

describe('wrong use', () => {
  test.each([
    [['swich', 'ls'], 'did you mean switch?'],
    [['switch', 'lst'], 'did you mean ls?'],
    [['switch', 'ls', '--sit', 'x'], 'did you mean --site?'],
    [['switch', 'get'], "missing required argument 'NAME'"],
    [['switch', 'get', 'a', 'b'], 'too many arguments'],
    [['switch', 'ls', '--site'], "option '--site <SITE>' argument missing"],
    [['switch', 'add', 'x', '--watch'], "unknown option '--watch'"],
    [['--watch', 'status'], 'status does not take --watch'],
    [['switch', 'ls', '--site', 'a', '--site=a'], '--site is given twice; it takes one value'],
    [['site', 'ls', '-o', 'json', '--output', 'csv'], '--output is given twice'],
    [['-o', 'xml', 'site', 'ls'], 'Allowed choices are table'],
    [['switch', 'ls', '--limit', 'ten'], '--limit must be a whole number from 0 to 1000000, not "ten"'],
  ])('%j ends with 2 and a way on', async (argv, words) => {
    const text = await shown(...argv);
    expect(text).toMatch(/^exit 2\nstderr:\nwayside: /);
    expect(text).toContain(words);
  });

  test('no flag of one value takes two, whatever command it is of', async () => {
    const values = commands.flatMap(({ path, flags = [], args = [], hidden }) =>
      flags
        .filter(({ value, many }) => value && !many && !hidden)
        .map(({ name, choices }) => {
          const flag = [`--${name}`, choices?.[0] ?? '1'];
          return [...path, ...args.map(() => 'x'), ...flag, ...flag];
        }),
    );
    expect(values.length).toBeGreaterThan(100);
    for (const argv of values)
      expect(() => parseCommandLine(argv, { commands, families }), argv.join(' ')).toThrow(/is given twice/);
  });

  test('a flag before the command, as an alias has it, gives way to the one behind it', async () => {
    expect(await shown('-o', 'csv', 'site', 'ls', '-o', 'name')).toMatch(/^exit 0\nams1\n/);
  });

  test('what stands in an error cannot steer the terminal', async () => {
    expect(await shown('switch', 'get', 'a\u001b[2Jb')).not.toContain('\u001b');
  });

  test('a family alone prints its help and ends with 2', async () => {
    expect(await shown('agent')).toMatchInlineSnapshot(`
      "exit 2
      wayside agent: the processes beside the equipment

      Examples:
        wayside agent ls
        wayside agent get ams1-a            by name or id
        wayside agent token create --site ams1 --ttl 1h
            prints one line
        wayside agent token ls --site ams1

      Commands:
        ls            list agents and whether they are there
        get           show one agent in full
        token create  make a token that lets one agent join a site; it is shown once
        token ls      list join tokens that can be used, and those that ended in the last 30 days
        token rm      take a join token back: nobody can join with it any more
        edit          change name, description or labels of an agent; an empty description takes it away
        rm            forget an agent; it needs a new join token to come back
        evict         end the session and certificates of an agent; it joins again with its own key
        ban           refuse the key of an agent until unban, with or without a join token
        unban         let a banned agent come back with its own key
        drain         give an agent no new work; when it is idle its session ends, until resume
        maintenance   give an agent no work and raise no alerts about it for a while; its session stays
        resume        end the drain or the maintenance of an agent

      "wayside agent COMMAND --help" tells more about one.
      "
    `);
    expect(await shown('agent', 'token')).toContain('exit 2\nwayside agent token');
  });
});

describe('help', () => {
  test('of everything: purpose, examples first, commands by group', async () => {
    const [commands] = (await shown('--help')).split('\n\nMesh:');
    expect(commands).toMatchInlineSnapshot(`
      "exit 0
      wayside: one live picture of the switches of many sites

      Examples:
        wayside trace mac 00:1b:21:aa:bb:cc  which port is it plugged into?
        wayside switch ls --site ams1        the switches of a site and how they are
        wayside collect --site ams1          read them all now
        wayside dev                          a controller and an agent to try things with

      Daily:
        trace     find where an address is plugged in
        plan      what would be changed: looked at, approved, applied
        conflict  values that contradict each other, and which one holds
        job       work that runs, waits or has ended
        schedule  work that is done again and again
        alert     what is wrong for a while, and who looks after it
        find      find anything by name, word, MAC or IP address, or a part of one
        collect   read switches now: ports, MAC tables, neighbours, VLANs
        status    show how the controller is
        apply     do what a plan says, and tell what became of it
        login     log in with name and password; the session is kept in the context
        logout    end the session of this context
        whoami    show who you are and what you may

      Inventory:
        site     places with floors, agents and sources
        floor    parts of a site
        switch   switches, and how they are reached
        source   everything that agents read
        port     ports of switches: looked at, and changed by plans
        vlan     VLANs of switches, and plans that change them
        history  what was changed, by whom and why
        label    show, set and take away labels of any record
        note     show, add and take away notes of any record"
    `);
  });

  test('of everything: commands for the mesh and for admins come last', async () => {
    const [, commands] = (await shown('--help')).split('\nMesh:\n');
    expect(commands?.split('\nFlags of')[0]).toMatchInlineSnapshot(`
      "  agent       the processes beside the equipment
        credential  logins for devices, sealed to the agents that use them
        ca          the CA of the agents, and its successor
        delta       batches of changes on their way

      Admin:
        audit           who did what, and proof that nobody changed it
        backup          copies of everything, and the way back
        user            who may log in, and their passwords
        role            what users may see and do, and where
        token           API tokens for programs
        operator-key    the key with which you approve plans
        config          configuration files of controller and agent
        context         which controllers you talk to
        init            write first configuration files, every key explained, and a context
        dev             start a controller and an agent here, to try things with
        doctor          find out what is wrong, from the settings to the controller
        support-bundle  one file about the controller for whoever helps; without secrets
        log-level       show how much the controller or an agent logs, or change it for a while
        version         print the version of this program
        completion      print the completion script for bash, zsh or fish
        help            help for a command, or for exit-codes and environment
      "
    `);
  });

  test('ends with the flags of every command', async () => {
    const [, flags] = (await shown('--help')).split('\nFlags of');
    expect(flags).toMatchInlineSnapshot(`
      " every command:
        -o, --output FORM        table (default), wide, json, yaml, name or csv
        -w, --watch              stay and print what changes
            --utc                print times in UTC, in full
        -q, --quiet              no progress and no notes on stderr
            --no-color           no colours
            --timeout TIME       give up after this time, such as 30s; exit code 124
            --context NAME       which controller of the context file
            --address HOST:PORT  controller to talk to, instead of a context
            --token-file FILE    file of mode 0600 with your token
            --ca-file FILE       CA certificate of the controller, PEM

      "wayside help exit-codes" and "wayside help environment" list both. Guide: deploy/guide
      "
    `);
  });

  test('of one command', async () => {
    expect(await shown('switch', 'add', '--help')).toMatchInlineSnapshot(`
      "exit 0
      wayside switch add: add a switch

      Examples:
        wayside switch add ams1-f2-sw03 --site ams1 --floor f2 --address 10.1.2.3 --credential campus
        wayside switch add ams1-f2-sw03 --site ams1 --floor f2 --address 10.1.2.3 --credential campus --dry-run
            only check it

      Usage:
        wayside switch add NAME [flags]

      Arguments:
        NAME  name within the site

      Flags:
            --site SITE         site that it belongs to (required)
            --floor FLOOR       name of the floor that it stands on
            --address HOST      host name or IP address that the agent dials
            --port PORT         TCP port; default 22 for switches
            --platform ID       such as dell_os6; found out when empty
            --credential NAME   name of a credential in the vault of the agent
            --jump HOST         SSH server that dials it for the agent: host or host:port; empty: none
            --jumplogin NAME    credential for the jump host; that of the source when empty
            --description TEXT  free text
            --disabled          let no job read it yet
            --why TEXT          reason, kept in the history
            --dry-run           check everything, change nothing

      Flags of every command:
        -o, --output FORM      table (default), wide, json, yaml, name or csv
            --utc              print times in UTC, in full
        -q, --quiet            no progress and no notes on stderr
            --no-color         no colours
            --timeout TIME     give up after this time, such as 30s; exit code 124
            --context NAME     which controller of the context file
            --token-file FILE  file of mode 0600 with your token
            --ca-file FILE     CA certificate of the controller, PEM

      "wayside help exit-codes" and "wayside help environment" list both. Guide: deploy/guide
      "
    `);
    expect(await shown('help', 'switch', 'add')).toBe(await shown('switch', 'add', '-h'));
  });

  test('fits into 100 columns, examples and long notes aside', async () => {
    for (const { path } of commands) {
      const text = await shown('help', ...path);
      const [, flags = ''] = text.split('Flags of every command:');
      expect(Math.max(...flags.split('\n').map((line) => line.length)), path.join(' ')).toBeLessThanOrEqual(
        110,
      );
    }
  });

  test('every command has an example that begins with itself, and belongs to a group', () => {
    for (const { path, examples, hidden } of commands) {
      const words = path.join(' ');
      expect(examples.length, words).toBeGreaterThan(0);
      for (const [line] of examples) expect(line, words).toContain(words);
      const [first = ''] = path;
      const grouped = families.some(({ name }) => name === first) || first in groupOfWord;
      expect(grouped || hidden, words).toBe(true);
    }
  });

  test('every example is a command line that parses', async () => {
    const { parseCommandLine } = await import('./program.ts');
    for (const { path, examples } of commands) {
      for (const [line] of examples) {
        const own = line.split(/[|>&<]|\s#/).find((part) => part.includes(path.join(' '))) ?? '';
        const words =
          own
            .replace(/^.*?wayside /, '')
            .replace(/\)$/, '')
            .match(/"[^"]*"|\S+/g) ?? [];
        const argv = words.map((word) => word.replaceAll('"', ''));
        expect(parseCommandLine(argv, { commands, families }).type, line).toBe('run');
      }
    }
  });

  test('of the environment', async () => {
    expect(await shown('help', 'environment')).toContain('WAYSIDE_TOKEN_FILE');
    expect(await shown('help', 'nonsense')).toContain('exit 2');
  });
});

test('a global flag before the command is not taken for one of the command', async () => {
  const { parseCommandLine } = await import('./program.ts');
  const line = '--address ctrl:1 switch add sw1 --site ams1 --address 10.1.2.3';
  const parsed = parseCommandLine(line.split(' '), { commands, families });
  if (parsed.type !== 'run') throw new Error('not parsed');
  expect(parsed.globals['address']).toBe('ctrl:1');
  expect(parsed.flags.text('address')).toBe('10.1.2.3');
  const alone = parseCommandLine(['switch', 'add', 'sw1', '--address', '10.1.2.3'], { commands, families });
  expect(alone).toMatchObject({ globals: { address: undefined } });
});

test('global flags stand anywhere', async () => {
  const expected = 'exit 0\nams1\nlon2\n';
  expect(await shown('-o', 'name', 'site', 'ls')).toBe(expected);
  expect(await shown('site', 'ls', '-o', 'name')).toBe(expected);
  expect(await shown('site', 'ls', '--output=name')).toBe(expected);
});

test('--version and version', async () => {
  expect(await shown('--version')).toBe('exit 0\nwayside unknown\n');
  expect(await shown('version', '-o', 'json')).toContain('"wayside": "unknown"');
});

describe('colours', () => {
  const paints = async (env: Record<string, string>, ...flags: string[]): Promise<boolean> => {
    const world = await testWorld({ api: campus(), tty: true, env: { TERM: 'xterm', ...env } });
    await world.run('switch', 'ls', ...flags);
    return world.out().includes('\u001b[');
  };

  test('are on a terminal, and nowhere else unless forced', async () => {
    expect(await paints({})).toBe(true);
    expect(await paints({ NO_COLOR: '1' })).toBe(false);
    expect(await paints({ WAYSIDE_NO_COLOR: '1' })).toBe(false);
    expect(await paints({ TERM: 'dumb' })).toBe(false);
    expect(await paints({}, '--no-color')).toBe(false);
    const pipe = await testWorld({ api: campus(), env: { CLICOLOR_FORCE: '1' } });
    await pipe.run('switch', 'ls');
    expect(pipe.out()).toContain('\u001b[');
  });
});

test('the connection is closed at the end, also after an error', async () => {
  const api = campus();
  api.failures.set('SystemService.GetStatus', new WaysideError('FORBIDDEN', 'no'));
  await (await testWorld({ api })).run('status');
  expect(api.closed).toBe(true);
});
