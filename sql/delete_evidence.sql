-- As arrays, so that both indexes are used: "in (select …) or in (select …)" reads every passage there is.
delete from embargowatch.evidence
where
    sanction_id = any (array(select id from embargowatch.sanctions where article_id = %(article_id)s))
    or arms_deal_id = any (array(select id from embargowatch.arms_deals where article_id = %(article_id)s))
