/** The most code points that a message has. */
export const MAX_CONTENT = 4000;

/** The most UTF-16 units that the field takes, so that a huge text from the clipboard stops nothing. */
export const MAX_FIELD = 4 * MAX_CONTENT;

/** The length of a text in code points, as the gateway counts. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
