import type {Client, StoredFile, UploadOptions} from "@chat-backbone/client";
import {describe, expect, it} from "vitest";
import {endUploads, uploadQueueOf} from "../src/room/upload-queue.ts";

interface Call {
  readonly name: string;
  readonly options: UploadOptions;
  readonly done: (file: StoredFile) => void;
  readonly fail: (problem: unknown) => void;
}

/** A client whose uploads end when the test says so. */
function clientOf(calls: Call[]): Client {
  const upload = (file: Blob, options: UploadOptions = {}) =>
    new Promise<StoredFile>((done, fail) => {
      options.signal?.addEventListener("abort", () => fail(new Error("aborted")));
      calls.push({name: (file as File).name, options, done, fail});
    });
  return {upload} as Client;
}

const file = (name: string) => new File(["x"], name);
const stored = (id: string) => ({id, name: id, contentType: "text/plain", size: 1}) as StoredFile;
const settled = () => new Promise(resolve => setTimeout(resolve));

describe("the files of the next message", () => {
  it("are uploaded two at a time, and are there when the room is shown again", async () => {
    const calls: Call[] = [];
    const client = clientOf(calls);
    const queue = uploadQueueOf(client, "dev");
    queue.add([file("a"), file("b"), file("c")]);
    expect(calls.map(({name}) => name)).toEqual(["a", "b"]);
    calls[0]?.options.onProgress?.(0.5);
    expect(queue.state().list.map(({progress}) => progress)).toEqual([0.5, 0, 0]);
    calls[0]?.done(stored("f1"));
    await settled();
    expect(calls.map(({name}) => name)).toEqual(["a", "b", "c"]);
    expect(uploadQueueOf(client, "dev").state().list.map(upload => upload.stored?.id)).toEqual(["f1", undefined, undefined]);
    expect(uploadQueueOf(client, "ops").state().list).toEqual([]);
  });

  it("can be taken back, tried again, and are ten at most", async () => {
    const calls: Call[] = [];
    const queue = uploadQueueOf(clientOf(calls), "dev");
    queue.add([file("a"), file("b"), file("c")]);
    const [first, second] = queue.state().list;
    queue.remove(first?.key ?? 0);
    await settled();
    expect(calls.map(({name}) => name)).toEqual(["a", "b", "c"]);
    calls[1]?.fail(new Error("lost"));
    await settled();
    expect(queue.state().list.map(({error}) => error !== null)).toEqual([true, false]);
    queue.retry(second?.key ?? 0);
    expect(calls.map(({name}) => name)).toEqual(["a", "b", "c", "b"]);
    queue.add(Array.from({length: 9}, (_, i) => file(`${i}`)));
    expect([queue.state().list.length, queue.state().tooMany]).toEqual([10, true]);
    queue.clear();
    expect(queue.state()).toEqual({list: [], tooMany: false, waits: false});
  });

  it("are sent once all are there, though their room is not shown; one that fails ends the wait", async () => {
    const calls: Call[] = [];
    const queue = uploadQueueOf(clientOf(calls), "dev");
    const sent: string[] = [];
    const send = (files: readonly StoredFile[]) => {
      sent.push(files.map(({id}) => id).join());
      queue.clear();
    };
    queue.add([file("a"), file("b")]);
    queue.whenUploaded(send);
    calls[1]?.done(stored("f2"));
    await settled();
    expect([queue.state().waits, sent]).toEqual([true, []]);
    calls[0]?.done(stored("f1"));
    await settled();
    expect([queue.state().waits, queue.state().list, sent]).toEqual([false, [], ["f1,f2"]]);
    queue.add([file("c")]);
    queue.whenUploaded(send);
    calls[2]?.fail(new Error("lost"));
    await settled();
    expect([queue.state().waits, queue.state().list.length, sent]).toEqual([false, 1, ["f1,f2"]]);
  });

  it("are aborted when the person signs out", async () => {
    const calls: Call[] = [];
    const client = clientOf(calls);
    uploadQueueOf(client, "dev").add([file("a"), file("b"), file("c")]);
    endUploads(client);
    await settled();
    expect(calls.map(({options}) => options.signal?.aborted)).toEqual([true, true]);
    expect(uploadQueueOf(client, "dev").state().list).toEqual([]);
  });
});
