import { portNames } from '../../parse/index.ts';

/** `Tengigabitethernet 1/0/4`, `te1/0/4` to `Te1/0/4`, and so on. Names of older PowerConnects (`1/g12`) stay. */
export const os6PortName: (text: string) => string = portNames([
  ['Gigabitethernet', 'Gi'],
  ['Tengigabitethernet', 'Te'],
  ['Twentyfivegigabitethernet', 'Tw'],
  ['Twentyfivegige', 'Tw'],
  ['Fortygigabitethernet', 'Fo'],
  ['Hundredgigabitethernet', 'Hu'],
  ['Port-channel', 'Po'],
  ['Vlan', 'Vl'],
  ['Loopback', 'Lo'],
  ['Tunnel', 'Tu'],
]);
