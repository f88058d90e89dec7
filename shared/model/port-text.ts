/** Names of ports as people and jobs give them: text that will stand in a command of a device. */

/** No port has a longer name. */
const NAME_CHARS_MAX = 64;

/**
 * Blanks occur (`Gi 6/36`); nothing that could end a command or begin another one does, such as `|`, `;` or `?`.
 */
export function isPortText(text: string): boolean {
  return text.length <= NAME_CHARS_MAX && /^[A-Za-z0-9](?:[A-Za-z0-9 ./:_+-]*[A-Za-z0-9])?$/.test(text);
}
