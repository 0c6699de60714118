import {ChatError, type Client} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {useEffect, useState} from "react";

const MAX_PICTURES = 200;
const PREVIEW_PX = 320;
/** The largest picture that is fetched as it is where it has no preview. */
const MAX_WHOLE_BYTES = 500_000;

const pictures = new WeakMap<Client, Map<string, Promise<string>>>();

/** The picture of a user by its file, as an address for the page; null while there is none. */
export function usePicture(file: string | undefined): string | null {
  const client = useClient();
  const [shown, setShown] = useState<{file: string; address: string} | null>(null);
  useEffect(() => {
    if (file === undefined) return;
    let wanted = true;
    pictureOf(client, file).then(
      address => wanted && setShown({file, address}),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [client, file]);
  return shown !== null && shown.file === file ? shown.address : null;
}

// Links to files are valid for a minute, and these pictures are on the screen for hours.
function pictureOf(client: Client, file: string): Promise<string> {
  const known = pictures.get(client) ?? new Map<string, Promise<string>>();
  pictures.set(client, known);
  const address = known.get(file) ?? fetched(client, file).then(URL.createObjectURL);
  known.delete(file);
  known.set(file, address);
  address.catch(() => known.delete(file));
  for (const [oldest, made] of known) {
    if (known.size <= MAX_PICTURES) break;
    known.delete(oldest);
    made.then(URL.revokeObjectURL, () => {});
  }
  return address;
}

async function fetched(client: Client, file: string): Promise<Blob> {
  try {
    return await (await client.files.download(file, {size: PREVIEW_PX})).blob();
  } catch (failure) {
    if (!(failure instanceof ChatError) || failure.code !== "not_found") throw failure;
    const {size, contentType} = await client.files.details(file);
    if (size > MAX_WHOLE_BYTES || !contentType.startsWith("image/")) throw failure;
    return (await client.files.download(file)).blob();
  }
}
