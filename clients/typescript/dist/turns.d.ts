/** Makes a function that runs tasks, so many at once; the others wait, first come first served. */
export declare function createTurns(most: number): <T>(task: () => Promise<T>) => Promise<T>;
