-- What the redacted twin says of the same places: no text and no name, but lengths and pseudonyms. A seq is unique in a
-- room only, and the twin has a pseudonym for the room, so prev, type and time are compared too.
SELECT redacted."user".id AS pseudonym, count(*) AS messages, avg(redacted.contentLength) AS length
FROM read_json('export/chat.events.redacted-*.ndjson', columns = {
  seq: 'BIGINT', prev: 'BIGINT', type: 'VARCHAR', "user": 'STRUCT(id VARCHAR)', contentLength: 'INTEGER', "at": 'BIGINT'
}) AS redacted
JOIN (SELECT * REPLACE (epoch_ms("at") AS "at") FROM 'export/chat.events-*.parquet') AS events
  USING (seq, prev, type, "at")
WHERE type = 'message' AND events.deletedAt IS NULL
GROUP BY ALL ORDER BY messages DESC, pseudonym;
