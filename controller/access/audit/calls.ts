/**
 * Puts the trail around the handlers of the API: one place for all calls, by the table of rules. A handler that
 * writes in one transaction adds its entry there through `journal`. Every other change is noted before it begins and
 * told at its end; what was cut off in between is told by the next start.
 */
import { errorCodes, WaysideError } from '../../../shared/errors.ts';
import { type Principal, principalName } from '../../../shared/model/index.ts';
import type { Clock } from '../../../shared/runtime/index.ts';
import type { ApiHandlers, CallContext, Caller } from '../../../shared/transport/index.ts';
import { isStreamingMethod } from '../../../shared/wire/index.ts';
import { RefusalThrottle } from './refusals.ts';
import { type About, aboutOf, auditRule, type Fields } from './rules.ts';
import type { AuditFact } from './text.ts';
import type { AuditTrail } from './trail.ts';

/** What a handler knows better than its request does. */
export type Journal = (call: CallContext, about: Partial<About> & { readonly why?: string }) => void;

const LOGIN = 'AuthService.Login';

type AnyUnary = (request: object, call: CallContext) => Promise<object>;
type AnyStream = (request: object, call: CallContext) => AsyncIterable<object>;

export interface AuditedCallsDeps {
  readonly trail: AuditTrail;
  readonly clock: Clock;
  readonly isUser: (name: string) => boolean;
}

export class AuditedCalls {
  private readonly trail: AuditTrail;
  private readonly clock: Clock;
  private readonly isUser: (name: string) => boolean;
  private readonly refusals: RefusalThrottle;
  /** Calls whose entry stands in their own transaction. */
  private readonly journalled = new WeakSet<CallContext>();
  /** By call: what was noted of it before it began. */
  private readonly begun = new WeakMap<CallContext, number>();

  constructor({ trail, clock, isUser }: AuditedCallsDeps) {
    this.trail = trail;
    this.clock = clock;
    this.isUser = isUser;
    this.refusals = new RefusalThrottle((fact) => trail.tryRecord(fact));
  }

  /** The same handlers, audited. */
  around(handlers: Partial<ApiHandlers>): Partial<ApiHandlers> {
    const audited = Object.entries(handlers).map(([service, table]) => [
      service,
      Object.fromEntries(
        Object.entries(table).map(([name, handler]) => [name, this.one(`${service}.${name}`, handler)]),
      ),
    ]);
    return Object.fromEntries(audited) as unknown as Partial<ApiHandlers>;
  }

  /** For handlers, within the transaction of the change: the entry of this call. Error: DISK_FULL; then nothing is changed. */
  readonly journal: Journal = (call, about) => {
    this.trail.append(this.fact(call, { sites: [], targets: [], detail: {}, why: '', ...about }, 'OK'));
    this.journalled.add(call);
  };

  /** For the gate: a call that no handler saw. */
  readonly refused = ({ method, token, address, certificate }: Caller, error: WaysideError): void => {
    if (!isRefusal(error)) return;
    // The id of a token is no secret; whose it claims to be tells who knocks.
    const via = /^w[a-z]\d\.([0-9a-z]{26})\./.exec(token ?? '')?.[1] ?? certificate?.serial ?? '';
    const who = error.details['principal'] ?? 'anonymous';
    const blank = { sites: [], targets: [], why: '', detail: {}, count: 1 };
    this.refusals.note({ ...blank, at: this.clock.now(), who, via, address, method, result: error.code });
  };

  /** Writes what was only counted so far, of minutes that are over. */
  tick(): void {
    this.refusals.flush(this.clock.now());
    this.trail.saveMark();
  }

  stop(): void {
    this.refusals.flush(Number.POSITIVE_INFINITY);
    this.trail.saveMark();
  }

  private one(method: string, handler: unknown): AnyUnary | AnyStream {
    return isStreamingMethod(method) ? this.stream(handler as AnyStream) : this.unary(handler as AnyUnary);
  }

  private unary(handler: AnyUnary): AnyUnary {
    return async (request, call) => {
      let answer: object;
      try {
        this.begin(call, request);
        answer = await handler(request, call);
      } catch (error) {
        this.failed(call, request, error);
        throw error;
      }
      this.done(call, request, answer);
      return answer;
    };
  }

