/** A credential on its way to a device: whoever asks for a field gets it, and whoever prints the whole gets no secret. */
import { Secret } from '../../shared/seal/index.ts';
import type { Credential } from '../jobs/driver.ts';

export class OpenCredential implements Credential {
  readonly username: string;
  private readonly secret: Secret<Credential>;

  constructor(fields: Credential) {
    this.username = fields.username;
    this.secret = new Secret(fields);
  }

  get password(): string {
    return this.secret.reveal().password;
  }

  get enablePassword(): string | undefined {
    return this.secret.reveal().enablePassword;
  }

  get privateKey(): string | undefined {
    return this.secret.reveal().privateKey;
  }
}
