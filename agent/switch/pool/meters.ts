/** Which meters a new connection counts in: of its switch, its site and its login server. */
import type { Target } from '../../jobs/driver.ts';
import {
  AAA_LOGINS_PER_SECOND,
  CONNECT_WINDOW_MS,
  CONNECTS_PER_MINUTE,
  CONNECTS_SHARE,
  SITE_CONNECTS_PER_MINUTE,
} from '../limits.ts';
import type { PlatformLimits } from '../platform.ts';
import type { MeterRule } from './connects.ts';

/** Logins that one server judges, such as that of TACACS+ or RADIUS. */
export interface LoginServer {
  readonly name: string;
  /** Names of the credentials that it knows. */
  readonly credentials: readonly string[];
}

export interface ConnectLimits {
  /** Of one switch; its platform's own limit holds where that is lower. */
  readonly perDeviceMinute?: number;
  readonly perSiteMinute?: number;
  readonly perLoginServerSecond?: number;
  /** Logins by a credential that is in none of them are judged by the switches themselves, and not counted. */
  readonly loginServers?: readonly LoginServer[];
}

const SECOND_MS = 1_000;

/** `known`: the limits of the platform, once it is known. */
export function metersOf(
  target: Target,
  device: string,
  {
    known,
    limits = {},
  }: { readonly known: PlatformLimits | undefined; readonly limits?: ConnectLimits | undefined },
): readonly MeterRule[] {
  const { site } = target.source;
  const { perSiteMinute = SITE_CONNECTS_PER_MINUTE, perLoginServerSecond = AAA_LOGINS_PER_SECOND } = limits;
  const perMinute = devicePerMinute(known, limits.perDeviceMinute);
  const server = limits.loginServers?.find(({ credentials }) => credentials.includes(target.credential));
  const own: readonly MeterRule[] = [
    {
      key: `device ${device}`,
      words: `${target.name} takes ${perMinute} a minute`,
      ...{ max: perMinute, windowMs: CONNECT_WINDOW_MS, strict: true },
    },
    {
      key: `site ${site}`,
      words: `${site} takes ${perSiteMinute} a minute`,
      ...{ max: perSiteMinute, windowMs: CONNECT_WINDOW_MS, strict: false },
    },
  ];
  // Switches that know their users themselves have nobody to spare: whoever has a server names it.
  if (!server) return own;
  return [
    ...own,
    {
      key: `server ${server.name}`,
      words: `logins of ${server.name} are ${perLoginServerSecond} a second`,
      ...{ max: perLoginServerSecond, windowMs: SECOND_MS, strict: false },
    },
  ];
}

function devicePerMinute(known: PlatformLimits | undefined, told: number = CONNECTS_PER_MINUTE): number {
  const own = known?.connectsPerMinute;
  return own === undefined ? told : Math.max(1, Math.min(told, Math.floor(own * CONNECTS_SHARE)));
}
