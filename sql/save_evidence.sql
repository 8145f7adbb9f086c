insert into embargowatch.evidence (sanction_id, arms_deal_id, field, position, located, starts, ends, quote) values %s
