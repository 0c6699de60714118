/** The process that is Kafka in a development stack. */
package chat.infra.kafka;
