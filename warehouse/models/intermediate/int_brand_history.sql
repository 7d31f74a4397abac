{# What became of a brand's lines, at each moment at which one of its products was ordered. #}
with moments as (
    select distinct brand_key, moment from {{ ref("int_product_moments") }} where brand_key is not null
),

changes as (
    -- A line counts as kept from the lag on, and as returned from then, or from a later return on.
    select brand_key, known_at, moment as ordered_at, 1 as bought, 0 as returned, known_at as from_at
    from {{ ref("int_lines") }}
    where brand_key is not null and returned is not null
    union all
    select
        brand_key,
        known_at,
        moment as ordered_at,
        0 as bought,
        1 as returned,
        case when returned_at >= known_at then returned_at else known_at end as from_at
    from {{ ref("int_lines") }}
    where brand_key is not null and returned = 1
),

summed as (
    select
        brand_key,
        from_at,
        -- What is known at its own moment, and what only after it.
        case when from_at > known_at or ordered_at = known_at then 1 else 0 end as after,
        sum(bought) as bought,
        sum(returned) as returned
    from changes
    group by brand_key, from_at, case when from_at > known_at or ordered_at = known_at then 1 else 0 end
)

select
    moments.brand_key,
    moments.moment,
    cast(sum(summed.bought) as bigint) as bought,
    cast(sum(summed.returned) as bigint) as returned
from moments
inner join summed
    on moments.brand_key = summed.brand_key
    and (summed.from_at < moments.moment or (summed.after = 0 and summed.from_at = moments.moment))
group by moments.brand_key, moments.moment
