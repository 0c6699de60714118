package chat.infra.prove.soak;

/**
 * What a process holds.
 *
 * @param pid its number: another process holds nothing of what the earlier one held
 * @param heap bytes in use after a collection; 0 if it is no JVM
 * @param resident bytes of memory
 * @param descriptors open files and sockets
 */
public record Usage(long pid, long heap, long resident, long descriptors, long threads) {}
