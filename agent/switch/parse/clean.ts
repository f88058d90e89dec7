/**
 * What a terminal adds to a line and a table does not contain: colour and cursor codes, backspaces, the pager's
 * prompt, tabs. Cleaning keeps columns where the device put them, because tables are read by column.
 */

const ESC = String.fromCharCode(0x1b);
const BEL = String.fromCharCode(0x07);
const TAB_COLUMNS = 8;

const TERMINAL_CODES = new RegExp(
  [
    `${ESC}\\[[0-?]*[ -/]*[@-~]`,
    `${ESC}\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)`,
    `${ESC}[()#%][0-9A-Za-z]`,
    `${ESC}[0-9@-Z\\\\^_=>c-~]?`,
  ].join('|'),
  'g',
);
const PAGER =
  / *<?-{2,4} ?(?:More|\(more(?: \d{1,3}%)?\)) ?-{2,4}>?(?: or \(q\)uit| ?\(\d{1,3}%\)|, next page: Space, (?:next line: (?:Enter|Return key)|page up: b), quit: (?:Control-C|q\b))? ?/gi;

/** Of Cisco's small switches and the PowerConnects. */
const SPACE_PAGER = /More: <space>,\s{0,4}Quit: q(?: or CTRL\+Z)?,\s{0,4}One line: <(?:return|CR)>\s{0,4}/gi;

/** The line as the device meant it. Trailing blanks stay: they count where a line is only the first part of one. */
export function cleanText(raw: string): string {
  let text = raw.includes(ESC) ? raw.replace(TERMINAL_CODES, '') : raw;
  if (hasControl(text)) text = expandTabs(overtype(text));
  if (text.includes('--')) text = text.replace(PAGER, '');
  if (text.includes('More: <')) text = text.replace(SPACE_PAGER, '');
  return text;
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (isControl(text.charCodeAt(i))) return true;
  return false;
}

function isControl(code: number): boolean {
  return code < 0x20 || code === 0x7f;
}

/** Backspaces move left and what follows overwrites: pagers wipe their prompt that way. Other control characters vanish. */
function overtype(text: string): string {
  const cells: string[] = [];
  let at = 0;
  for (const char of text) {
    if (char === '\b') at = Math.max(0, at - 1);
    else if (char === '\t' || !isControl(char.charCodeAt(0))) {
      cells[at] = char;
      at += 1;
    }
  }
  return cells.join('');
}

function expandTabs(text: string): string {
  if (!text.includes('\t')) return text;
  let out = '';
  for (const char of text) {
    out += char === '\t' ? ' '.repeat(TAB_COLUMNS - (out.length % TAB_COLUMNS)) : char;
  }
  return out;
}

/** `%LINK-3-UPDOWN:`, on small switches and PowerConnects `%LINK-W-Down:`; bounded, since a device may print anything. */
const CISCO_MARK = /%[A-Z][A-Z0-9_-]{0,60}?-(?:[0-7]-[A-Z0-9_]|[A-Z]-[A-Za-z0-9_])[A-Za-z0-9_]{0,60}:/;
/** What stands before the mark: priority, sequence number, name, time, as far as they are switched on. */
const CISCO_STAMP =
  /(?:<\d{1,3}>)?(?:\d{1,10}: )?(?:[*.]?(?:(?:\d{4} )?[A-Z][a-z]{2} {1,2}\d{1,2}(?: \d{4})? )?\d{1,2}:\d\d:\d\d(?:\.\d{1,9})?(?: [AP]M)?(?: [A-Za-z0-9+:-]{1,8})?: ?|\d{1,3}[wdy]\d{1,3}[dhw]: ?|\d{1,2}-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d :?)?(?:%STKUNIT\d{1,2}-[A-Z]:CP )?[*.:]?$/;
/** A time that no rule above knew; not a part of an address such as `00:11:22:33:44:55`. */
const TIME = /(?:^|[\s*.])\d{1,2}:\d\d(?::\d\d)?(?![:\dA-Fa-f])/;
const BSD_STAMP = /<\d{1,3}>\s?[A-Z][a-z]{2}\s{1,4}\d{1,2}\s{1,4}\d\d:\d\d/i;
const BSD_LEVEL = /%% (?:EMER|ALRT|CRIT|ERR|WARN|NOTE|INFO|DBG)/;

/** In all of `OTHER_LOGS`, so that a line without one need not be searched for each. */
const TIME_OF_DAY = /\d\d:\d\d:\d\d/;

/** Comware, VRP, EXOS, AOS-CX, and the event log of AOS-S, each with all that stands before the text. */
const OTHER_LOGS: readonly RegExp[] = [
  /%[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d:\d{3} \d{4} \S{1,64} [A-Z0-9_]{1,40}\/\d\/[A-Z0-9_]{1,60}/,
  /[#]?(?:[A-Z][a-z]{2} {1,2}\d{1,2} \d{4} |\d{4}-\d{1,2}-\d{1,2} )\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:[+-]\d\d:\d\d)?(?: DST)? \S{1,64} %%\d\d[A-Z0-9_]{1,40}\/\d\//,
  // EXOS and AOS-CX.
  /\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d(?:\.\d{1,3})? <(?:Crit|Erro|Warn|Noti|Info|Summ|Verb|Debug)[\w-]{0,12}:/,
  /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d:\d\d \S{1,64} [\w.-]{1,40}\[\d{1,10}\]: Event\|\d{1,6}\|LOG_/,
  /(?:^|(?<=\s))[IWDEM] \d\d\/\d\d\/\d\d \d\d:\d\d:\d\d \d{5} [\w.-]{1,20}:/,
];

/** What `exec prompt timestamp` puts before every answer. */
const LOAD = /^Load for five secs: {0,3}\d{1,3}%(?:\/\d{1,3}%)?; one minute: {0,3}\d{1,3}%/;
const TIME_SOURCE = /^(?:Time source is [A-Za-z][\w ()-]{0,40}|No time source), [*.]?\d{1,2}:\d\d:\d\d/;

/**
 * What of the line came before a log message that the device wrote into it: empty when all of the line is one,
 * undefined when there is none. A message may burst into the middle of a row.
 */
export function beforeLog(line: string): string | undefined {
  const stamp = line.includes('<') ? line.search(BSD_STAMP) : -1;
  if (stamp >= 0) return line.slice(0, stamp).replace(/SYSLOG:\s?$/, '');
  const other = TIME_OF_DAY.test(line)
    ? OTHER_LOGS.map((pattern) => line.search(pattern)).find((begin) => begin >= 0)
    : undefined;
  if (other !== undefined) return line.slice(0, other);
  if (LOAD.test(line) || TIME_SOURCE.test(line)) return '';
  if (line.includes('%% ') && BSD_LEVEL.test(line)) return '';
  const at = line.includes('%') ? line.search(CISCO_MARK) : -1;
  if (at < 0) return undefined;
  const head = line.slice(0, at).replace(CISCO_STAMP, '');
  // A name of the device, or a stamp of a form unknown to us.
  return /^\S*:?\s*$/.test(head) || TIME.test(head) ? '' : head;
}

/** The line without a log message that burst into it; for text that is no table, where `beforeLog` would doubt too much. */
export function cutAtLog(line: string): string {
  const at = line.includes('%') ? line.search(CISCO_MARK) : -1;
  return at < 0 ? line : line.slice(0, at).replace(CISCO_STAMP, '');
}

/** A log message, or a stamp of load and time, that the device wrote between two lines of the answer. */
export function isLogLine(line: string): boolean {
  return beforeLog(line) === '';
}