  private stream(handler: AnyStream): AnyStream {
    const begin = (call: CallContext, request: object): void => this.begin(call, request);
    const failed = (call: CallContext, request: object, error: unknown): void =>
      this.failed(call, request, error);
    const done = (call: CallContext, request: object): void => this.done(call, request, {});
    return async function* audited(request, call) {
      // A caller that goes away in the middle ends the loop neither way.
      let open = true;
      try {
        begin(call, request);
        yield* handler(request, call);
        open = false;
        done(call, request);
      } catch (error) {
        if (open) failed(call, request, error);
        open = false;
        throw error;
      } finally {
        if (open) failed(call, request, new WaysideError('CANCELLED', 'the caller went away'));
      }
    };
  }

  /** Callers that nobody knows yet change nothing before they are known, and must not make the disk work. */
  private begin(call: CallContext, request: object): void {
    const rule = ruleOf(call.method, request);
    if (rule !== 'change' && rule !== 'write') return;
    this.trail.requireWritable();
    if (rule === 'write' || call.principal.type === 'anonymous') return;
    this.begun.set(call, this.trail.begin(this.fact(call, aboutCall(request, {}), 'INTERRUPTED')));
  }

  private done(call: CallContext, request: object, answer: object): void {
    const rule = ruleOf(call.method, request);
    if (rule === 'quiet') return;
    if (this.journalled.delete(call)) return this.trail.saveMark();
    const fact = this.fact(call, aboutCall(request, answer), 'OK');
    if (rule === 'look') return this.trail.tryRecord(fact);
    try {
      this.trail.record(fact, this.begun.get(call));
    } catch (cause) {
      const { code, hint } = WaysideError.from(cause);
      throw new WaysideError(code, 'it was done, but the audit trail could not be written', {
        cause,
        ...(hint !== undefined && { hint }),
      });
    }
  }

  private failed(call: CallContext, request: object, error: unknown): void {
    this.journalled.delete(call);
    const failure = WaysideError.from(error);
    if (ruleOf(call.method, request) === 'quiet' && !isRefusal(failure)) return;
    const about = aboutCall(request, {});
    this.refusals.note(this.fact(call, call.method === LOGIN ? this.knownNames(about) : about, failure.code));
    const begun = this.begun.get(call);
    if (begun !== undefined) this.trail.abandon(begun);
  }

  /** Passwords are typed where the name should be, and nothing can be taken out of the trail. */
  private knownNames<T extends About>(about: T): T {
    const targets = about.targets.map((target) => {
      const name = target.slice(target.indexOf(':') + 1);
      return this.isUser(name) ? target : `user:(unknown, ${name.length} characters)`;
    });
    return { ...about, targets };
  }

  private fact(call: CallContext, about: About & { readonly why: string }, result: string): AuditFact {
    const { principal, address, method } = call;
    const who = method === LOGIN && result === 'OK' ? loggedIn(about) : principalName(principal);
    return { ...about, at: this.clock.now(), who, via: viaOf(principal), address, method, result, count: 1 };
  }
}

/** A change that is only tried is none. */
function ruleOf(method: string, request: object): ReturnType<typeof auditRule> {
  const rule = auditRule(method);
  return rule !== 'look' && (request as Fields)['validateOnly'] === true ? 'quiet' : rule;
}

/** What an entry tells of a request and its answer. */
export function aboutCall(request: object, answer: object): About & { readonly why: string } {
  const [asked, made] = [aboutOf(request as Fields), aboutOf(answer as Fields)];
  const { why, reason } = request as Fields;
  return {
    sites: [...new Set([...asked.sites, ...made.sites])],
    targets: [...new Set([...asked.targets, ...made.targets])],
    detail: { ...made.detail, ...asked.detail },
    why: [why, reason].find((text): text is string => typeof text === 'string' && text !== '') ?? '',
  };
}

function viaOf(principal: Principal): string {
  if (principal.type === 'user') return principal.tokenId;
  return principal.type === 'agent' ? principal.serial : '';
}

/** Who logged in: nobody yet when the call came. */
function loggedIn({ targets }: About): string {
  const named = targets.find((target) => /^(user|name|username|login):/.test(target));
  return named === undefined ? 'anonymous' : `user:${named.slice(named.indexOf(':') + 1)}`;
}

function isRefusal({ code }: WaysideError): boolean {
  return ['UNAUTHENTICATED', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED'].includes(errorCodes[code].grpc);
}
