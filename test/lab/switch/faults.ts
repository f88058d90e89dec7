/** What can be made to go wrong at a simulated switch, switched at run time; `{}` is a healthy switch. */

/** Strikes while the output of a command is on its way. */
export interface OutputFault {
  /** Bytes of the command's output that still arrive. */
  readonly afterBytes: number;
  /** Only for commands whose full text matches. */
  readonly command?: RegExp;
  /** So often, then never again; without it every time. */
  readonly times?: number;
}

export interface SwitchFaults {
  /** Output arrives one byte at a time, or in pieces of random size that cut through characters and escape codes. */
  readonly chunks?: 'byte' | 'random';
  /** The session stops answering in the middle of an output and stays open. */
  readonly hang?: OutputFault;
  /** The connection closes in the middle of an output. */
  readonly drop?: OutputFault;
  /** The keys of the connection are changed in the middle of an output, as some devices do after a gigabyte or an hour. */
  readonly rekey?: OutputFault;
  /** A line that equals the prompt stands in the middle of every output. */
  readonly promptLine?: boolean;
  /** From the next prompt on the switch calls itself something else. */
  readonly wrongPrompt?: string;
  /** The switch has no room for its startup configuration, and says so. */
  readonly saveFails?: boolean;
  /** It saves and says nothing. */
  readonly mutedSave?: boolean;
  /** The VLAN of this port, alone or in a range, is not changed, whoever asks. */
  readonly lockedPort?: string;
  /** The AAA server refuses commands whose typed or full text matches. */
  readonly deny?: RegExp;
  /** Every terminal line is taken. */
  readonly vtyFull?: boolean;
  /** Output comes at this many bytes a second. */
  readonly bytesPerSecond?: number;
  /** TCP is accepted, and then nothing is ever said. */
  readonly silent?: boolean;
  /** Every password is wrong. */
  readonly rejectAuth?: boolean;
  /** A log line that bursts into the output of every command. */
  readonly logLine?: string;
}

export type StrikeKind = 'hang' | 'drop' | 'rekey';

/** Counts how often the limited faults have struck. */
export class FaultBox {
  private faults: SwitchFaults = {};
  private hangs = 0;
  private drops = 0;
  private rekeys = 0;

  get current(): SwitchFaults {
    return this.faults;
  }

  set(faults: SwitchFaults): void {
    this.faults = faults;
    this.hangs = 0;
    this.drops = 0;
    this.rekeys = 0;
  }

  /** The fault that this command's output will meet, if any; counts as one strike. */
  strike(command: string): { readonly kind: StrikeKind; readonly afterBytes: number } | undefined {
    const { hang, drop, rekey } = this.faults;
    if (hang && due(hang, command, this.hangs)) {
      this.hangs += 1;
      return { kind: 'hang', afterBytes: hang.afterBytes };
    }
    if (drop && due(drop, command, this.drops)) {
      this.drops += 1;
      return { kind: 'drop', afterBytes: drop.afterBytes };
    }
    if (rekey && due(rekey, command, this.rekeys)) {
      this.rekeys += 1;
      return { kind: 'rekey', afterBytes: rekey.afterBytes };
    }
    return undefined;
  }
}

function due(fault: OutputFault, command: string, struck: number): boolean {
  if (fault.times !== undefined && struck >= fault.times) return false;
  return fault.command === undefined || fault.command.test(command);
}
