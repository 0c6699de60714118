import {useEffect, useMemo} from "react";
import {useWords} from "../i18n/language.ts";
import {explain} from "../session/http.ts";
import {IconButton} from "../ui/Button.tsx";
import {Icon} from "../ui/Icon.tsx";
import type {Upload} from "./upload-queue.ts";
import type {Uploads} from "./useUploads.ts";

/** The files of the next message, with how far they are. */
export function UploadList({uploads}: {uploads: Uploads}) {
  const words = useWords();
  if (uploads.list.length === 0) return null;
  return (
    <div className="uploads">
      <ul>
        {uploads.list.map(upload => (
          <UploadItem key={upload.key} upload={upload} uploads={uploads} />
        ))}
      </ul>
      {uploads.tooMany && <p role="alert">{words.tooManyFiles}</p>}
    </div>
  );
}

function UploadItem({upload, uploads}: {upload: Upload; uploads: Uploads}) {
  const words = useWords();
  const {key, file, progress, stored, error} = upload;
  const picture = usePictureOf(file);
  const percent = Math.round(progress * 100);
  return (
    <li className={error === null ? "upload" : "upload failed"} data-testid="upload">
      {picture ? <img src={picture} alt="" /> : <Icon name="file" />}
      <span className="upload-text">
        <span className="upload-name" dir="auto">{file.name}</span>
        {error !== null ? (
          <span role="alert">
            {words.uploadFailed}: {explain(error, words)}
          </span>
        ) : (
          !stored && <progress value={progress} aria-label={words.uploading(file.name, percent)} />
        )}
      </span>
      {error !== null && <IconButton icon="retry" label={words.retry} size={16} onClick={() => uploads.retry(key)} />}
      <IconButton icon="close" label={words.removeFile(file.name)} size={16} onClick={() => uploads.remove(key)} />
    </li>
  );
}

function usePictureOf(file: File): string | null {
  const address = useMemo(() => (/^image\/(png|jpeg|gif|webp)$/.test(file.type) ? URL.createObjectURL(file) : null), [file]);
  useEffect(() => () => void (address && URL.revokeObjectURL(address)), [address]);
  return address;
}
