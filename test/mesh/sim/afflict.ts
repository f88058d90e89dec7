/** Inflicts the faults of the plan: on a message, or on whoever has to do with it. */
import { type Random, randomInt } from '../../../shared/runtime/index.ts';
import { type AgentProcess, between } from './agent.ts';
import type { ControllerProcess } from './controller.ts';
import type { Fate, Net, Sent } from './net.ts';
import { Coverage, drawFault, type Fault } from './plan.ts';
import type { VirtualTime } from './time.ts';

const SKEW_MAX_MS = 3_600_000;
const BLOCK_MAX_MS = 120_000;
const FULL_MAX_MS = 60_000;
const LATE_MAX_MS = 40_000;

export interface AfflictionDeps {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly net: () => Pick<Net, 'block'>;
  readonly agent: (id: string) => AgentProcess | undefined;
  readonly controller: () => ControllerProcess;
  readonly killAgent: (agent: AgentProcess) => void;
  readonly killController: (controller: ControllerProcess) => void;
  readonly tell: (line: string) => void;
}

export class Affliction {
  readonly coverage: Coverage = new Coverage();
  private readonly deps: AfflictionDeps;
  private isOver = false;

  constructor(deps: AfflictionDeps) {
    this.deps = deps;
  }

  /** Nothing goes wrong from now on. */
  end(): void {
    this.isOver = true;
  }

  fateOf(sent: Sent): Fate {
    const fault = this.isOver ? undefined : drawFault(this.deps.random, sent.kind);
    if (!fault) return {};
    this.deps.tell(`fault ${fault}: ${sent.agentId} ${sent.kind}`);
    // Counted when somebody did pass it.
    if (fault === 'reorder') return { overtaken: () => this.coverage.note(sent.kind, fault) };
    this.coverage.note(sent.kind, fault);
    return this.inflict(fault, sent);
  }

  private inflict(fault: Exclude<Fault, 'reorder'>, sent: Sent): Fate {
    const { random, time } = this.deps;
    const agent = this.deps.agent(sent.agentId);
    const controller = this.deps.controller();
    const either = random.float() < 0.5 && agent ? agent : controller;
    switch (fault) {
      case 'drop':
        return { breaks: true };
      case 'delay':
        return { delayMs: between(random, 100, LATE_MAX_MS) };
      case 'duplicate':
        return { twice: true };
      case 'partition':
        this.deps.net().block(sent.agentId, between(random, 1_000, BLOCK_MAX_MS));
        return {};
      case 'crash agent':
        return agent ? this.crash(sent.direction === 'up', agent, () => this.deps.killAgent(agent)) : {};
      case 'crash controller':
        return this.crash(sent.direction === 'down', controller, () => this.deps.killController(controller));
      case 'clock skew':
        either.clock.skewMs = randomInt(random, 2 * SKEW_MAX_MS + 1) - SKEW_MAX_MS;
        return {};
      case 'disk full':
        either.disk.fill();
        time.after(between(random, 1_000, FULL_MAX_MS), () => either.disk.free());
        return {};
    }
  }

  /** Before the message left or came, after it, or within the next transaction. */
  private crash(isSender: boolean, { disk }: AgentProcess | ControllerProcess, kill: () => void): Fate {
    const { random, time } = this.deps;
    const when = random.float();
    if (when < 0.3) {
      disk.crashInNextTransaction(kill);
      return {};
    }
    if (!isSender) return when < 0.6 ? { onArrival: kill } : { onArrival: () => void time.after(2, kill) };
    kill();
    return when < 0.6 ? { breaks: true } : {};
  }
}
