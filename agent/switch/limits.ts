/** Every wait and bound of the switch driver, in one place. Each is named in the error that it causes. */

/** TCP connect and key exchange (S1.20); an option of the driver. */
export const CONNECT_TIMEOUT_MS = 15_000;
/** The device's answer to the credential; AAA servers can be slow. */
export const AUTH_TIMEOUT_MS = 30_000;
/** Opening the terminal after the login. */
export const SHELL_TIMEOUT_MS = 15_000;
/** From the open terminal to the first prompt, second login included. */
export const LOGIN_TIMEOUT_MS = 30_000;
/** Connections that one jump host carries at once. */
export const FORWARDS_MAX = 250;
/** Requests that wait for one jump host. */
export const FORWARDS_WAITING_MAX = 4_096;
/** A jump host that carries nothing is logged out of after so long. */
export const GATEWAY_IDLE_MS = 60_000;
/** A jump host is asked so often whether it is there. */
export const GATEWAY_KEEPALIVE_MS = 15_000;
/** So many questions without an answer, and its connection is given up with all that it carries. */
export const GATEWAY_KEEPALIVES_MAX = 2;
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
/** Text kept of one answer of a device that no pack knows. */
export const RAW_MAX_CHARS = 16_384;
/** A session of a device that no pack knows is closed after so much idle time. */
export const UNKNOWN_IDLE_MS = 30_000;
/** Lines of one answer that a transcript keeps. */
export const TRANSCRIPT_LINES_MAX = 200;
/** Of one of them. */
export const TRANSCRIPT_LINE_MAX_CHARS = 512;
/** Device text quoted in a message. */
export const QUOTE_MAX_CHARS = 200;
/** Questions answered after one line that changes something. */
export const ANSWERS_MAX = 8;
/** A question that nobody foresaw counts only after this much silence, since text can look like it. */
export const QUESTION_WAIT_MS = 2_000;
/** Characters kept of what a device printed after one line that changes something. */
export const LINE_OUTPUT_MAX_CHARS = 4_096;
/** Lines typed in one go at one device. */
export const LINES_TYPED_MAX = 4_096;
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
/** A device that could not be reached is not dialled again before, unless a person probes or collects it. */
export const OUTAGE_HOLD_FIRST_MS = 5_000;
/** With each further failure twice as long, up to this. */
export const OUTAGE_HOLD_MAX_MS = 300_000;
/** Up to so much of it less: 0.2 is from 80 % to 100 %. */
export const OUTAGE_HOLD_JITTER = 0.2;
/** While one tries a device that was dead, the others are told what is remembered; for no longer than this. */
export const OUTAGE_TRY_MAX_MS = 60_000;
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
/** Addresses of one port that are told one by one. */
export const ADDRESSES_SHOWN_MAX = 1_000;
/** Ports that are named when there is none of the name that was asked for. */
export const NEAR_PORTS_MAX = 5;
/** Waits under one signal before Node warns of a leak. */
export const SIGNAL_LISTENERS_MAX = 10_000;

/** From this load of its own processor on, a switch is asked one thing at a time. */
export const CPU_SERIAL_PERCENT = 60;
/** From here on whole tables wait. */
export const CPU_SINGLE_PERCENT = 75;
/** From here on everything waits. */
export const CPU_DEFER_PERCENT = 90;
/** A zone is left when the load is so far below its begin. */
export const CPU_HYSTERESIS_PERCENT = 5;
/** A switch is asked for its load no more often. */
export const CPU_SAMPLE_EVERY_MS = 30_000;
/** So many short requests make it worth to ask for the load; a table always does. */
export const CPU_SAMPLE_AFTER_REQUESTS = 8;
/** Whoever waits only because the switch is busy is refused after this. */
export const BUSY_WAIT_MAX_MS = 120_000;
/** So often others may pass somebody in the line who came before them. */
export const PASSED_OVER_MAX = 8;
/** Connections that wait to be made, to all switches together. */
export const CONNECTS_WAITING_MAX = 4_096;
/** Switches, sites and login servers whose connections are counted; those of the last minute stay in any case. */
export const METERS_MAX = 8_192;
/** A minute of a device is no longer than this. */
export const CONNECT_WINDOW_MS = 60_000;
/** New connections of one switch a minute, unless its platform takes fewer; OS9 takes ten from everybody together. */
export const CONNECTS_PER_MINUTE = 8;
/** The part of a platform's limit that is ours; people log in to it, too. */
export const CONNECTS_SHARE = 0.8;
/** New connections within one site a minute. */
export const SITE_CONNECTS_PER_MINUTE = 1_200;
/** Logins within one second that one login server (AAA) is asked to judge. */
export const AAA_LOGINS_PER_SECOND = 25;
/** A switch that refused to tell its load is not asked for it before. */
export const CPU_REFUSED_MS = 3_600_000;
/** A session that configured stays warm for the next step, but gives its terminal line back soon. */
export const CONFIGURE_IDLE_MS = 15_000;
/** A close by the device after less silence says nothing of its idle limit. */
export const IDLE_LEARN_MIN_MS = 30_000;
/** Of the silence after which a device closed, so much is used. */
export const IDLE_LEARNED_SHARE = 0.8;
/** What was learned of an idle limit is tried anew after this. */
export const IDLE_LEARNED_MS = 21_600_000;
/** Answers of switches that are kept for a while, of all together. */
export const READS_CACHED_MAX = 4_096;
/** Ports of one change that are asked one by one; of more the tables of the whole switch tell, unless their texts count. */
export const PORTS_ASKED_MAX = 8;
/** Own addresses of the agent's host that are looked for on a switch before it is changed. */
export const OWN_MACS_MAX = 8;
/** A device that undoes by itself what is not confirmed does so after this. Minutes. */
export const CONFIRM_MINUTES = 5;
/** Switches of which it is known that all changes are saved. */
export const SAVED_MAX = 4_096;
/** Characters of a transcript in the data of one step. */
export const STEP_TYPED_MAX_CHARS = 600;
