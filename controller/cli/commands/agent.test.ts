import { afterAll, describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { campus } from '../testing/campus.ts';
import { removeWorlds, testWorld } from '../testing/test-host.ts';

afterAll(removeWorlds);

async function shown(...argv: string[]): Promise<string> {
  return (await testWorld({ api: campus() })).shown(...argv);
}

describe('agent', () => {
  test('ls says who is there, and why not', async () => {
    expect(await shown('agent', 'ls')).toMatchInlineSnapshot(`
      "exit 0
      NAME    SITE  STATE        SINCE  REASON             VERSION  LAST-SEEN  JOBS  AGE
      ams1-a  ams1  online       3d     -                  1.2.0    2s         1     90d
      lon2-a  lon2  unreachable  14m    tls: cert expired  1.1.3    14m        0     41d
      "
    `);
    expect(await shown('agent', 'ls', '-o', 'wide')).toMatchInlineSnapshot(`
      "exit 0
      NAME    SITE  STATE        SINCE  REASON             VERSION  LAST-SEEN  JOBS  LINK  HEARTBEAT  DRIVERS  OS                CAPABILITIES  CERT-EXPIRES  ID      AGE
      ams1-a  ams1  online       3d     -                  1.2.0    2s         1     -     -          -        linux 6.1 x64     switch.ssh@1  5d            agent1  90d
      lon2-a  lon2  unreachable  14m    tls: cert expired  1.1.3    14m        0     -     -          -        linux 5.10 arm64  -             expired       agent2  41d
      "
    `);
    expect(await shown('agent', 'ls', '--site', 'lon2', '-o', 'csv')).toMatchInlineSnapshot(`
      "exit 0
      name,site,state,since,reason,version,last_seen,running_jobs,id,description,alarm,duty,link,heartbeat,drivers
      lon2-a,lon2,unreachable,2027-01-15T07:46:00.000Z,tls: cert expired,1.1.3,2027-01-15T07:46:00.000Z,0,agent2,,,,,,
      "
    `);
  });

  test('ls in JSON is what the API said', async () => {
    const world = await testWorld({ api: campus() });
    await world.run('agent', 'ls', '-o', 'json');
    expect(JSON.parse(world.out()).agents[1]).toMatchObject({
      name: 'lon2-a',
      state: 'AGENT_STATE_UNREACHABLE',
      reason: 'tls: cert expired',
    });
  });

  test('get shows one in full, by name or id', async () => {
    expect(await shown('--utc', 'agent', 'get', 'ams1-a')).toMatchInlineSnapshot(`
      "exit 0
      Agent:         ams1-a
      Site:          ams1
      State:         online for 3d
      Reason:        -
      Last seen:     2027-01-15 07:59:58 UTC (2s ago)
      Version:       1.2.0
      System:        linux 6.1 x64
      Capabilities:  switch.ssh@1
      Jobs:          1
      Enrolled:      2026-10-17 08:00:00 UTC (90d ago)
      Certificate:   until 2027-01-20 08:00:00 UTC (in 5d)
      Outbox:        out7, acknowledged up to 42
      Identity:      00ff
      Id:            agent1
      "
    `);
    expect(await shown('agent', 'get', 'agent2', '-o', 'name')).toBe('exit 0\nlon2-a\n');
    expect(await shown('agent', 'get', 'nope')).toContain('exit 3');
  });

  test('token create prints the token alone on stdout (S0.27)', async () => {
    expect(
      await shown('--utc', 'agent', 'token', 'create', '--site', 'ams1', '--ttl', '2h'),
    ).toMatchInlineSnapshot(`
      "exit 0
      wjt1.secret
      stderr:
      works once until 2027-01-15 10:00:00 UTC; give it to "wayside-agent enrol" on standard input
      "
    `);
  });

  test.each(['1', '0s', '31d', 'soon'])('a lifetime of %s is refused', async (ttl) => {
    expect(await shown('agent', 'token', 'create', '--site', 'ams1', '--ttl', ttl)).toContain('exit 2');
  });

  test('ls --watch prints an agent again when it goes', async () => {
    const api = campus();
    const world = await testWorld({ api });
    const running = world.run('agent', 'ls', '--watch', '--timeout', '1d', '-o', 'name');
    await world.printed('lon2-a');
    api.failures.set('AgentService.ListAgents', new WaysideError('UNAVAILABLE', 'the controller restarts'));
    await world.until(() => {
      world.clock.advance(2000);
      return world.err() !== '';
    });
    expect(world.err()).toBe('the controller restarts; trying again\n');
    api.failures.clear();
    api.agents = api.agents.map((agent) => ({ ...agent, state: 'unreachable' }));
    await world.until(() => {
      world.clock.advance(2000);
      return world.out() === 'ams1-a\nlon2-a\nams1-a\n';
    });
    world.clock.advance(86_400_000);
    expect(await running).toBe(124);
  });
});

describe('history and delta', () => {
  test('history of a record that was deleted, by its name or reference', async () => {
    const world = await testWorld({ api: campus() });
    expect(await world.shown('floor', 'rm', 'ams1/f2', '--yes')).toContain('exit 0');
    for (const name of ['ams1/f2', 'f2', 'ams1/floor/f2']) {
      expect(await world.shown('history', 'ls', 'floor', name)).toContain('name=f2');
    }
    expect(await world.shown('history', 'ls', 'floor', 'ams1/none')).toContain(
      'there is no floor "ams1/none"',
    );
  });

  test('history of a record by its name', async () => {
    expect(await shown('history', 'ls', 'switch', 'ams1-core1')).toMatchInlineSnapshot(`
      "exit 0
      BY          OP   FIELDS                                                                                                  AGE
      user:admin  put  name=ams1-core1 platform=cisco_ios hostname=core1 model=C9300-48 serial=FOC1234 softwareVersion=17.9.4  5m
      "
    `);
    expect(await shown('--utc', 'history', 'ls', 'floor', 'ams1/f2', '-o', 'csv')).toMatchInlineSnapshot(`
      "exit 0
      when,by,op,section,fields,why,change_set,position
      2027-01-15T07:55:00.000Z,user:admin,put,core,name=f2 description=east wing,new address,cs-3,3
      "
    `);
    expect(await shown('history', 'ls', 'tree', 'x')).toContain('kinds: site, floor, source');
  });
});
