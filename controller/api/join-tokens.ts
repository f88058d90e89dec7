/** Join tokens of the sites that a principal administers. */
import { type JoinTokenView, PAGE_SIZE_MAX, type RowFields, rowFields } from '../../shared/model/index.ts';
import { listJoinTokens, requireJoinToken } from '../agents/index.ts';
import { ifThere, type RowList } from './row-list.ts';

export type JoinTokenDeps = Parameters<typeof listJoinTokens>[0];

const tokenFields: RowFields<JoinTokenView> = rowFields<JoinTokenView>(
  {
    id: ({ id }) => id,
    site: ({ site }) => site,
    state: ({ state }) => state,
    createdBy: ({ createdBy }) => createdBy,
    usedBy: ({ usedBy }) => usedBy,
    revokedBy: ({ revokedBy }) => revokedBy,
  },
  {
    createTime: ({ createdAt }) => createdAt,
    expireTime: ({ expiresAt }) => expiresAt,
    useTime: ({ usedAt }) => usedAt,
    revokeTime: ({ revokedAt }) => revokedAt,
  },
);

/** Of one site, or of all that `sees`. */
export function joinTokenList(
  deps: JoinTokenDeps,
  site: string,
  sees: (site: string) => boolean,
): RowList<JoinTokenView> {
  return {
    ...{ name: 'join tokens', scope: { site }, fields: tokenFields, defaultOrder: 'createTime desc' },
    *rows() {
      let pageToken = '';
      do {
        const page = listJoinTokens(deps, { site, pageSize: PAGE_SIZE_MAX, pageToken }, sees);
        yield* page.tokens;
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
    },
    id: ({ id }) => id,
    read: (id) => {
      const token = ifThere(() => requireJoinToken(deps, id));
      return token && sees(token.site) ? token : undefined;
    },
  };
}
