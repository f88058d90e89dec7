export { credentialCommand, parseCredential } from './credential.ts';
export { hostKeyCommand } from './host-key.ts';
