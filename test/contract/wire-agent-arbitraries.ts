/** Agents and the first messages of their sessions, with what older peers do not tell. */
import fc from 'fast-check';
import { type AgentView, agentDutyKinds, agentStates, livenessStates } from '../../shared/model/index.ts';
import type { AgentMessage, ControllerMessage } from '../../shared/wire/index.ts';
import { agentMessage, controllerMessage } from './wire-arbitraries.ts';
import { count, list, long, maybe, oneOf, text, time } from './wire-basics.ts';

export const agent: fc.Arbitrary<AgentView> = fc.record({
  id: text,
  name: text,
  site: text,
  state: oneOf(agentStates),
  stateSince: time,
  reason: text,
  version: text,
  os: text,
  capabilities: list(text),
  lastSeenAt: maybe(time),
  enrolledAt: time,
  certificateExpiresAt: time,
  runningJobs: count,
  outboxId: text,
  acknowledgedSeq: long,
  identity: text,
  description: text,
  alarm: text,
});

const alive = fc.record({ state: oneOf(livenessStates), since: maybe(time), cause: text });

/** With what older controllers do not tell. */
export const toldAgent: fc.Arbitrary<AgentView> = fc
  .tuple(
    agent,
    fc.record({
      duty: fc.record({ kind: oneOf(agentDutyKinds), since: time, by: text, why: text, until: time }),
      liveness: fc.record({ transport: alive, heartbeat: alive, drivers: alive }),
      labels: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), text, { minKeys: 1 }),
    }),
  )
  .map(([plain, more]) => ({ ...plain, ...more }));

const minor = fc.integer({ min: 1, max: 99 });
const counted = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

export const hello: fc.Arbitrary<AgentMessage> = fc
  .tuple(
    agentMessage.filter(({ type }) => type === 'hello'),
    fc.record({
      protocolMinor: minor,
      bootNumber: counted,
      grantedNumber: counted,
      labels: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), text, { minKeys: 1 }),
    }),
  )
  .map(([plain, more]) => ({ ...plain, ...more }));

export const welcome: fc.Arbitrary<ControllerMessage> = fc
  .tuple(
    controllerMessage.filter(({ type }) => type === 'welcome'),
    fc.record({ protocolMinor: minor, clockAheadMs: fc.integer(), grantedNumber: counted }),
  )
  .map(([plain, more]) => ({ ...plain, ...more }));
