-- The resolved stream as a table. A column takes the field of the event that has its name;
-- fields without a column are ignored, and columns without a field are null.
CREATE TABLE events (
  room STRING,
  seq BIGINT,
  `prev` BIGINT,
  `type` STRING,
  id STRING,
  `user` ROW<id STRING, username STRING>,
  content STRING,
  `target` BIGINT,
  emoji STRING,
  `at` BIGINT,
  logged_at TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
  WATERMARK FOR logged_at AS logged_at - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka',
  'topic' = 'chat.events',
  'properties.bootstrap.servers' = '${brokers}',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = '${until}',
  -- Partitions without new events do not hold the others up.
  'scan.watermark.idle-timeout' = '5s',
  'format' = 'json'
);

-- Messages and active users of each room and minute.
SELECT window_start, room, COUNT(*) AS messages, COUNT(DISTINCT `user`.id) AS users
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(logged_at), INTERVAL '1' MINUTE))
WHERE `type` = 'message'
GROUP BY window_start, window_end, room;
