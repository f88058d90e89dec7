import { INTERFACE_NAMES, portNames } from '../../parse/index.ts';

/** `GigabitEthernet1/0/1`, `Gig 1/0/1` and `gi1/0/1` to `Gi1/0/1`, and so on for all kinds of interface. */
export const iosPortName: (text: string) => string = portNames(INTERFACE_NAMES);
