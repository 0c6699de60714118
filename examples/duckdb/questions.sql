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

-- The schema of each file.
SELECT file_name, decode(key) AS key, decode(value) AS value
FROM parquet_kv_metadata('export/*.parquet')
WHERE decode(key) = 'schema'
ORDER BY ALL;
