/** SystemService: the controller about itself. */

import { WaysideError } from '../../shared/errors.ts';
import { mayAt, type Principal } from '../../shared/model/index.ts';
import type { Log, LogLevel } from '../../shared/runtime/index.ts';
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import {
  type DeltaTrail,
  deltaTrailToWire,
  type Finding,
  findingToWire,
  logLevel,
  type StatusView,
  statusToWire,
} from '../../shared/wire/index.ts';

export interface SystemApiDeps {
  readonly status: (principal: Principal) => StatusView;
  readonly doctor: (principal: Principal) => Promise<readonly Finding[]>;
  readonly delta: (id: string, principal: Principal) => DeltaTrail;
  /** Sets the level at run time and gives back the one before. */
  readonly setLogLevel: (level: LogLevel) => LogLevel;
}

export function systemHandlers(deps: SystemApiDeps): ServiceHandlers<'SystemService'> {
  return {
    GetStatus: async (_, call) => statusToWire(deps.status(call.principal)),

    RunDoctor: async (_, call) => ({ findings: (await deps.doctor(call.principal)).map(findingToWire) }),

    GetDelta: async (request, call) => deltaTrailToWire(deps.delta(request.id, call.principal)),

    SetLogLevel: async (request, call) => {
      // Of the whole controller, so of all sites.
      if (!mayAt(call.principal, 'admin', { site: '*' }))
        throw new WaysideError('FORBIDDEN', 'it needs the level admin at every site');
      const level = request.level === 'LOG_LEVEL_UNSPECIFIED' ? undefined : logLevel.fromWire(request.level);
      if (!level) {
        const message = 'must be debug, info, warn or error';
        throw new WaysideError('INVALID_INPUT', `level ${message}`, {
          violations: [{ field: 'level', message }],
        });
      }
      return { previous: logLevel.toWire(deps.setLogLevel(level)) };
    },
  };
}

/** Sets the level of the log; gives back the one before. */
export function levelSwitch(log: Log, first: LogLevel): (level: LogLevel) => LogLevel {
  let current = first;
  return (level) => {
    const previous = current;
    log.setLevel(level);
    current = level;
    return previous;
  };
}
