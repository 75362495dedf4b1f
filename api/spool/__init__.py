"""The spool's records: the data plane appends them, the shipper reads them."""
