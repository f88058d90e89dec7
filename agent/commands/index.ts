export { credentialCommand } from './credential.ts';
export { tellFailure, throwUsageErrors } from './failure.ts';
export { hostKeyCommand } from './host-key.ts';
export { askUnseen } from './prompt.ts';
export { vaultCommand } from './vault.ts';
