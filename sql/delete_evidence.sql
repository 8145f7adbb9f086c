delete from embargowatch.evidence
where
    sanction_id in (select id from embargowatch.sanctions where article_id = %(article_id)s)
    or arms_deal_id in (select id from embargowatch.arms_deals where article_id = %(article_id)s)
