/** Listeners by name. */
export interface Emitter<E> {
    on<K extends keyof E>(name: K, listener: (value: E[K]) => void): () => void;
    emit<K extends keyof E>(name: K, value: E[K]): void;
}
/** Makes an {@link Emitter}. A listener that throws does not stop the others. */
export declare function createEmitter<E>(): Emitter<E>;
/** Runs foreign code; what it throws is reported like any uncaught error of a callback. */
export declare function call(task: () => void): void;
