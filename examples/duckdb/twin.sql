-- What the redacted twin says of the same places: no text and no name, but lengths and pseudonyms. A seq is unique in a
-- room only, and the twin has a pseudonym for the room, so prev, type and time are compared too.
SELECT redacted."user".id AS pseudonym, count(*) AS messages, avg(redacted.contentLength) AS length
FROM 'export/chat.events.redacted-*.parquet' AS redacted
JOIN 'export/chat.events-*.parquet' AS events USING (seq, prev, type, "at")
WHERE type = 'message' AND events.deletedAt IS NULL
GROUP BY ALL ORDER BY messages DESC, pseudonym;
