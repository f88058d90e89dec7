/** Keeps the controller's own certificate fresh while it runs: made anew once half of its life is over. */
import type { Clock, Log } from '../../shared/runtime/index.ts';
import type { ControllerIdentity, ServerCertificate } from './identity.ts';

export interface ServerCertificateDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly identity: Pick<ControllerIdentity, 'server' | 'renewServer'>;
  /** New handshakes are to show this one. */
  readonly onRenewed: (certificate: ServerCertificate) => void;
}

export class ServerCertificateKeeper {
  private readonly deps: ServerCertificateDeps;
  private renewAt: number;

  constructor(deps: ServerCertificateDeps) {
    this.deps = deps;
    this.renewAt = this.halfLife(deps.identity.server);
  }

  /** To be called now and then; a failure is logged and tried again the next time. */
  async tick(): Promise<void> {
    const { clock, log } = this.deps;
    if (clock.now() < this.renewAt) return;
    try {
      await this.renew();
    } catch (error) {
      log.error('server-certificate.not-renewed', { error });
    }
  }

  /** At once, by the CA that serves now. Error: DISK_FULL. */
  async renew(): Promise<void> {
    const { log, identity, onRenewed } = this.deps;
    const certificate = await identity.renewServer();
    this.renewAt = this.halfLife(certificate);
    onRenewed(certificate);
    log.info('server-certificate.renewed', { expiresAt: certificate.expiresAt });
  }

  private halfLife({ expiresAt }: ServerCertificate): number {
    const now = this.deps.clock.now();
    return now + (expiresAt - now) / 2;
  }
}
