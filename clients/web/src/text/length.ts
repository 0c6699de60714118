/** The most code points that a message has. */
export const MAX_CONTENT = 4000;

/** The length of a text in code points, as the gateway counts. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
