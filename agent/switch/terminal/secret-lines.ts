/**
 * Secrets in what devices print of their configuration: keys, communities, passwords, hashes. A word that tells that a
 * secret follows hides what follows it; a hash is hidden wherever it stands. What is taken out is replaced by one word,
 * so that the line can still be read. Hiding too much of a line of words is well; a row of a table has none of the words.
 */

export const SEALED = '[sealed]';

/** Longest line that is looked at as a whole; secrets stand near the words that announce them. */
const LINE_LOOK_MAX_CHARS = 2_048;

/** A cheap look before the dear one: no line without any of these has a secret that we could know. */
const HINT =
  /pass|secret|communit|key|psk|cipher|hash|md5|sha|token|credential|snmp|trap|pin|\$[0-9a-z]{1,6}\$|SECRET-DATA/i;

/** What may stand between the word and the secret: the form that it is in, an index, a sign of equality. */
const FORM =
  '(?:\\s{1,8}(?:is|=|0|3|4|5|6|7|8|8a|9|10|simple|cipher|irreversible-cipher|hash|sha|sha-?(?:1|256|512)|md5|scrypt|plaintext|cleartext|ciphertext|clear|plain|clear-text|encrypted|encryption|encryption-type|unencrypted|level|ascii-text|ascii|hex|hexadecimal|read|write|ro|rw|user|operator|manager|manager-username|\\d{1,2})(?=\\s|$)){0,4}';
/** One word or what stands in quotes. */
const VALUE = '("[^"]{1,512}"|\'[^\']{1,512}\'|[^\\s";,]{1,1024})';

const ANNOUNCED: readonly RegExp[] = [
  // `password 7 0822455D0A16`, `enable secret 9 $9$…`, `passphrase x`, `pre-shared-key ascii-text "x"`, `psk x`
  new RegExp(
    `(?<![\\w-])((?:(?:enable|login|user|admin|manager|operator|plain-text|encrypted|super|auth|authentication|privacy|priv|wpa|peer|local|http|ftp|md5|radius|tacacs|encryption|set|console)[- ])?(?:password|passwd|passphrase|secret|pre-?shared[- ]?key|psk|shared-secret|shared-key|key-string|keystring|auth-key|authentication-key|authkey|auth-password|priv-password|privacy-password|encryption-key|encrypted-password|wpa2?-pre-shared-key|secret-data|ntp-key|md5-key|community-string|communityname|token))${FORM}\\s{0,4}[=:]?\\s{1,8}${VALUE}`,
    'gi',
  ),
  // RouterOS and JSON write `password=x`, `"password": "x"`.
  new RegExp(
    `(?<![\\w-])("?[\\w-]{0,32}(?:password|secret|passphrase|pre-shared-key|psk|community|auth-key|private-key)"?)\\s{0,4}[=:]\\s{0,4}${VALUE}`,
    'gi',
  ),
  // `radius-server key 7 x`, `tacacs-server host 10.0.0.1 key x`, `key 7 x`, `server-key x`, `key cipher x`, `authentication md5 … key x`
  new RegExp(
    `(?<![\\w-])((?:radius|tacacs|isakmp|server|aaa|ldap|ntp|ospf|bgp|isis|hsrp|glbp|vrrp|eigrp|rip|message-digest|authentication|host|cipher|simple)\\b[^\\n]{0,120}?[\\s-]key|^\\s{0,16}key)${FORM}\\s{1,8}${VALUE}`,
    'gi',
  ),
  // `password manager user-name admin sha1 x`
  new RegExp(`(password[^\\n]{0,120}?\\s(?:plaintext|sha-?1|sha-?256))\\s{1,8}${VALUE}`, 'gi'),
  // `message-digest-key 1 md5 x`
  new RegExp(
    `(message-digest-key\\s{1,4}\\d{1,3}\\s{1,4}(?:md5|hmac\\S{0,16}))${FORM}\\s{1,8}${VALUE}`,
    'gi',
  ),
  // `snmp-server community x ro`, `snmp-agent community read cipher x`, `set snmp community x`
  new RegExp(`(snmp[^\\n]{0,80}?communit(?:y|ies))${FORM}\\s{1,8}${VALUE}`, 'gi'),
  // `snmp-server host 10.0.0.1 [traps] [version 2c] x`
  new RegExp(
    `(snmp-server\\s{1,4}host\\s{1,4}\\S{1,64}(?:\\s{1,4}(?:traps?|informs?|vrf\\s{1,4}\\S{1,64}|version\\s{1,4}(?:1|2c)|udp-port\\s{1,4}\\d{1,5})){0,4})\\s{1,4}${VALUE}`,
    'gi',
  ),
  // `snmp-server user u g v3 auth sha x priv aes 128 y`
  new RegExp(
    `((?<![\\w-])(?:auth|priv|privacy)\\s{1,4}(?:md5|sha\\S{0,8}|des\\S{0,8}|3des|aes\\S{0,8})(?:\\s{1,4}(?:128|192|256))?)\\s{1,4}${VALUE}`,
    'gi',
  ),
  // `username bob … password 7 x` is covered; `username bob x` of EXOS: `configure account bob encrypted "x"`
  new RegExp(`((?<![\\w-])(?:encrypted|irreversible-cipher))\\s{1,8}${VALUE}`, 'gi'),
  // `set … "$9$x"; ## SECRET-DATA`
  new RegExp(`(^\\s{0,64}[\\w-]{1,64})\\s{1,8}${VALUE}(?=[^\\n]{0,16}## SECRET-DATA)`, 'gi'),
];

/** A hash or a reversible form of one, wherever it stands: `$1$salt$…`, `$6$…`, `$9$…`, `$sha512$…`, `%^%#…%^%#`. */
const HASHES =
  /\$(?:\d{1,2}[abxy]?|sha\d{0,3}|pbkdf2\S{0,16}|y)\$[^\s";,]{4,1024}|%\^%#[^\s]{1,512}%\^%#|%@%@[^\s]{1,512}%@%@/g;

/** The line with every secret replaced that it announces. Linear in its length. */
export function hideSecrets(line: string): string {
  if (!HINT.test(line)) return line;
  const head = line.slice(0, LINE_LOOK_MAX_CHARS);
  let text = head.replace(HASHES, SEALED);
  for (const pattern of ANNOUNCED) text = text.replace(pattern, hidden);
  return line.length > LINE_LOOK_MAX_CHARS ? `${text}${SEALED}` : text;
}

function hidden(all: string, _lead: string, value: string): string {
  return isWord(value) ? all : all.slice(0, all.length - value.length) + SEALED;
}

/** Words of the language of configurations, which may follow where a secret may: hiding them would hide the meaning. */
const WORDS: ReadonlySet<string> = new Set(
  'encryption authentication required chain aging-time min-length length history expire-days complexity policy generate zeroize rsa dsa ecdsa crypto strength lockout recovery prompt change none mode for is the of user-name username'.split(
    ' ',
  ),
);

function isWord(value: string): boolean {
  return value === SEALED || WORDS.has(value.toLowerCase());
}
