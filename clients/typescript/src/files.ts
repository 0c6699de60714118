import type { Clock } from "./clock.js";
import { ChatError } from "./errors.js";
import type { StoredFile } from "./protocol.js";
import { answerOf, jsonOf, parsed, problemOf, type Rest } from "./rest.js";
import type { Files, UploadOptions } from "./handles.js";

/** Makes {@link Files}. */
export function createFiles(rest: Rest, fetch: typeof globalThis.fetch, clock: Clock): Files {
  const path = (id: string): string => `/api/files/${encodeURIComponent(id)}`;
  const download: Files["download"] = (id, { size, signal } = {}) => rest.fetch("GET", path(id), { query: { size }, signal });

  return {
    upload: (file, options = {}) =>
      rest.authorized((token) => {
        const address = rest.url("/api/files/upload");
        if (typeof XMLHttpRequest !== "undefined") return uploadByXhr(address, token, file, options);
        return uploadByFetch(fetch, address, token, file, options, clock);
      }),
    details: (id) => rest.call("GET", path(id), { query: { meta: "" } }),
    download,
    async link(id, options) {
      const response = await download(id, options);
      await response.body?.cancel();
      return response.url;
    },
  };
}

function formOf(file: Blob, { room, name }: UploadOptions): FormData {
  const form = new FormData();
  if (room !== undefined) form.set("room", room);
  form.set("file", file, name ?? (file as File).name ?? "file");
  return form;
}

// A form as a blob, without a copy of the file. Node ends the process when the fetch of a FormData is aborted at the
// wrong moment: it closes the stream of the form twice.
function multipart(file: Blob, { room, name = (file as File).name ?? "file" }: UploadOptions): Blob {
  const boundary = `form-${Math.random()}-${Math.random()}`;
  const part = (headers: string): string => `--${boundary}\r\nContent-Disposition: form-data; ${headers}\r\n\r\n`;
  const quoted = name.replace(/[\r\n"]/g, encodeURIComponent);
  const before = room === undefined ? "" : `${part('name="room"')}${room}\r\n`;
  const type = file.type || "application/octet-stream";
  const begin = part(`name="file"; filename="${quoted}"\r\nContent-Type: ${type}`);
  return new Blob([before + begin, file, `\r\n--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}

const aborted = (): ChatError => new ChatError({ code: "aborted", message: "aborted" });

// Only XMLHttpRequest tells how much of a body was sent.
function uploadByXhr(url: string, token: string, file: Blob, options: UploadOptions): Promise<StoredFile> {
  const { signal, onProgress } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted());
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    signal?.addEventListener("abort", abort);
    request.open("POST", url);
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onabort = () => reject(aborted());
    request.onerror = () => reject(new ChatError({ code: "unreachable", message: "no answer" }));
    request.onload = () => {
      const { status, responseText } = request;
      const stored = status < 300 && parsed(responseText);
      if (stored) resolve(stored as StoredFile);
      else reject(problemOf(status, responseText, request.getResponseHeader("Retry-After")));
    };
    request.onloadend = () => signal?.removeEventListener("abort", abort);
    request.send(formOf(file, options));
  });
}

async function uploadByFetch(
  fetch: typeof globalThis.fetch,
  url: string,
  token: string,
  file: Blob,
  options: UploadOptions,
  clock: Clock,
): Promise<StoredFile> {
  options.onProgress?.(0);
  const form = multipart(file, options);
  const stored = await answerOf(fetch, clock, "POST", url, { form, signal: options.signal, token }, jsonOf);
  options.onProgress?.(1);
  return stored as StoredFile;
}
