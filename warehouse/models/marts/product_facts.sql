with named as (
    select
        product_id,
        max(item_group_id) as item_group_id,
        max(item_name) as item_name,
        max(item_brand) as item_brand,
        max(item_category) as item_category,
        max(brand_key) as brand_key
    from {{ ref("int_lines") }}
    group by product_id
)

select
    named.product_id,
    history.moment as as_of,
    history.lines,
    history.bought,
    history.returned,
    case when history.bought >= 20 then history.returned * 1.0 / history.bought end as return_rate,
    history.first_sold_at,
    history.price_mean,
    case
        when named.item_group_id is not null
            then {{ product_document("item_group_id", "named.product_id", "history", "brand", "named.item_name", "named.item_brand", "named.item_category") }}
        else {{ product_document("item_id", "named.product_id", "history", "brand", "named.item_name", "named.item_brand", "named.item_category") }}
    end as document
from named
inner join {{ ref("int_as_of") }} as as_of on 1 = 1
inner join {{ ref("int_product_history") }} as history on named.product_id = history.product_id and history.moment = as_of.moment
left join {{ ref("int_brand_history") }} as brand on named.brand_key = brand.brand_key and brand.moment = as_of.moment
