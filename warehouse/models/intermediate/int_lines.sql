with good as (
    select
        order_line_id_text as order_line_id,
        order_id_text as order_id,
        min(ordered_at) over (partition by order_id_text) as moment,
        ordered_at,
        customer_id_text as customer_id,
        item_id_text as item_id,
        coalesce(item_group_id_text, item_id_text) as product_id,
        item_group_id_text as item_group_id,
        item_name_text as item_name,
        item_brand_text as item_brand,
        item_category_text as item_category,
        size_text as size,
        color_text as color,
        lower(item_brand_text) as brand_key,
        lower(item_category_text) as category_key,
        lower(size_text) as size_key,
        lower(color_text) as color_key,
        price,
        quantity,
        currency,
        {% if has("returned_quantity") -%}
        case when returned_quantity > 0 then 1 when returned_quantity is not null then 0 when returned_at is not null then 1 end
        {%- else -%}
        case when returned_at is not null then 1 else 0 end
        {%- endif %} as returned,
        returned_at,
        return_reason_text as return_reason,
        {{ misfit("return_reason_text") }} as misfit
    from {{ ref("stg_order_lines") }}
    where rejected_because is null
)

select *, {{ plus_days("moment", var("outcome_lag_days")) }} as known_at
from good
