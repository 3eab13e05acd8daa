-- Sums of days are squeezed from now on, and cities are among them (dimension -2), so that all are added up anew; until then the log is asked.
UPDATE settled_days SET is_stale = 1;
