-- A step as the next version of the format may take it: sheetkeeper's own tables get columns and
-- company, its views are made anew. What docs/FORMATS.md promises to readers stays.
BEGIN;
UPDATE _meta SET value = value + 1 WHERE name = 'format_version';
CREATE TABLE _notes (at TEXT, note TEXT);
ALTER TABLE _cycles ADD COLUMN bytes_moved INTEGER;
ALTER TABLE _conflicts ADD COLUMN note TEXT;
ALTER TABLE _changes_rates ADD COLUMN writer TEXT;
DROP VIEW _row_status;
DROP VIEW _status_rates;
CREATE VIEW _status_rates AS
  SELECT row_key AS id, 'pending' AS state, '' AS detail, writer FROM _changes_rates
  UNION ALL
  SELECT key, 'synced', '', NULL FROM _base_rates
    WHERE key NOT IN (SELECT row_key FROM _changes_rates);
CREATE VIEW _row_status (table_name, row_key, state, detail, writer) AS
  SELECT 'rates', * FROM _status_rates;
COMMIT;
