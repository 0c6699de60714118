/** My read markers that may not have arrived: a `read` frame is not acknowledged. */
export interface Markers {
  move(room: string, seq: number): void;
  /** A socket stands: tells what the one before may have lost. */
  connected(): void;
  /** Another user: nothing of this is said. */
  forget(): void;
}

/** Makes {@link Markers}; `tell` answers whether the frame was sent. */
export function createMarkers(tell: (frame: object) => boolean): Markers {
  const newest = new Map<string, number>();
  const unsure = new Set<string>();

  const send = (room: string): boolean => tell({ type: "read", room, seq: newest.get(room) });

  return {
    move(room, seq) {
      if (seq <= (newest.get(room) ?? 0)) return;
      newest.set(room, seq);
      unsure.add(room);
      send(room);
    },
    connected() {
      // Sent again once: a marker never goes back, so twice does no harm.
      for (const room of unsure) if (send(room)) unsure.delete(room);
    },
    forget() {
      newest.clear();
      unsure.clear();
    },
  };
}
