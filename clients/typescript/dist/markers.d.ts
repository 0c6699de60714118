/** My read markers that may not have arrived: a `read` frame is not acknowledged. */
export interface Markers {
    move(room: string, seq: number): void;
    /** A socket stands: tells what the one before may have lost. */
    connected(): void;
    /** Another user: nothing of this is said. */
    forget(): void;
}
/** Makes {@link Markers}; `tell` answers whether the frame was sent. */
export declare function createMarkers(tell: (frame: object) => boolean): Markers;
