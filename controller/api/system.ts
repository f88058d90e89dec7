/** SystemService: the controller about itself. */

import { WaysideError } from '../../shared/errors.ts';
import type { Finding, Principal } from '../../shared/model/index.ts';
import { checkLogLevelTime, LOG_LEVEL_DEFAULT_MS } from '../../shared/runtime/index.ts';
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import {
  type DeltaTrail,
  deltaTrailToWire,
  findingToWire,
  logLevel,
  logLevelStateToWire,
  type StatusView,
  statusToWire,
} from '../../shared/wire/index.ts';
import type { LevelDesk } from './log-level.ts';

export interface SystemApiDeps {
  readonly status: (principal: Principal) => Promise<StatusView>;
  readonly doctor: (principal: Principal) => Promise<readonly Finding[]>;
  readonly delta: (id: string, principal: Principal) => DeltaTrail;
  readonly logLevels: LevelDesk;
}

export function systemHandlers(deps: SystemApiDeps): ServiceHandlers<'SystemService'> {
  return {
    GetStatus: async (_, call) => statusToWire(await deps.status(call.principal)),

    RunDoctor: async (_, call) => ({ findings: (await deps.doctor(call.principal)).map(findingToWire) }),

    GetDelta: async (request, call) => deltaTrailToWire(deps.delta(request.id, call.principal)),

    GetLogLevel: async (request) => logLevelStateToWire(await deps.logLevels.read(request.agent)),

    SetLogLevel: async (request) => {
      const level = request.level === 'LOG_LEVEL_UNSPECIFIED' ? undefined : logLevel.fromWire(request.level);
      if (!level) throw invalid('level', 'must be debug, info, warn or error');
      const { agent, ttlSeconds, validateOnly } = request;
      const forMs = ttlSeconds === 0 ? LOG_LEVEL_DEFAULT_MS : ttlSeconds * 1000;
      checkLogLevelTime(forMs);
      const { previous, state } = await deps.logLevels.set(agent, { level, forMs }, validateOnly);
      return { previous: logLevel.toWire(previous), ...logLevelStateToWire(state) };
    },
  };
}

function invalid(field: string, message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `${field} ${message}`, { violations: [{ field, message }] });
}
