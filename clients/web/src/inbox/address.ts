const MAX = 64;
const SPELLED: Record<string, string> = {ä: "ae", ö: "oe", ü: "ue", ß: "ss"};

/** A room's address made from its name: what an address may not have becomes a dash. */
export function addressFor(name: string): string {
  return name
    .toLowerCase()
    .replace(/[äöüß]/g, letter => SPELLED[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[^a-z0-9._]+/g, "-")
    .replace(/^[^a-z0-9]+/, "")
    .slice(0, MAX)
    .replace(/-+$/, "");
}
