import type { Clock } from "./clock.js";
import { errorOf } from "./connection.js";
import { ChatError } from "./errors.js";
import type { Frame } from "./link.js";

const ANSWER_WITHIN_MS = 20_000;

/** Frames that are answered: each gets a `ref`, which its answer repeats. */
export interface Requests {
  /** Rejects with `unreachable` if the answer does not come: what was asked for may have happened or not. */
  ask(frame: object): Promise<Frame>;
  /** True if the frame was an answer. */
  answered(frame: Frame): boolean;
  /** The socket is gone, and with it all answers. */
  lost(): void;
}

interface Waiting {
  resolve(frame: Frame): void;
  reject(error: ChatError): void;
  cancel(): void;
}

/** Makes {@link Requests} over a connection. */
export function createRequests(clock: Clock, send: (frame: object) => boolean): Requests {
  const waiting = new Map<string, Waiting>();
  let count = 0;

  function take(ref: string): Waiting | undefined {
    const found = waiting.get(ref);
    waiting.delete(ref);
    found?.cancel();
    return found;
  }

  const unanswered = (): ChatError => new ChatError({ code: "unreachable", message: "no answer" });

  return {
    ask(frame) {
      const ref = `r${++count}`;
      return new Promise((resolve, reject) => {
        if (!send({ ...frame, ref })) return reject(unanswered());
        const cancel = clock.after(ANSWER_WITHIN_MS, () => take(ref)?.reject(unanswered()));
        waiting.set(ref, { resolve, reject, cancel });
      });
    },
    answered(frame) {
      const found = frame.ref === undefined ? undefined : take(frame.ref);
      if (frame.type === "error") found?.reject(errorOf(frame));
      else found?.resolve(frame);
      return found !== undefined;
    },
    lost() {
      for (const ref of [...waiting.keys()]) take(ref)?.reject(unanswered());
    },
  };
}
