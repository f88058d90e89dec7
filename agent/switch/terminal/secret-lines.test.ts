import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRedactor } from './redact.ts';
import { hideSecrets, SEALED } from './secret-lines.ts';

/** Each line with the secret in it called `canary`. */
const LINES: readonly string[] = [
  'enable secret 5 $1$mERr$canary/hx5rVt7rPNoS4wqbXKX7m0',
  'enable secret 9 $9$canary$x.',
  'enable password 7 canary0822455D0A16',
  'enable password level 15 canary',
  'enable secret canary',
  'username admin privilege 15 secret 5 $1$canary$abcdef',
  'username admin password canary privilege 15 encrypted',
  'username "admin" password canary0123456789abcdef encrypted',
  'username bob role network-admin secret sha512 $6$canary$abcd',
  'snmp-server community canary RO',
  'snmp-server community "canary" operator unrestricted',
  'snmp-server community 7 canary ro',
  'snmp-server host 10.0.0.1 version 2c canary',
  'snmp-server host 10.0.0.1 traps canary',
  'snmp-server user u g v3 auth sha canary priv aes 128 canary',
  'snmp-agent community read cipher canary',
  'snmp-agent community write simple canary',
  'set snmp community canary authorization read-only',
  'radius-server key 7 canary',
  'radius-server key "canary"',
  'radius-server host auth 10.0.0.1 key canary',
  'tacacs-server host 10.0.0.1 key 7 "canary"',
  ' key 7 canary',
  'key "canary"',
  ' key cipher %^%#canary%^%#',
  'radius server shared-key cipher canary',
  'aaa group server radius x server-key canary',
  ' ip ospf message-digest-key 1 md5 7 canary',
  ' ip ospf authentication-key canary',
  ' neighbor 10.0.0.2 password 7 canary',
  ' key-string 7 canary',
  'crypto isakmp key canary address 0.0.0.0',
  ' pre-shared-key ascii-text "$9$canary"; ## SECRET-DATA',
  '    secret "$9$canaryabc"; ## SECRET-DATA',
  '    encrypted-password "$6$canary$abc"; ## SECRET-DATA',
  'set system root-authentication encrypted-password "$6$canary"',
  'set system login user u authentication plain-text-password-value canary'.replace('-value', ''),
  'local-user admin password irreversible-cipher $1c$canary$',
  ' password hash $h$6$canary',
  ' password cipher canary',
  'super password level 3 cipher canary',
  'configure account admin encrypted "$5$canary$abc"',
  'configure radius mgmt-access primary shared-secret encrypted "#$canary"',
  'password manager user-name "admin" sha1 "canary"',
  'password operator plaintext canary',
  'wpa-psk ascii 0 canary',
  'set wireless wpa2-pre-shared-key="canary" mode=dynamic-keys',
  'add name=public password=canary secret="canary" community=canary',
  '"password": "canary",',
  'ntp authentication-key 1 md5 canary 7',
  'standby 1 authentication md5 key-string canary',
  'tacacs-server key canary',
  'ip ftp password 7 canary',
];

/** What is no secret must come through as it is, or tables and facts are lost. */
const PLAIN: readonly string[] = [
  '10    0011.2233.4455    DYNAMIC     Gi1/0/1',
  'Gi1/0/7   key account office   up   1000   Full',
  'interface GigabitEthernet1/0/1',
  ' switchport access vlan 20',
  ' description Printer room 3, keyboard shop',
  'service password-encryption',
  'no service password-recovery',
  'passwords min-length 8',
  'crypto key generate rsa',
  'System Description: Key Telephone System',
  'Te1/0/1    10    hashing algorithm   Po1',
  'Load-Balance  hash  src-dst-mac',
  ' spanning-tree portfast',
  'MD5 (image) = verified',
];

describe('secrets that a configuration announces', () => {
  it.each(LINES)('are taken out of: %s', (line) => {
    const shown = hideSecrets(line);
    expect(shown).not.toContain('canary');
    expect(shown).toContain(SEALED);
    expect(shown.split(' ')[0]).toBe(line.split(' ')[0]);
  });

  it.each(PLAIN)('are not seen in: %s', (line) => {
    expect(hideSecrets(line)).toBe(line);
  });

  it('are taken out of quotes and of lines alike, however the words are set', () => {
    const { quote, line } = createRedactor({
      username: 'u',
      password: '',
      enablePassword: undefined,
      privateKey: undefined,
    });
    expect(quote('x\n SNMP-Server   Community\tcanary rw')).not.toContain('canary');
    expect(line('SNMP-SERVER COMMUNITY canary rw')).not.toContain('canary');
  });

  it('cost time in proportion to the text, whatever the text is', () => {
    const hostile = [
      'key '.repeat(2_000),
      'snmp '.repeat(9_000),
      'password '.repeat(9_000),
      `"${'a'.repeat(60_000)}`,
      '$1$'.repeat(20_000),
      'auth sha '.repeat(6_000),
    ];
    for (const text of hostile) {
      const { user } = process.cpuUsage();
      for (let round = 0; round < 5; round += 1) hideSecrets(text);
      expect((process.cpuUsage().user - user) / 1_000).toBeLessThan(500);
    }
  });

  it('leave every recorded table as it is: only lines of configurations change', () => {
    const root = 'test/fixtures/switch';
    const changed: string[] = [];
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:raw|txt)$/.test(file) || /running|hsrp/.test(file)) continue;
      for (const line of readFileSync(join(root, file), 'utf8').split('\n'))
        if (hideSecrets(line) !== line)
          changed.push(`${file}: ${line.trim()} -> ${hideSecrets(line).trim()}`);
    }
    expect(changed).toEqual([]);
  });
});
