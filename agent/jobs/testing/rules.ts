/** What tests let an agent change: everything, whoever asks. */
import { STEPS_PER_MINUTE, type WriteRules } from '../approval.ts';

export const ALL_WRITES: WriteRules = {
  ...{ enabled: true, sources: [], actions: ['create', 'update', 'delete'], approval: 'unsigned' },
  ...{ operatorKeys: [], perMinute: STEPS_PER_MINUTE },
};
