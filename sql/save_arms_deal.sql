insert into embargowatch.arms_deals (
    article_id, fingerprint, stage, stage_detail, suppliers, recipients, manufacturers, intermediaries, end_user,
    weapons, value, transfer_type, us_channel, local_production, order_date, delivery_years, modality, claimed_by,
    background, date, official_ref, summary, quote, confidence
) values (
    %(article_id)s, %(fingerprint)s, %(stage)s, %(stage_detail)s, %(suppliers)s::text[], %(recipients)s::text[],
    %(manufacturers)s::text[], %(intermediaries)s::text[], %(end_user)s, %(weapons)s, %(value)s, %(transfer_type)s,
    %(us_channel)s, %(local_production)s, %(order_date)s, %(delivery_years)s, %(modality)s, %(claimed_by)s,
    %(background)s, %(date)s, %(official_ref)s, %(summary)s, %(quote)s, %(confidence)s
)
on conflict (article_id, fingerprint) do update set
    stage = excluded.stage,
    stage_detail = excluded.stage_detail,
    suppliers = excluded.suppliers,
    recipients = excluded.recipients,
    manufacturers = excluded.manufacturers,
    intermediaries = excluded.intermediaries,
    end_user = excluded.end_user,
    weapons = excluded.weapons,
    value = excluded.value,
    transfer_type = excluded.transfer_type,
    us_channel = excluded.us_channel,
    local_production = excluded.local_production,
    order_date = excluded.order_date,
    delivery_years = excluded.delivery_years,
    modality = excluded.modality,
    claimed_by = excluded.claimed_by,
    background = excluded.background,
    date = excluded.date,
    official_ref = excluded.official_ref,
    summary = excluded.summary,
    quote = excluded.quote,
    confidence = excluded.confidence
returning id
