/** Every command, and the first words in the order of help. */

import { addCommand } from './commands/add.ts';
import { agentCommands } from './commands/agent.ts';
import { alertCommands } from './commands/alert.ts';
import { applyCommand } from './commands/apply.ts';
import { auditCommands } from './commands/audit.ts';
import { backupCommands } from './commands/backup.ts';
import { caCommands } from './commands/ca.ts';
import { collectCommand, placeTestCommands, testCommand } from './commands/collect.ts';
import { completionCommands } from './commands/completion.ts';
import { configCommands } from './commands/config.ts';
import { conflictCommands } from './commands/conflict.ts';
import { contextCommands } from './commands/context.ts';
import { credentialCommands } from './commands/credential.ts';
import { devCommand } from './commands/dev.ts';
import { doctorCommand } from './commands/doctor.ts';
import { editCommand } from './commands/edit.ts';
import { findCommand } from './commands/find.ts';
import { helpCommand } from './commands/help.ts';
import { deltaShowCommand, historyCommands } from './commands/history.ts';
import { hostKeyCommands } from './commands/host-key.ts';
import { importCommand } from './commands/import.ts';
import { initCommand } from './commands/init.ts';
import { jobCommands } from './commands/job.ts';
import { labelCommand, noteCommand } from './commands/label.ts';
import { logLevelCommand } from './commands/log-level.ts';
import { loginCommand, logoutCommand, whoamiCommand } from './commands/login.ts';
import { getCommand, lsCommand } from './commands/ls.ts';
import { operatorKeyCommands } from './commands/operator-key.ts';
import { planCommands } from './commands/plan.ts';
import { planApproveCommands } from './commands/plan-approve.ts';
import { portCommands } from './commands/port.ts';
import { portPlanCommands } from './commands/port-plan.ts';
import { rmCommand } from './commands/rm.ts';
import { roleCommands } from './commands/role.ts';
import { scheduleCommands } from './commands/schedule.ts';
import { statusCommand } from './commands/status.ts';
import { supportBundleCommand } from './commands/support-bundle.ts';
import { tokenCommands } from './commands/token.ts';
import { traceMacCommand } from './commands/trace.ts';
import { traceIpCommand, traceNameCommand } from './commands/trace-asked.ts';
import { userCommands } from './commands/user.ts';
import { versionCommand } from './commands/version.ts';
import { vlanCommands } from './commands/vlan.ts';
import type { Noun } from './inventory/noun.ts';
import { nouns } from './inventory/nouns.ts';
import type { CommandGroup, CommandSpec, NounSpec } from './spec.ts';

export const commandGroups: readonly CommandGroup[] = ['Daily', 'Inventory', 'Mesh', 'Admin'];

/** First words that lead a family of commands. */
export const families: readonly NounSpec[] = [
  { name: 'trace', group: 'Daily', summary: 'find where an address is plugged in' },
  { name: 'plan', group: 'Daily', summary: 'what would be changed: looked at, approved, applied' },
  { name: 'conflict', group: 'Daily', summary: 'values that contradict each other, and which one holds' },
  { name: 'job', group: 'Daily', summary: 'work that runs, waits or has ended' },
  { name: 'schedule', group: 'Daily', summary: 'work that is done again and again' },
  { name: 'alert', group: 'Daily', summary: 'what is wrong for a while, and who looks after it' },
  { name: 'site', group: 'Inventory', summary: 'places with floors, agents and sources' },
  { name: 'floor', group: 'Inventory', summary: 'parts of a site' },
  { name: 'switch', group: 'Inventory', summary: 'switches, and how they are reached' },
  { name: 'source', group: 'Inventory', summary: 'everything that agents read' },
  { name: 'port', group: 'Inventory', summary: 'ports of switches: looked at, and changed by plans' },
  { name: 'vlan', group: 'Inventory', summary: 'VLANs of switches, and plans that change them' },
  { name: 'history', group: 'Inventory', summary: 'what was changed, by whom and why' },
  { name: 'agent', group: 'Mesh', summary: 'the processes beside the equipment' },
  { name: 'credential', group: 'Mesh', summary: 'logins for devices, sealed to the agents that use them' },
  { name: 'ca', group: 'Mesh', summary: 'the CA of the agents, and its successor' },
  { name: 'delta', group: 'Mesh', summary: 'batches of changes on their way' },
  { name: 'audit', group: 'Admin', summary: 'who did what, and proof that nobody changed it' },
  { name: 'backup', group: 'Admin', summary: 'copies of everything, and the way back' },
  { name: 'user', group: 'Admin', summary: 'who may log in, and their passwords' },
  { name: 'role', group: 'Admin', summary: 'what users may see and do, and where' },
  { name: 'token', group: 'Admin', summary: 'API tokens for programs' },
  { name: 'operator-key', group: 'Admin', summary: 'the key with which you approve plans' },
  { name: 'config', group: 'Admin', summary: 'configuration files of controller and agent' },
  { name: 'context', group: 'Admin', summary: 'which controllers you talk to' },
];

/** The group of commands that are one word. */
export const groupOfWord: Readonly<Record<string, CommandGroup>> = {
  apply: 'Daily',
  collect: 'Daily',
  find: 'Daily',
  status: 'Daily',
  label: 'Inventory',
  note: 'Inventory',
  login: 'Daily',
  logout: 'Daily',
  whoami: 'Daily',
  init: 'Admin',
  dev: 'Admin',
  doctor: 'Admin',
  'support-bundle': 'Admin',
  'log-level': 'Admin',
  version: 'Admin',
  completion: 'Admin',
  help: 'Admin',
};

export const commands: readonly CommandSpec[] = [
  traceMacCommand,
  traceIpCommand,
  traceNameCommand,
  findCommand,
  collectCommand,
  statusCommand,
  ...planCommands,
  ...planApproveCommands,
  applyCommand,
  ...conflictCommands,
  ...jobCommands,
  ...scheduleCommands,
  ...alertCommands,
  ...nounCommands(nouns.site),
  ...nounCommands(nouns.floor),
  ...placeTestCommands,
  ...nounCommands(nouns.switch),
  testCommand(nouns.switch),
  ...hostKeyCommands,
  ...nounCommands(nouns.source),
  testCommand(nouns.source),
  ...portCommands,
  ...portPlanCommands,
  ...vlanCommands,
  ...historyCommands,
  labelCommand,
  noteCommand,
  ...agentCommands,
  ...credentialCommands,
  ...caCommands,
  deltaShowCommand,
  loginCommand,
  logoutCommand,
  whoamiCommand,
  ...userCommands,
  ...roleCommands,
  ...tokenCommands,
  ...operatorKeyCommands,
  initCommand,
  devCommand,
  ...auditCommands,
  ...backupCommands,
  ...configCommands,
  ...contextCommands,
  doctorCommand,
  supportBundleCommand,
  logLevelCommand,
  versionCommand,
  ...completionCommands(() => ({ commands, families })),
  helpCommand(() => ({ commands, families, groups: commandGroups, groupOfWord })),
];

function nounCommands(noun: Noun): readonly CommandSpec[] {
  const makers = [lsCommand, getCommand, addCommand, editCommand, rmCommand, importCommand];
  return makers.map((make) => make(noun));
}
