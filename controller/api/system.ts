/** SystemService: the controller about itself. */

import { WaysideError } from '../../shared/errors.ts';
import type { LogLevel } from '../../shared/runtime/index.ts';
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
  readonly status: () => StatusView;
  readonly doctor: () => Promise<readonly Finding[]>;
  readonly delta: (id: string) => DeltaTrail;
  /** Sets the level at run time and gives back the one before. */
  readonly setLogLevel: (level: LogLevel) => LogLevel;
}

export function systemHandlers(deps: SystemApiDeps): ServiceHandlers<'SystemService'> {
  return {
    GetStatus: async () => statusToWire(deps.status()),

    RunDoctor: async () => ({ findings: (await deps.doctor()).map(findingToWire) }),

    GetDelta: async (request) => deltaTrailToWire(deps.delta(request.id)),

    SetLogLevel: async (request) => {
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
