"""Tables of calls: csv, Excel and Parquet files with one row a call."""
