/** What the configuration says of access. */
import type { ControllerConfig } from '../../shared/config/index.ts';
import { protos } from '../../shared/transport/index.ts';
import type { AccessRoomDeps } from './open.ts';
import { parseMethodLimits } from './rate-limits.ts';

/** Error: INVALID_INPUT for a limit that cannot be read. */
export function accessSettings({
  auth,
  cache,
  rateLimit,
}: Pick<ControllerConfig, 'auth' | 'cache' | 'rateLimit'>): Pick<
  AccessRoomDeps,
  'session' | 'login' | 'principalTtlMs' | 'rateLimit'
> {
  const { session, login } = auth;
  const isMethod = (method: string): boolean => {
    const [service = '', name = ''] = method.split('.');
    return protos().services.get(service)?.includes(name) === true;
  };
  return {
    session,
    login,
    principalTtlMs: cache.ttl.principalMs,
    rateLimit: { ...rateLimit, methods: parseMethodLimits(rateLimit.methods, isMethod) },
  };
}
