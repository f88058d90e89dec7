/** The shape of all JSON of NX-OS: `{"TABLE_x": {"ROW_x": [{…}]}}`, where one row comes without its list. */
import { type Json, jsonObjects } from '../../parse/index.ts';

/** The rows of the table `name`; several tables of one name stand in a list. */
export function tableRows(answer: Json, name: string): Json[] {
  return jsonObjects(answer[`TABLE_${name}`]).flatMap((table) => jsonObjects(table[`ROW_${name}`]));
}
