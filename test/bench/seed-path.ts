/** Asks `seed-path-child`, over connections that stay open. */
import { type Agent, get } from 'node:http';
import { PAGE_RECORDS } from './doors.ts';

/** Throws unless the page is full. */
export function seedList(url: string, site: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(`${url}/switches?site=${site}`, { agent }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        const { data } = JSON.parse(Buffer.concat(pieces).toString()) as { data: readonly object[] };
        if (data.length === PAGE_RECORDS) resolve();
        else reject(new Error(`a page of the seed has ${data.length} records`));
      });
    }).on('error', reject);
  });
}
