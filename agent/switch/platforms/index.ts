/** All platform packs. A new switch system is one more folder here and one more line in the list. */
import type { Platform } from '../platform.ts';
import { aristaEos } from './arista_eos/index.ts';
import { arubaAoscx } from './aruba_aoscx/index.ts';
import { ciscoIos } from './cisco_ios/index.ts';
import { ciscoNxos } from './cisco_nxos/index.ts';
import { ciscoSmb } from './cisco_smb/index.ts';
import { dellOs6 } from './dell_os6/index.ts';
import { dellOs9 } from './dell_os9/index.ts';
import { dellOs10 } from './dell_os10/index.ts';
import { dellPowerconnect } from './dell_powerconnect/index.ts';
import { extremeExos } from './extreme_exos/index.ts';
import { hpComware } from './hp_comware/index.ts';
import { hpProcurve } from './hp_procurve/index.ts';
import { huaweiVrp } from './huawei_vrp/index.ts';
import { juniperJunos } from './juniper_junos/index.ts';
import { mikrotikRouteros } from './mikrotik_routeros/index.ts';
import { ruckusIcx } from './ruckus_icx/index.ts';

export const platforms: readonly Platform[] = [
  dellOs6,
  dellPowerconnect,
  dellOs9,
  dellOs10,
  ciscoIos,
  ciscoNxos,
  aristaEos,
  ciscoSmb,
  hpProcurve,
  hpComware,
  huaweiVrp,
  ruckusIcx,
  arubaAoscx,
  juniperJunos,
  extremeExos,
  mikrotikRouteros,
];

/** By the id that people type, such as `cisco_ios`, or another name of the same. */
export function findPlatform(id: string): Platform | undefined {
  return platforms.find((platform) => platform.id === id || platform.aliases?.includes(id) === true);
}

/** By the output of `show version` or the login banner; undefined when no pack knows it. */
export function detectPlatform(text: string): Platform | undefined {
  return platforms.find((platform) => platform.detect.test(text));
}
