/** What an offer asks of a driver. */
import { WaysideError } from '../../shared/errors.ts';
import { isPortText, parseIp, type ReadKind } from '../../shared/model/index.ts';
import type { JobOffered } from '../../shared/wire/index.ts';
import type { DriverName, Task } from './driver.ts';

/** Errors: INVALID_INPUT, when what to look for is missing or is no address or name: it will stand in a command. */
export function taskOf(
  kind: ReadKind,
  driver: DriverName,
  offer: Pick<JobOffered, 'mac' | 'subject' | 'noCache'>,
): Task {
  const { mac, subject = '', noCache } = offer;
  const wishes = noCache ? ({ noCache } as const) : {};
  switch (kind) {
    case 'collect':
    case 'probe':
      return { kind, driver };
    case 'lookup':
      if (!mac) throw new WaysideError('INVALID_INPUT', 'a lookup needs a MAC address');
      return { kind, driver, mac };
    case 'resolve':
      return { kind, driver, address: known(parseIp(subject), 'resolve needs an IP address'), ...wishes };
    case 'port': {
      const port = isPortText(subject) ? subject : undefined;
      return { kind, driver, port: known(port, 'port needs the name of a port'), ...wishes };
    }
  }
}

function known(subject: string | undefined, message: string): string {
  if (subject !== undefined) return subject;
  throw new WaysideError('INVALID_INPUT', message);
}
