/** Statistics of rooms by Kafka Streams. */
package chat.examples.streams;
