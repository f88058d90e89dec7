import type { Command, CpuRow } from '../../platform.ts';
import { cpuCommands as smbCpu } from '../cisco_smb/cpu.ts';
import { cpuCommands as os6Cpu } from '../dell_os6/cpu.ts';

const [marvell] = smbCpu;
const [broadcom] = os6Cpu;

export const cpuCommands: readonly Command<CpuRow>[] =
  marvell === undefined || broadcom === undefined ? [] : [{ ...marvell, alternative: broadcom }];
