import { isMulticast, virtualGateway } from '../../../shared/model/index.ts';
import type { FdbRow } from '../platform.ts';
import { isPseudoPort } from './port-names.ts';

const NOBODY = '00:00:00:00:00:00';

/**
 * An address of the switch itself: told so by its type, or static on the switch's own side (`CPU`, `Router`, `Switch`,
 * a VLAN interface). Not the groups it listens to, and not the gateway addresses it shares with others.
 */
export function isOwnAddress({ mac, type, port }: FdbRow): boolean {
  if (isMulticast(mac) || mac === NOBODY || virtualGateway(mac) !== undefined) return false;
  const ownSide = /^vl\d+$/i.test(port) || (isPseudoPort(port) && port.toLowerCase() !== 'drop');
  return type === 'self' || (type === 'static' && ownSide);
}
