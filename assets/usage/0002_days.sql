-- From here on each count is added to its day as well as to its hour, whatever its age: a question about weeks reads days alone.
-- Hours that are kept now have not been added to their days yet. Of a negative hour the day is the one below: -1 / 24 is 0 in SQL.
INSERT INTO day (day, token, version, verdict, calls)
    SELECT (hour - (hour % 24 + 24) % 24) / 24, token, version, verdict, sum(calls) FROM hour WHERE true GROUP BY 1, 2, 3, 4
    ON CONFLICT DO UPDATE SET calls = calls + excluded.calls;
