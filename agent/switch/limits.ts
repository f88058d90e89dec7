/** Every wait and bound of the switch driver, in one place. Each is named in the error that it causes. */

/** TCP connect and key exchange (S1.20); an option of the driver. */
export const CONNECT_TIMEOUT_MS = 15_000;
/** The device's answer to the credential; AAA servers can be slow. */
export const AUTH_TIMEOUT_MS = 30_000;
/** Opening the terminal after the login. */
export const SHELL_TIMEOUT_MS = 15_000;
/** From the open terminal to the first prompt, second login included. */
export const LOGIN_TIMEOUT_MS = 30_000;
/** Silence within one command before the device counts as hung. */
export const COMMAND_QUIET_MS = 30_000;
/** One command in all, however steadily it prints. */
export const COMMAND_TOTAL_MS = 300_000;
/** The prompt after one Enter, before an idle session is used again. */
export const LIVENESS_TIMEOUT_MS = 5_000;
/** The device's own close after the logout command, before the connection is cut. */
export const LOGOUT_TIMEOUT_MS = 2_000;
/** Unsent bytes may leave for this long before the socket is destroyed. */
export const CLOSE_GRACE_MS = 1_000;
/** A prompt without the command's echo counts only after this much silence. */
export const ECHO_GRACE_MS = 1_000;
/** Another prompt at the end of an answer counts as a changed one after this much silence. */
export const PROMPT_CHANGE_MS = 2_000;
/** `User Name:` and `Password:` count only after this much silence, since a banner cut in two can look like them. */
export const ASK_GRACE_MS = 300;

/** A device that asks for a key again and again waits for something else. */
export const KEY_PRESSES_MAX = 8;
/** A prompt of an unusual form counts only after this much silence, since a banner can look like it. */
export const ODD_PROMPT_MS = 2_000;

/** Output of one command. */
export const OUTPUT_MAX_BYTES = 16_777_216;
/** What a device may print unasked between two commands. */
export const IDLE_OUTPUT_MAX_BYTES = 1_048_576;
/** The prompt is looked for in this many characters at the end of the buffer. */
export const TAIL_MAX_CHARS = 512;
/** Lines before the echo of a command; with more, the device is taken as one that does not echo. */
export const ECHO_LINES_MAX = 32;
/** A refused command prints a line or two; a longer answer is an answer, whatever words are in it. */
export const ERROR_LINES_MAX = 6;
/** Lines kept of the banner, and of the answer that tells the platform. */
export const CAPTURE_LINES_MAX = 500;
/** Device text quoted in a message. */
export const QUOTE_MAX_CHARS = 200;
/** Empty answers to an enable password that nobody gave, to get the prompt back. */
export const ENABLE_EMPTY_MAX = 3;

/** Sessions of all switches together, busy and idle. */
export const SESSIONS_MAX = 500;
/** Sessions of one switch. */
export const SESSIONS_PER_DEVICE_MAX = 1;
/** Requests that wait for one switch. */
export const DEVICE_WAITING_MAX = 256;
/** Requests that wait for a place under SESSIONS_MAX. */
export const SESSIONS_WAITING_MAX = 4_096;
/** A session idle for longer is asked for its prompt before it is used (S1.19). */
export const REVALIDATE_AFTER_MS = 30_000;
/** A session is replaced at this age, used or not. */
export const SESSION_AGE_MAX_MS = 3_600_000;
/** A refused credential is not sent again before, unless a person probes or the secret changed. */
export const AUTH_HOLD_MS = 60_000;
/** A device that could not be reached is not dialled again by lookups before, unless a probe or collect reached it. */
export const OUTAGE_HOLD_MS = 30_000;
/** Devices that were dead a moment ago and are dialled at once; lookups of further ones go by what is remembered. */
export const OUTAGE_TRIES_MAX = 16;
/** Switches whose platform and login method are remembered. */
export const PROFILES_MAX = 4_096;
/** Ports of one switch that are asked for the detail of their neighbours. */
export const NEIGHBOUR_DETAILS_MAX = 1_024;
/** New sessions within one collect, after a command that hung or printed too much. */
export const COLLECT_RENEWALS_MAX = 1;
/** Lines that no parser knew, quoted per class in the result. */
export const UNKNOWN_QUOTES_MAX = 3;
/** Text of all troubles of one scan. */
export const REASON_MAX_CHARS = 1_000;
/** Waits under one signal before Node warns of a leak. */
export const SIGNAL_LISTENERS_MAX = 10_000;
