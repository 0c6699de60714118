package chat.gateway.bulk;

/**
 * The last line of an import's answer.
 *
 * @param done whether all lines were read; else the rest has to be sent again
 * @param lines number of lines that were handled
 * @param imported number of those that changed something
 * @param known number of those that were there already
 * @param failed number of those that were refused
 */
record ImportCounts(boolean done, long lines, long imported, long known, long failed) {}
