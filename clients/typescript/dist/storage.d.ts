/** A change of a storage: `value` undefined removes the key. */
export interface StorageChange {
    readonly key: string;
    readonly value: unknown;
}
/**
 * Where the outbox and cached rooms outlive a reload. One storage belongs to one user: a client that
 * finds the data of another user removes them.
 *
 * Values are JSON values. Keys are strings whose order is the order of `list`.
 */
export interface ChatStorage {
    /** The name under which several clients (tabs) share the data; null if no other client sees them. */
    readonly sharedName: string | null;
    /** The values under keys that begin with `prefix`, in the order of the keys. */
    list(prefix: string): Promise<readonly unknown[]>;
    /** Applies all changes or none, after those of earlier calls. */
    apply(changes: readonly StorageChange[]): Promise<void>;
    /** Removes everything. */
    clear(): Promise<void>;
    /** Lets go of files and connections. */
    close(): void;
}
/** A storage that lives as long as the page or process. */
export declare function memoryStorage(): ChatStorage;
