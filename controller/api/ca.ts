/** CaService. */
import type { ServiceHandlers } from '../../shared/transport/index.ts';
import { caToWire } from '../../shared/wire/index.ts';
import type { CaRotation } from '../agents/index.ts';

export function caHandlers(rotation: CaRotation): ServiceHandlers<'CaService'> {
  return {
    GetCa: async () => ({ cas: rotation.list().map(caToWire) }),

    RotateCa: async ({ validateOnly }) => ({ cas: (await rotation.rotate(validateOnly)).map(caToWire) }),

    RetireCa: async ({ force, validateOnly }) => {
      const { cas, cutOff } = await rotation.retire(force, validateOnly);
      return { cas: cas.map(caToWire), cutOff: [...cutOff] };
    },
  };
}
