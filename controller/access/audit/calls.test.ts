import { beforeEach, describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import type { AuditEntry } from '../../../shared/model/index.ts';
import type { ApiHandlers, CallContext } from '../../../shared/transport/index.ts';
import { aboutOf, auditRule } from './rules.ts';
import { ADMIN, type AuditRig, auditRig, question } from './testing/rig.ts';

let rig: AuditRig;
beforeEach(() => {
  rig = auditRig();
});

type Run = (request: object, call: CallContext) => Promise<object>;

/** The method as the API would run it. */
function audited(
  method: string,
  handler: Run,
): (request: object, principal?: CallContext['principal']) => Promise<object> {
  const [service = '', name = ''] = method.split('.');
  const handlers = rig.calls.around({ [service]: { [name]: handler } } as unknown as ApiHandlers);
  const run = (handlers as unknown as Record<string, Record<string, Run>>)[service]?.[name];
  if (!run) throw new Error('there is no handler');
  return (request, principal = ADMIN) => {
    const signal = new AbortController().signal;
    const call = {
      method,
      callId: 1,
      principal,
      address: '10.0.0.7:1',
      certificate: undefined,
      deadlineAt: undefined,
      signal,
    };
    return run(request, call);
  };
}

function entries(): readonly AuditEntry[] {
  return rig.reader.list(question(), ADMIN).entries.map(({ entry }) => entry);
}

const fails = async (): Promise<never> => {
  throw new WaysideError('FORBIDDEN', 'not here');
};

describe('a call that changes something', () => {
  it('leaves an entry with the names of its request and answer, and none of its secrets', async () => {
    const create = audited('UserService.CreateApiToken', async () => ({
      token: { id: 'tok1' },
      text: 'wt1.secret',
    }));
    await create({ user: 'ann', password: 'hunter2', token: 'hunter3', readOnly: true, reason: 'script' });
    expect(entries()).toMatchObject([
      { who: 'user:admin', targets: ['user:ann', 'token:tok1'], why: 'script', detail: { readOnly: 'true' } },
    ]);
    expect(JSON.stringify(entries())).not.toMatch(/hunter|secret/);
  });

  it('that logs in is told of under the name that it gave, once it is known to be right', async () => {
    const anonymous = { type: 'anonymous' } as const;
    await audited('AuthService.Login', async () => ({}))({ user: 'ann' }, anonymous);
    await audited('AuthService.Login', fails)({ user: 'bob' }, anonymous).catch(() => undefined);
    expect(entries().map(({ who, result, targets }) => [who, result, targets])).toEqual([
      ['anonymous', 'FORBIDDEN', ['user:bob']],
      ['user:ann', 'OK', ['user:ann']],
    ]);
  });

  it('that failed to log in is told without what was typed for a name that nobody has: it may be a password', async () => {
    const anonymous = { type: 'anonymous' } as const;
    const typed = ['Tr0ub4dor&3', `wt1.${'a'.repeat(26)}.${'s'.repeat(43)}`];
    for (const user of typed)
      await audited('AuthService.Login', fails)({ user }, anonymous).catch(() => undefined);
    rig.calls.stop();
    expect(entries().map(({ targets }) => targets)).toEqual(
      expect.arrayContaining([['user:(unknown, 11 characters)']]),
    );
    await audited('UserService.CreateUser', async () => ({}))({ name: typed[1], reason: `see ${typed[1]}` });
    expect(JSON.stringify(entries())).not.toMatch(/Tr0ub|sssss/);
    expect(entries()[0]).toMatchObject({ targets: [`name:wt1.${'a'.repeat(26)}.…`] });
  });

  it('is told of by the next start when the process ended in the middle, and by nobody when it had ended', async () => {
    const waiting = (): Promise<object> => new Promise(() => undefined);
    void audited('UserService.SetPassword', waiting)({ name: 'ann', password: 'hunter2' });
    await audited('UserService.CreateUser', async () => ({}))({ name: 'bob' });
    await audited('UserService.CreateUser', fails)({ name: 'eve' }).catch(() => undefined);
    void audited('AuthService.Login', waiting)({ user: 'cat' }, { type: 'anonymous' });
    const [anew, again] = [auditRig(rig), auditRig(rig)];
    expect(anew.reader.list(question(), ADMIN).entries.map(({ entry }) => entry)).toMatchObject([
      {
        ...{ method: 'UserService.SetPassword', who: 'user:admin', result: 'INTERRUPTED' },
        ...{ targets: ['name:ann'], detail: { end: 'not known: the controller stopped before' } },
      },
      { method: 'UserService.CreateUser', result: 'FORBIDDEN' },
      { method: 'UserService.CreateUser', result: 'OK' },
    ]);
    expect(again.trail.tail.seq).toBe(anew.trail.tail.seq);
  });

  it('has one entry when its handler wrote it within its transaction, and that of the failure when this was undone', async () => {
    const write = (undo: boolean): Run =>
      async function run(_request, call) {
        rig.store.write(() => {
          rig.calls.journal(call, { targets: ['ams1/floor/f1'] });
          if (undo) throw new WaysideError('STALE_ETAG', 'too late');
        });
        return {};
      };
    await audited('InventoryService.WriteRecords', write(false))({});
    await audited('InventoryService.WriteRecords', write(true))({}).catch(() => undefined);
    expect(entries().map(({ result, targets }) => [result, targets])).toEqual([
      ['STALE_ETAG', []],
      ['OK', ['ams1/floor/f1']],
    ]);
  });

  it('that is only tried leaves none, unless it is refused', async () => {
    await audited('JobService.SubmitJob', async () => ({}))({ validateOnly: true });
    expect(entries()).toEqual([]);
    await audited('JobService.SubmitJob', fails)({ validateOnly: true }).catch(() => undefined);
    expect(entries()).toMatchObject([{ result: 'FORBIDDEN' }]);
  });
});

it('a read leaves an entry only when it is refused', async () => {
  await audited('JobService.GetJob', async () => ({}))({ id: 'x' });
  await audited('JobService.GetJob', async () => {
    throw new WaysideError('NOT_FOUND', 'none');
  })({ id: 'x' }).catch(() => undefined);
  expect(entries()).toEqual([]);
  await audited('JobService.GetJob', fails)({ id: 'x' }).catch(() => undefined);
  expect(entries()).toMatchObject([{ method: 'JobService.GetJob', result: 'FORBIDDEN', targets: ['id:x'] }]);
});

it('a call whose name says nothing is taken for a change', () => {
  expect(['X.BanAgent', 'X.Frobnicate', 'X.Login', 'X.Getaway'].map(auditRule)).toEqual([
    ...['change', 'change', 'change', 'change'],
  ]);
  expect(['X.GetJob', 'X.ListUsers', 'X.WatchJob', 'X.WhoAmI'].map(auditRule)).toEqual([
    ...['quiet', 'quiet', 'quiet', 'quiet'],
  ]);
});

it('a role tells what it may and where', () => {
  const grant = {
    level: 'LEVEL_OPERATOR',
    switchView: 'SWITCH_VIEW_FULL',
    scopes: [{ site: 'ams1', floor: 'f1' }, { site: '*' }],
  };
  expect(aboutOf({ name: 'night', grant })).toMatchObject({
    ...{ targets: ['name:night'], detail: { level: 'LEVEL_OPERATOR', scopes: 'ams1/f1,*' } },
  });
  expect(aboutOf({ name: 'ann', roles: ['viewer', 'night'] }).detail).toEqual({ roles: 'viewer,night' });
});

it('a request of any shape is looked at without harm', () => {
  const odd = JSON.parse(
    '{"ref":7,"targets":[null,{"kind":3}],"operations":{"create":1},"__proto__":{"name":"x"}}',
  );
  expect(aboutOf(odd)).toEqual({ sites: [], targets: [], detail: {} });
});
