/** Flink SQL on the resolved stream. */
package chat.examples.flink;
