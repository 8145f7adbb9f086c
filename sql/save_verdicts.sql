insert into embargowatch.verdicts (article_id, topic, relevant, score, because, against, classifier, judged_at)
values %s
on conflict (article_id, topic, classifier) do update set
    relevant = excluded.relevant,
    score = excluded.score,
    because = excluded.because,
    against = excluded.against,
    judged_at = excluded.judged_at
