-- What the article is about, and its news, come with linking.
insert into embargowatch.article_profiles (
    article_id, content_key, published, topics, profile, signature, credit, records
) values (%(article_id)s, %(key)s, %(when)s, '{}', %(profile)s, %(signature)s::bigint[], %(credit)s, '[]')
on conflict (article_id) do update set
    content_key = excluded.content_key, published = excluded.published,
    profile = excluded.profile, signature = excluded.signature, credit = excluded.credit
