"""The Alex12060 bot's own calls, under the names it knows:

    from sheetkeeper import HybridService

    service = HybridService(db_path="data/reference_data.db", auto_sync=False)
    settings = service.get_employee_settings(5938472011)

Rows have the sheet's headers as keys. Ranges are from "Min Amount" to "Max Amount", both included;
an amount between two of them belongs to the lower one, one outside all of them to none.
"""

from .reader import Reader

_RATE = {"min_amount": "Min Amount", "max_amount": "Max Amount", "percentage": "Percentage"}
_RANK = {"rank_name": "Rank Name", "min_amount": "Min Amount", "max_amount": "Max Amount",
         "bonus_1": "Bonus 1", "bonus_2": "Bonus 2", "bonus_3": "Bonus 3", "text": "TEXT"}


def _range_of(ranges, amount):
    found = None
    for one in ranges:
        if one["Min Amount"] <= amount:
            found = one
    if found is not None and found is ranges[-1] and amount > found["Max Amount"]:
        return None
    return found


class HybridService:
    """`auto_sync`: a sync every `sync_interval` seconds; without it one at the start, then none, as
    the sync worker's service does it. `cache_manager`: anything true keeps answers in memory; they
    are never older than the last commit."""

    def __init__(self, cache_manager=None, db_path="data/reference_data.db", sync_interval=300,
                 auto_sync=False, sync_command="sheetkeeper sync",
                 sync_service="alex12060-sync-worker", sheet_fallback=True, initial_sync=True):
        self.reader = Reader(
            db_path, auto_sync=int(auto_sync), sync_interval=int(sync_interval * 1000),
            initial_sync=int(initial_sync), sync_command=sync_command, sync_service=sync_service,
            sheet_fallback=int(sheet_fallback), cache_entries=1000 if cache_manager else 0)
        self.reader.start()

    def shutdown(self):
        """Stops the background sync; reads go on until close()."""
        self.reader.shutdown()

    def close(self):
        self.reader.close()

    def get_employee_settings(self, employee_id):
        """{"Hourly wage": ..., "Sales commission": ...}, or None."""
        row = self.reader.row("employee_settings", int(employee_id))
        if row is None:
            return None
        return {"Hourly wage": row["hourly_wage"], "Sales commission": row["sales_commission"]}

    def get_dynamic_rates(self):
        rows = self.reader.query("SELECT * FROM dynamic_rates ORDER BY min_amount")
        return [{header: row[column] for column, header in _RATE.items()} for row in rows]

    def get_ranks(self):
        rows = self.reader.query("SELECT * FROM ranks ORDER BY min_amount")
        return [{header: "" if row[column] is None else row[column]
                 for column, header in _RANK.items()} for row in rows]

    def calculate_dynamic_rate(self, amount):
        """The percentage for an amount of sales; 0.0 where it belongs to no range."""
        rate = _range_of(self.get_dynamic_rates(), float(amount))
        return 0.0 if rate is None else rate["Percentage"]

    def determine_rank(self, amount):
        """The name of the rank, or None."""
        rank = _range_of(self.get_ranks(), float(amount))
        return None if rank is None else rank["Rank Name"]

    def force_sync_from_sheets(self):
        """One cycle, which goes in both directions; {table: rows that both sides hold}."""
        return self._synced_rows()

    def force_push_to_sheets(self):
        """The same cycle: nothing is overwritten by either."""
        return self._synced_rows()

    def get_sync_stats(self):
        return self.reader.sync_stats()

    def _synced_rows(self):
        stats = self.reader.sync_now()
        return {table: counts["synced"] for table, counts in stats.items()
                if isinstance(counts, dict)}
