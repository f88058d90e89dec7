export { credentialCommand } from './credential.ts';
export { doctorCommand } from './doctor.ts';
export { tellFailure, throwUsageErrors } from './failure.ts';
export { hostKeyCommand } from './host-key.ts';
export { askUnseen } from './prompt.ts';
export { type AgentStatus, statusCommand } from './status.ts';
export { supportBundleCommand } from './support-bundle.ts';
export { vaultCommand } from './vault.ts';
