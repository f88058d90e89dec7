/**
 * A throw-away OpenSSH server on loopback: own host key, own configuration in a temporary folder, one sshd process per
 * connection (`sshd -i`) behind a listener of ours. Its shell is a small script that behaves like a switch.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { getDiffieHellman } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SSHD = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/opt/homebrew/sbin/sshd'].find((path) =>
  existsSync(path),
);
/** sshd refuses to start as root without it, and only an init system makes it. */
const PRIVILEGE_SEPARATION = '/run/sshd';
const SECRET_MODE = 0o600;

/** True when the machine has sshd; without it the suite is skipped under a name that says what to install. */
export const hasSshd: boolean = SSHD !== undefined;

/** Rows of the script's MAC table: enough for many packets. */
export const TABLE_ROWS = 2_000;

const SWITCH_SCRIPT = `
prompt='sw1>'
printf '\\n*** real OpenSSH, unreal switch ***\\n\\n'
while printf '%s' "$prompt"; IFS= read -r line; do
  case "$line" in
    enable) prompt='sw1#' ;;
    'terminal length 0'|'') ;;
    'show version') printf 'Plain OS 6\\nModel OpenSSH\\n' ;;
    'show ports') printf 'Gi1/0/1 up\\n' ;;
    'show vlans') printf '10 office\\n' ;;
    'show fdb') awk 'BEGIN { for (i = 0; i < ${TABLE_ROWS}; i++) printf "10 0011.2233.%04x Gi1/0/1\\n", i }' ;;
    'show fdb address '*) printf '10 %s Gi1/0/1\\n' "\${line##* }" ;;
    quit) exit 0 ;;
    *) printf "%%%% Invalid input detected at '^' marker.\\n" ;;
  esac
done
`;

export interface OpensshOptions {
  /** The only key exchange that the server offers. */
  readonly kex?: string;
  /** For group exchange: the only group that the server knows, so that it takes no other whatever it is asked for. */
  readonly groupBits?: 3072 | 8192;
}

export class OpensshServer {
  readonly host = '127.0.0.1';
  readonly username: string = userInfo().username;
  readonly privateKey: string;
  connections = 0;
  /** What all sshd processes wrote: who logged in, how, and who failed to. */
  log = '';
  private readonly folder: string;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly processes = new Set<ChildProcess>();

  private constructor(folder: string, privateKey: string) {
    this.folder = folder;
    this.privateKey = privateKey;
    this.server = createServer({ noDelay: true }, (socket) => this.serve(socket));
  }

  static async start({ kex, groupBits }: OpensshOptions = {}): Promise<OpensshServer> {
    const folder = await mkdtemp(join(tmpdir(), 'wayside-sshd-'));
    const file = (name: string, text: string): Promise<void> =>
      writeFile(join(folder, name), text, { mode: SECRET_MODE });
    const [, login] = await Promise.all([
      makeKey(join(folder, 'host_key')),
      makeKey(join(folder, 'login_key')),
    ]);
    await file('authorized_keys', login.public);
    await file('switch.sh', SWITCH_SCRIPT);
    if (groupBits !== undefined) await file('moduli', moduliLine(groupBits));
    await file('sshd_config', configuration(folder, kex, groupBits !== undefined));
    if (process.getuid?.() === 0) await mkdir(PRIVILEGE_SEPARATION, { recursive: true });
    const openssh = new OpensshServer(folder, login.private);
    await once(openssh.server.listen(0, openssh.host), 'listening');
    return openssh;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** sshd processes that still serve a connection. */
  get serving(): number {
    return this.processes.size;
  }

  cutConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.server.close();
    this.cutConnections();
    await Promise.all([...this.processes].map((one) => once(one, 'exit')));
    await rm(this.folder, { recursive: true, force: true });
  }

  private serve(socket: Socket): void {
    this.connections += 1;
    const sshd = spawn(SSHD ?? 'sshd', ['-i', '-e', '-f', join(this.folder, 'sshd_config')]);
    this.sockets.add(socket);
    this.processes.add(sshd);
    socket
      .on('error', () => undefined)
      .on('close', () => {
        this.sockets.delete(socket);
        sshd.stdin.destroy();
      });
    sshd.on('exit', () => {
      this.processes.delete(sshd);
      socket.end();
    });
    // A cut connection breaks these pipes; that is what a cut is.
    sshd.stdin.on('error', () => undefined);
    sshd.stderr.on('data', (bytes: Buffer) => {
      this.log += bytes.toString();
    });
    socket.pipe(sshd.stdin);
    sshd.stdout.pipe(socket);
  }
}

/** By ssh-keygen: one in 256 keys of ssh2's own generator (public part starts with a zero byte) is malformed. */
async function makeKey(path: string): Promise<{ readonly public: string; readonly private: string }> {
  await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', path]);
  return { public: await readFile(`${path}.pub`, 'utf8'), private: await readFile(path, 'utf8') };
}

/** The prime of RFC 3526 of that size, in the form of moduli(5): time, type, tests, tries, bits less one, generator. */
function moduliLine(bits: 3072 | 8192): string {
  const prime = getDiffieHellman(bits === 3072 ? 'modp15' : 'modp18').getPrime('hex');
  return `20240101000000 2 6 100 ${bits - 1} 2 ${prime.toUpperCase()}\n`;
}

function configuration(folder: string, kex: string | undefined, ownModuli: boolean): string {
  const lines = [
    `HostKey ${join(folder, 'host_key')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    `ForceCommand /bin/sh ${join(folder, 'switch.sh')}`,
    'PidFile none',
    'UsePAM no',
    'UseDNS no',
    'StrictModes no',
    'PermitRootLogin yes',
    'PasswordAuthentication yes',
    'KbdInteractiveAuthentication no',
    'LogLevel VERBOSE',
    ...(kex === undefined ? [] : [`KexAlgorithms ${kex}`]),
    ...(ownModuli ? [`ModuliFile ${join(folder, 'moduli')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
