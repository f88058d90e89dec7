/** What a job is asked to find or read, as its input keeps it. */
import type { FieldViolation } from '../../shared/errors.ts';
import { isPortText, type JsonObject, parseIp, parseMac } from '../../shared/model/index.ts';
import type { SubmitRequest } from './request.ts';

/** Part of a wrong value in a message. */
const SHOWN_CHARS_MAX = 60;

/** Problems are added to `problems`. */
export function askedInput(request: SubmitRequest, problems: FieldViolation[]): JsonObject {
  const { noCache, transcript } = request;
  return {
    ...subjectOf(request, problems),
    ...(noCache === true && { noCache }),
    ...(transcript === true && { transcript }),
  };
}

function subjectOf({ kind, mac, subject = '' }: SubmitRequest, problems: FieldViolation[]): JsonObject {
  if (kind === 'lookup') {
    const address = parseMac(mac);
    if (!address) problems.push({ field: 'mac', message: `"${shown(mac)}" is not a MAC address` });
    return address ? { mac: address } : {};
  }
  if (kind === 'resolve') {
    const address = parseIp(subject);
    if (address === undefined)
      problems.push({ field: 'subject', message: `"${shown(subject)}" is not an IP address` });
    return address === undefined ? {} : { address };
  }
  if (kind === 'port') {
    const port = subject.trim();
    if (!isPortText(port))
      problems.push({ field: 'subject', message: `"${shown(subject)}" is not the name of a port` });
    return { port };
  }
  if (subject !== '') problems.push({ field: 'subject', message: 'is for resolve and port alone' });
  return {};
}

function shown(text: string): string {
  return text.slice(0, SHOWN_CHARS_MAX);
}
