#!/usr/bin/env python3
"""The calls of a bot over SheetsService, answered from SQLite: its import changes, they do not.

    with_hybrid_service.py data/reference_data.db 5938472011
"""

import sys

from sheetkeeper import HybridService


def main():
    # The worker's service syncs; this process reads.
    service = HybridService(db_path=sys.argv[1], initial_sync=False, sheet_fallback=False,
                            cache_manager=True)
    settings = service.get_employee_settings(int(sys.argv[2]))
    if settings is None:
        sys.exit(f"there is no employee {sys.argv[2]}")
    print(f"wage {settings['Hourly wage']}, commission {settings['Sales commission']}")
    print(f"sales of 850: {service.calculate_dynamic_rate(850)} %, "
          f"rank {service.determine_rank(850)}")
    for rank in service.get_ranks():
        print(f"  {rank['Rank Name']}: {rank['Min Amount']} to {rank['Max Amount']}")
    print(f"last good cycle {service.reader.freshness:.0f} s ago")
    service.close()


if __name__ == "__main__":
    main()
