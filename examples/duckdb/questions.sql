-- Messages a day and room.
SELECT "at"::DATE AS day, room, count(*) AS messages
FROM 'export/chat.events-*.parquet'
WHERE type = 'message'
GROUP BY ALL ORDER BY ALL;

-- Active users a day: those who wrote or reacted.
SELECT "at"::DATE AS day, count(DISTINCT "user".id) AS users
FROM 'export/chat.events-*.parquet'
WHERE type IN ('message', 'reaction') AND "user" IS NOT NULL
GROUP BY ALL ORDER BY ALL;

-- What the redacted twin says of the same places: no text and no name, but lengths and pseudonyms. A seq is unique in a
-- room only, and the twin has a pseudonym for the room, so prev, type and time are compared too.
SELECT redacted."user".id AS pseudonym, count(*) AS messages, avg(redacted.contentLength) AS length
FROM 'export/chat.events.redacted-*.parquet' AS redacted
JOIN 'export/chat.events-*.parquet' AS events USING (seq, prev, type, "at")
WHERE type = 'message' AND events.deletedAt IS NULL
GROUP BY ALL ORDER BY messages DESC, pseudonym;

-- The schema of each file.
SELECT file_name, decode(key) AS key, decode(value) AS value
FROM parquet_kv_metadata('export/*.parquet')
WHERE decode(key) = 'schema'
ORDER BY ALL;
