import { portNames } from '../../parse/index.ts';

const short = portNames([
  ['FastEthernet', 'fa'],
  ['Gigabitethernet', 'gi'],
  ['Tengigabitethernet', 'te'],
  ['Twentyfivegigabitethernet', 'tw'],
  ['Fortygigabitethernet', 'fo'],
  ['Port-channel', 'Po'],
]);

/**
 * As the tables print them: `g1`, `1/e5`, `1/xg1` and `ch1` of the older lines, `gi1/0/1` and `Po1` of the 5500 and the
 * last releases of the 7000 and 8000. A range names them with the word `ethernet` in front.
 */
export function powerconnectPortName(text: string): string {
  const plain = text.trim().replace(/^ethernet /i, '');
  if (/^(?:\d{1,2}\/)?(?:g|xg|e|t)\d{1,3}$|^ch\d{1,3}$/i.test(plain)) return plain.toLowerCase();
  return short(plain);
}

/** `ch1` and `Po1` are the same thing; which one is printed goes with the names of the ports. */
export function isChannel(name: string): boolean {
  return /^(?:ch|po)\d{1,3}$/i.test(name);
}
