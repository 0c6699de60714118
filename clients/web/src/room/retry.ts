import type {useTimeline} from "@chat-backbone/client/react";

type Timeline = ReturnType<typeof useTimeline>;

/** Loads again what failed last. */
export function retried(timeline: Timeline, failed: Timeline["loading"]): Promise<void> {
  if (failed === "older") return timeline.loadOlder();
  return failed === "newer" ? timeline.loadNewer() : timeline.jumpToNewest();
}
