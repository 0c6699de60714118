import type {Attachment} from "@chat-backbone/client";
import {useClient} from "@chat-backbone/client/react";
import {use, useState} from "react";
import {LANGUAGES, LanguageContext} from "../i18n/language.ts";
import {Dialog} from "../ui/Dialog.tsx";
import {Icon} from "../ui/Icon.tsx";
import {sizeOf} from "../text/size.ts";
import {ownPicture} from "./own-files.ts";
import {useFileLink} from "./useFileLink.ts";

const PREVIEWED = new Set(["image/jpeg", "image/png", "image/gif", "image/webp"]);
const PREVIEW_PX = 320;
/** The largest picture that is shown as it is where it has no preview. */
const MAX_WHOLE_BYTES = 2_000_000;

/** The files of a message: pictures as pictures, others to download. */
export function Attachments({files, sent}: {files: readonly Attachment[]; sent: boolean}) {
  return (
    <ul className="attachments">
      {files.map(file => (
        // A picture that could not be shown before its message was sent is tried again.
        <li key={`${file.id} ${sent}`}>{PREVIEWED.has(file.contentType) ? <Picture file={file} /> : <Download file={file} />}</li>
      ))}
    </ul>
  );
}

function Picture({file}: {file: Attachment}) {
  const words = LANGUAGES[use(LanguageContext)];
  const preview = useFileLink(file.id, PREVIEW_PX);
  const [open, setOpen] = useState(false);
  const address = ownPicture(useClient(), file.id) ?? preview.link;
  if (preview.failed && !address) return file.size <= MAX_WHOLE_BYTES ? <WholePicture file={file} /> : <Download file={file} />;
  return (
    <>
      <button type="button" className="picture" aria-label={words.picture(file.name)} onClick={() => setOpen(true)}>
        {address && (
          <img src={address} alt="" decoding="async" onError={preview.renew} data-testid="picture" />
        )}
      </button>
      {open && <PictureDialog file={file} onClose={() => setOpen(false)} />}
    </>
  );
}

function WholePicture({file}: {file: Attachment}) {
  const words = LANGUAGES[use(LanguageContext)];
  const {link, failed, renew} = useFileLink(file.id);
  const [open, setOpen] = useState(false);
  if (failed) return <Download file={file} />;
  return (
    <>
      <button type="button" className="picture" aria-label={words.picture(file.name)} onClick={() => setOpen(true)}>
        {link && <img src={link} alt="" decoding="async" onError={renew} data-testid="picture" />}
      </button>
      {open && <PictureDialog file={file} onClose={() => setOpen(false)} />}
    </>
  );
}

function PictureDialog({file, onClose}: {file: Attachment; onClose: () => void}) {
  const {link} = useFileLink(file.id);
  return (
    <Dialog title={file.name} onClose={onClose} wide testId="picture-dialog">
      {link && <img className="picture-full" src={link} alt={file.name} />}
      <Download file={file} />
    </Dialog>
  );
}

function Download({file}: {file: Attachment}) {
  const language = use(LanguageContext);
  const words = LANGUAGES[language];
  const client = useClient();
  const [failed, setFailed] = useState(false);

  async function download() {
    setFailed(false);
    try {
      const anchor = document.createElement("a");
      anchor.href = await client.files.link(file.id);
      anchor.download = file.name;
      anchor.rel = "noopener";
      anchor.click();
    } catch {
      setFailed(true);
    }
  }

  return (
    <button
      type="button"
      className="file"
      title={words.download(file.name)}
      onClick={() => void download()}
      data-testid="file"
    >
      <Icon name={failed ? "warn" : "file"} />
      <span className="file-name" dir="auto">{file.name}</span>
      <span className="file-size">{failed ? words.didNotWork : sizeOf(file.size, language)}</span>
    </button>
  );
}
