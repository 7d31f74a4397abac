{# What is known of a customer at each moment, in numbers and JSON lists. #}
with counted as (
    select
        customer_id,
        moment,
        count(*) as lines,
        count(returned) as lines_with_outcome,
        coalesce(sum(returned), 0) as lines_returned
    from {{ ref("int_customer_lines") }}
    group by customer_id, moment
),

ordered as (
    select
        moments.customer_id,
        moments.moment,
        min(orders.customer_currency) as currency,
        count(*) as orders,
        min(orders.moment) as first_order_at,
        max(orders.moment) as last_order_at,
        avg(case when orders.currency = orders.customer_currency then orders.value end) as order_value_mean,
        stddev_samp(case when orders.currency = orders.customer_currency then orders.value end) as order_value_sd,
        avg(orders.days_since_earlier) as order_interval_mean,
        stddev_samp(orders.days_since_earlier) as order_interval_sd,
        sum(case when orders.moment >= {{ plus_days("moments.moment", -1) }} then 1 else 0 end) as orders_1d,
        sum(case when orders.moment >= {{ plus_days("moments.moment", -90) }} then 1 else 0 end) as orders_90d,
        sum(case
            when orders.moment >= {{ plus_days("moments.moment", -180) }} and orders.moment < {{ plus_days("moments.moment", -90) }} then 1
            else 0
        end) as orders_prior_90d
    from {{ ref("int_customer_moments") }} as moments
    inner join {{ ref("int_orders") }} as orders
        on moments.customer_id = orders.customer_id
        and orders.moment < moments.moment
    group by moments.customer_id, moments.moment
),

priced as (
    select
        lines.customer_id,
        lines.moment,
        avg(lines.price) as line_price_mean,
        stddev_samp(lines.price) as line_price_sd
    from {{ ref("int_customer_lines") }} as lines
    inner join ordered
        on lines.customer_id = ordered.customer_id
        and lines.moment = ordered.moment
        and lines.currency = ordered.currency
    group by lines.customer_id, lines.moment
),

{% for kind, list in [("category", "categories"), ("brand", "brands")] -%}
by_{{ kind }} as (
    select
        customer_id,
        moment,
        min(item_{{ kind }}) as name,
        count(*) as bought,
        coalesce(sum(returned), 0) as returned,
        min(ordered_at) as first_at
    from {{ ref("int_customer_lines") }}
    where {{ kind }}_key is not null
    group by customer_id, moment, {{ kind }}_key
),

{{ list }} as (
    select
        customer_id,
        moment,
        sum(case when first_at >= {{ plus_days("moment", -90) }} then 1 else 0 end) as new_90d,
        {{ json_tallies(kind) }} as list
    from by_{{ kind }}
    group by customer_id, moment
),

{% endfor -%}
by_size as (
    select
        customer_id,
        moment,
        brand_key,
        category_key,
        size_key,
        min(item_brand) as brand,
        min(item_category) as category,
        min(size) as size,
        count(*) as kept
    from {{ ref("int_customer_lines") }}
    where returned = 0 and size_key is not null
    group by customer_id, moment, brand_key, category_key, size_key
),

kept as (
    select
        customer_id,
        moment,
        {{ json_sizes("',\"count\":' || " ~ json_number("kept")) }} as list
    from by_size
    group by customer_id, moment
),

by_misfit as (
    select
        customer_id,
        moment,
        brand_key,
        category_key,
        size_key,
        min(item_brand) as brand,
        min(item_category) as category,
        min(size) as size,
        cast(sum(case when misfit = 'too_small' then 1 else 0 end) as bigint) as too_small,
        cast(sum(case when misfit = 'too_large' then 1 else 0 end) as bigint) as too_large
    from {{ ref("int_customer_lines") }}
    where returned = 1 and misfit is not null and size_key is not null
    group by customer_id, moment, brand_key, category_key, size_key
),

sent_back as (
    select
        customer_id,
        moment,
        {{ json_sizes("',\"too_small\":' || " ~ json_number("too_small") ~ " || ',\"too_large\":' || " ~ json_number("too_large")) }} as list
    from by_misfit
    group by customer_id, moment
)

{%- if var("service_contacts") %},

contacted as (
    select
        moments.customer_id,
        moments.moment,
        count(*) as service_contacts,
        sum(case when contacts.contacted_at >= {{ plus_days("moments.moment", -90) }} then 1 else 0 end) as service_contacts_90d
    from {{ ref("int_customer_moments") }} as moments
    inner join {{ ref("stg_service_contacts") }} as contacts
        on moments.customer_id = contacts.customer_id
        and contacts.contacted_at < moments.moment
    group by moments.customer_id, moments.moment
)
{%- endif %}

select
    moments.customer_id,
    moments.moment,
    ordered.currency,
    coalesce(ordered.orders, 0) as orders,
    coalesce(counted.lines, 0) as lines,
    coalesce(counted.lines_with_outcome, 0) as lines_with_outcome,
    cast(coalesce(counted.lines_returned, 0) as bigint) as lines_returned,
    ordered.first_order_at,
    ordered.last_order_at,
    ordered.order_value_mean,
    ordered.order_value_sd,
    priced.line_price_mean,
    priced.line_price_sd,
    ordered.order_interval_mean,
    ordered.order_interval_sd,
    cast(coalesce(ordered.orders_1d, 0) as bigint) as orders_1d,
    cast(coalesce(ordered.orders_90d, 0) as bigint) as orders_90d,
    cast(coalesce(ordered.orders_prior_90d, 0) as bigint) as orders_prior_90d,
    {% if has("item_category") %}cast(coalesce(categories.new_90d, 0) as bigint){% else %}cast(null as bigint){% endif %} as new_categories_90d,
    {% if var("service_contacts") -%}
    coalesce(contacted.service_contacts, 0) as service_contacts,
    cast(coalesce(contacted.service_contacts_90d, 0) as bigint) as service_contacts_90d,
    {%- else -%}
    cast(null as bigint) as service_contacts,
    cast(null as bigint) as service_contacts_90d,
    {%- endif %}
    {% if has("item_category") %}{{ json_list("categories.list") }}{% else %}cast(null as {{ dbt.type_string() }}){% endif %} as categories,
    {% if has("item_brand") %}{{ json_list("brands.list") }}{% else %}cast(null as {{ dbt.type_string() }}){% endif %} as brands,
    {{ json_list("kept.list") }} as kept_sizes,
    {% if has("return_reason") %}{{ json_list("sent_back.list") }}{% else %}cast(null as {{ dbt.type_string() }}){% endif %} as returned_sizes
from {{ ref("int_customer_moments") }} as moments
left join ordered on moments.customer_id = ordered.customer_id and moments.moment = ordered.moment
left join counted on moments.customer_id = counted.customer_id and moments.moment = counted.moment
left join priced on moments.customer_id = priced.customer_id and moments.moment = priced.moment
left join categories on moments.customer_id = categories.customer_id and moments.moment = categories.moment
left join brands on moments.customer_id = brands.customer_id and moments.moment = brands.moment
left join kept on moments.customer_id = kept.customer_id and moments.moment = kept.moment
left join sent_back on moments.customer_id = sent_back.customer_id and moments.moment = sent_back.moment
{% if var("service_contacts") %}left join contacted on moments.customer_id = contacted.customer_id and moments.moment = contacted.moment{% endif %}
