/** The task `lookup`: where one MAC address is, asked of the device now. */
import { formatMac, type Mac } from '../../../shared/model/index.ts';
import type { TargetOutcome } from '../../jobs/driver.ts';
import { isLogLine } from '../parse/index.ts';
import type { Command, FdbRow, LineParser } from '../platform.ts';
import type { Loan } from '../pool/loan.ts';
import type { TaskOptions } from './collect.ts';
import { requireKnown } from './raw.ts';

/** Throws what asking threw; an address that the device does not know gives no rows. */
export async function lookup(loan: Loan, mac: Mac, options: TaskOptions): Promise<TargetOutcome> {
  const { platform, facts } = loan.session;
  requireKnown(loan, options);
  options.progress(`looking for ${mac}`);
  const spelled = formatMac(mac, platform.macStyle);
  const answer = new AnswerWatch(spelled);
  const { rows } = await loan.session.ask(answer.over(platform.lookup(spelled)), {
    ...options.ask,
    enough: () => answer.isComplete,
  });
  return {
    data: {
      platform: platform.id,
      prompt: facts.prompt,
      hostname: facts.hostname,
      // A device that ignores the filter lists everything.
      rows: rows.filter((row) => row.mac === mac).map(({ vlan, port, type }) => ({ mac, vlan, port, type })),
    },
    timings: {},
  };
}

/** Sees the answer pass by: complete once a line held the address and a later one did not. */
class AnswerWatch {
  isComplete = false;
  private readonly spelled: string;
  private found = false;

  constructor(spelled: string) {
    this.spelled = spelled.toLowerCase();
  }

  over(command: Command<FdbRow>): Command<FdbRow> {
    const { alternative } = command;
    return {
      ...command,
      parser: () => this.watch(command.parser()),
      ...(alternative ? { alternative: this.over(alternative) } : {}),
    };
  }

  private watch(parser: LineParser<FdbRow>): LineParser<FdbRow> {
    return {
      push: (line) => {
        const here = line.toLowerCase().includes(this.spelled);
        this.isComplete ||= this.found && !here && !isLogLine(line);
        this.found ||= here;
        parser.push(line);
      },
      end: () => parser.end(),
    };
  }
}
