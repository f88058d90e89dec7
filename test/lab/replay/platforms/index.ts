/** All replay devices. The recordings of one are read when it is started. */
import { WaysideError } from '../../../../shared/errors.ts';
import type { ReplayPlatform } from '../shape.ts';
import { aristaEos } from './arista_eos.ts';
import { arubaAoscx } from './aruba_aoscx.ts';
import { ciscoIos } from './cisco_ios.ts';
import { ciscoNxos } from './cisco_nxos.ts';
import { ciscoSmb } from './cisco_smb.ts';
import { dellOs6 } from './dell_os6.ts';
import { dellOs9 } from './dell_os9.ts';
import { dellOs10 } from './dell_os10.ts';
import { dellPowerconnect } from './dell_powerconnect.ts';
import { extremeExos } from './extreme_exos.ts';
import { hpComware } from './hp_comware.ts';
import { hpProcurve } from './hp_procurve.ts';
import { huaweiVrp } from './huawei_vrp.ts';
import { juniperJunos } from './juniper_junos.ts';
import { mikrotikRouteros } from './mikrotik_routeros.ts';
import { ruckusIcx } from './ruckus_icx.ts';

const MAKERS: Readonly<Record<string, () => ReplayPlatform>> = {
  dell_os6: dellOs6,
  dell_powerconnect: dellPowerconnect,
  dell_os9: dellOs9,
  dell_os10: dellOs10,
  cisco_ios: ciscoIos,
  cisco_nxos: ciscoNxos,
  cisco_smb: ciscoSmb,
  arista_eos: aristaEos,
  hp_procurve: hpProcurve,
  hp_comware: hpComware,
  aruba_aoscx: arubaAoscx,
  juniper_junos: juniperJunos,
  extreme_exos: extremeExos,
  mikrotik_routeros: mikrotikRouteros,
  huawei_vrp: huaweiVrp,
  ruckus_icx: ruckusIcx,
};

export const replayIds: readonly string[] = Object.keys(MAKERS);

/** Throws NOT_FOUND for an id that is none of them. */
export function replayPlatform(id: string): ReplayPlatform {
  const make = MAKERS[id];
  if (!make)
    throw new WaysideError('NOT_FOUND', `there is no replay device for ${JSON.stringify(id)}`, {
      hint: `There are ${replayIds.join(', ')}`,
    });
  return make();
}
