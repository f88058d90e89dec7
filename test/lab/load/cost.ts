/**
 * What a load costs the machine, phase by phase: the processes of its agents beside the controller. Where the agents' side
 * is at its limit the figures are its own, and say nothing of the controller.
 */
import { availableParallelism } from 'node:os';
import { systemClock } from '../../../shared/runtime/index.ts';
import { cpuMsOf, memoryOf } from '../../bench/program.ts';

export interface PhaseCost {
  readonly phase: string;
  readonly ms: number;
  /** CPU of all processes of the load together. */
  readonly loadCpuMs: number;
  /** Absent: the controller is not one of this machine's that the load started. */
  readonly controllerCpuMs: number | undefined;
}

export interface Cost {
  /** Processes of the load that hold agents. */
  readonly processes: number;
  readonly cores: number;
  readonly phases: readonly PhaseCost[];
  /** Resident, in MB. */
  readonly memoryMb: {
    readonly load: number;
    readonly loadPeak: number;
    readonly controller: number | undefined;
    readonly controllerPeak: number | undefined;
  };
}

export class CostMeter {
  private readonly phases: PhaseCost[] = [];
  private readonly pids: readonly number[];
  private readonly controllerPid: () => number | undefined;

  /** The controller's changes when it is killed and started again. */
  constructor(pids: readonly number[], controllerPid: () => number | undefined) {
    this.pids = [...new Set([process.pid, ...pids])];
    this.controllerPid = controllerPid;
  }

  /** Does the work and notes what it cost. */
  async phase<T>(phase: string, work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
    const pid = this.controllerPid();
    const before = { load: this.loadCpuMs(), controller: pid === undefined ? 0 : cpuMsOf(pid) };
    const startMs = systemClock.monotonic();
    const value = await work();
    const ms = systemClock.monotonic() - startMs;
    const now = this.controllerPid();
    // Another process than before: what it used is all of it that can be known.
    const since = now === pid ? before.controller : 0;
    this.phases.push({
      ...{ phase, ms: Math.round(ms), loadCpuMs: Math.round(this.loadCpuMs() - before.load) },
      controllerCpuMs: now === undefined ? undefined : Math.round(cpuMsOf(now) - since),
    });
    return { value, ms };
  }

  /** While the processes are still there. */
  cost(processes: number): Cost {
    const ours = this.pids.map(memoryOf);
    const pid = this.controllerPid();
    const controller = pid === undefined ? undefined : memoryOf(pid);
    const sum = (values: readonly number[]): number => Math.round(values.reduce((all, one) => all + one, 0));
    return {
      ...{ processes, cores: availableParallelism(), phases: this.phases },
      memoryMb: {
        load: sum(ours.map(({ nowMb }) => nowMb)),
        loadPeak: sum(ours.map(({ peakMb }) => peakMb)),
        controller: controller && Math.round(controller.nowMb),
        controllerPeak: controller && Math.round(controller.peakMb),
      },
    };
  }

  private loadCpuMs(): number {
    return this.pids.reduce((all, pid) => all + cpuMsOf(pid), 0);
  }
}

/** Of what the agents' side can have, at which its figures are its own. */
const LIMIT_SHARE = 0.8;
/** Shorter phases say nothing: Linux counts hundredths of a second. */
const PHASE_MIN_MS = 500;

/** Phases in which the agents' side was the one that was slow: each of its processes has one core at most. */
export function limitedPhases({ phases, processes, cores }: Cost): readonly string[] {
  return phases
    .filter(
      ({ ms, loadCpuMs }) => ms >= PHASE_MIN_MS && loadCpuMs / ms >= LIMIT_SHARE * Math.min(processes, cores),
    )
    .map(({ phase }) => phase);
}
