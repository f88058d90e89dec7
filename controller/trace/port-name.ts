/** What a port is by its key alone (see `portKey`): a bundle, the switch's own side, no port at all. */
export { isPortChannel, portKey } from '../../shared/model/index.ts';

const OWN = /^(?:vl\d|vlan|cpu|router$|switch$|self$|supervisor|sup-|bvi|bdi|lo\d|igmp)/;
/** Words that tables print where a port would stand: frames to the address go nowhere, or everywhere. */
const NOWHERE = /^(?:drop|flood|host|none|mgmt|stby-switch)$/;
const FABRIC = /^(?:stack|mesh|peer-?link|vpcpeer-?link|fabric)/;

/** Not a port at all but the switch's own side: a VLAN interface, the CPU. */
export function isOwnInterface(key: string): boolean {
  return OWN.test(key);
}

/** Neither a port nor the switch itself. */
export function isNoPort(key: string): boolean {
  return NOWHERE.test(key);
}

/** The switch throws frames of the address away, as its configuration says. */
export function isDrop(key: string): boolean {
  return key === 'drop';
}

/** Named as the inside of a stack or of a pair of switches. */
export function isFabricName(key: string): boolean {
  return FABRIC.test(key);
}
