#!/bin/bash
# Health check for the sync worker: exit status 0 where it is healthy.

folder=${ALEX12060_FOLDER:-/home/lexun/Alex12060}

# Check if the service is running
if ! systemctl is-active --quiet alex12060-sync-worker; then
    echo "ERROR: Sync worker is not running"
    exit 1
fi

LAST_SYNC=$(grep "Sync cycle.*completed" "$folder/sync_worker.log" 2>/dev/null | tail -1)

if [ -z "$LAST_SYNC" ]; then
    echo "WARNING: No sync cycles found in log"
    exit 1
fi

# Check last sync time (should be less than 10 minutes ago). The database knows it, whatever became
# of the log; status 2 is a last complete cycle that is too old, 1 something that waits for a person.
HEALTH=$("$folder/sheetkeeper" health --db-path "$folder/data/reference_data.db" --max-age 10m 2>&1)
case $? in
    0) ;;
    1) echo "ATTENTION: $HEALTH" ;;
    *) echo "ERROR: $HEALTH"; exit 1 ;;
esac

echo "OK: Sync worker healthy"
echo "Last sync: $LAST_SYNC"
exit 0
