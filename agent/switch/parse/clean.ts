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
const PAGER = / *<?-{2,3} ?More ?-{2,3}>?(?: or \(q\)uit)? ?/gi;

/** The line as the device meant it, without trailing blanks. */
export function cleanLine(raw: string): string {
  let text = raw.includes(ESC) ? raw.replace(TERMINAL_CODES, '') : raw;
  if (hasControl(text)) text = expandTabs(overtype(text));
  if (text.includes('--')) text = text.replace(PAGER, '');
  return text.trimEnd();
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

const CISCO_LOG = /^(?:.*\d\d:\d\d.*: |<\d{1,3}>.*|\d+: )?[*.]?%[A-Z][A-Z0-9_-]*-[0-7]-[A-Z0-9_]+:/;
const BSD_LOG = /^<\d{1,3}>\s?[A-Z][a-z]{2}\s+\d+\s+\d\d:\d\d|%% (?:EMER|ALRT|CRIT|ERR|WARN|NOTE|INFO|DBG)/;

/** A log message that the device wrote between two lines of the answer. */
export function isLogLine(line: string): boolean {
  return line.includes('%') || line.startsWith('<') ? CISCO_LOG.test(line) || BSD_LOG.test(line) : false;
}
