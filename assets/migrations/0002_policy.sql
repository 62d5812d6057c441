-- A token's own policy: networks that it may be used from (CIDR, parted by spaces; none means anywhere) and a rate such as 100/m.

ALTER TABLE token ADD COLUMN networks TEXT NOT NULL DEFAULT '';
ALTER TABLE token ADD COLUMN rate TEXT;
