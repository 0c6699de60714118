/** Other clients of the same storage: the tabs of a browser. */
export interface Tabs {
    /**
     * Runs a task once no other tab holds the name any more; the answer lets go of it.
     *
     * @param lost runs when another tab takes the name away
     * @param steal takes the name away from a tab that holds it
     * @param refused runs where the browser allows no locks here; without it the task runs
     */
    own(name: string, task: () => void, lost?: () => void, steal?: boolean, refused?: () => void): () => void;
    /** Tells the other tabs; a channel is a name. */
    post(channel: string, message: unknown): void;
    listen(channel: string, listener: (message: unknown) => void): void;
    close(): void;
}
/** The tabs that share a storage's name; null where the browser can't tell tabs of each other. */
export declare function browserTabs(sharedName: string | null): Tabs | null;
