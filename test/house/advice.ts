/** The real command line, as the judge of what texts tell people to type. */
import { commands, families } from '../../controller/cli/catalogue.ts';
import { parseCommandLine } from '../../controller/cli/program.ts';
import { WaysideError } from '../../shared/errors.ts';
import type { Judge } from './checks/advice.ts';

/** A text may name a command without its arguments. */
export const catalogue: Judge = (argv) => {
  try {
    parseCommandLine(argv, { commands, families });
    return undefined;
  } catch (error) {
    const { message } = WaysideError.from(error);
    return message.includes('unknown') ? message : undefined;
  }
};
