/** The files of a clipboard. Cells of a table come as text, formatted text and a picture of both: they are text. */
export function pastedFiles({files, types}: Pick<DataTransfer, "files" | "types">): File[] {
  const isText = types.includes("text/plain") && types.includes("text/html");
  return isText ? [] : [...files];
}
