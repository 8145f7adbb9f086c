-- What each source was before it became what it is: the last eight states, newest first.
select feed_id, state, reason, since, until
from (
    select
        feed_id, state, reason, since, until,
        row_number() over (partition by feed_id order by since desc, id desc) as turn
    from embargowatch.feed_states
    where until > since  -- neither the present one nor one that was over at once
) past
where turn <= 8
order by feed_id, since desc
