{# What is known of a product at each moment, in numbers and JSON lists. #}
with moments as (select distinct product_id, moment from {{ ref("int_product_moments") }}),

counted as (
    select
        product_id,
        moment,
        count(*) as lines,
        count(returned) as bought,
        coalesce(sum(returned), 0) as returned,
        min(ordered_at) as first_sold_at,
        min(first_currency) as currency,
        avg(case when currency = first_currency then price end) as price_mean
    from {{ ref("int_product_lines") }}
    group by product_id, moment
),

{% for kind in ["size", "color"] -%}
by_{{ kind }} as (
    select product_id, moment, min({{ kind }}) as name, count(*) as bought, coalesce(sum(returned), 0) as returned
    from {{ ref("int_product_lines") }}
    where returned is not null and {{ kind }}_key is not null
    group by product_id, moment, {{ kind }}_key
),

{{ kind }}s as (
    select
        product_id,
        moment,
        {{ json_tallies(kind) }} as list
    from by_{{ kind }}
    group by product_id, moment
),

{% endfor -%}
by_reason as (
    select product_id, moment, return_reason, count(*) as number
    from {{ ref("int_product_lines") }}
    where returned = 1 and return_reason is not null
    group by product_id, moment, return_reason
),

reasons as (
    select
        product_id,
        moment,
        {{ joined(json_text("return_reason") ~ " || ':' || " ~ json_number("number"), "return_reason") }} as list
    from by_reason
    group by product_id, moment
),

fit as (
    select
        moments.product_id,
        moments.moment,
        sum(case when feedback.fit = 'small' then 1 else 0 end) as fit_small,
        sum(case when feedback.fit = 'true' then 1 else 0 end) as fit_true,
        sum(case when feedback.fit = 'large' then 1 else 0 end) as fit_large
    from moments
    inner join {{ ref("stg_fit_feedback") }} as feedback
        on moments.product_id = feedback.product_id
        and feedback.given_at < moments.moment
    group by moments.product_id, moments.moment
)

select
    moments.product_id,
    moments.moment,
    counted.lines,
    counted.bought,
    cast(counted.returned as bigint) as returned,
    counted.first_sold_at,
    counted.currency,
    counted.price_mean,
    sizes.list as sizes,
    colors.list as colors,
    reasons.list as reasons,
    cast(fit.fit_small as bigint) as fit_small,
    cast(fit.fit_true as bigint) as fit_true,
    cast(fit.fit_large as bigint) as fit_large
from moments
left join counted on moments.product_id = counted.product_id and moments.moment = counted.moment
left join sizes on moments.product_id = sizes.product_id and moments.moment = sizes.moment
left join colors on moments.product_id = colors.product_id and moments.moment = colors.moment
left join reasons on moments.product_id = reasons.product_id and moments.moment = reasons.moment
left join fit on moments.product_id = fit.product_id and moments.moment = fit.moment
