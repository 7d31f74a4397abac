select
    lines.order_line_id,
    lines.order_id,
    {{ moment_text("lines.moment") }} as ordered_at,
    lines.customer_id,
    lines.item_id,
    lines.item_group_id,
    lines.item_name,
    lines.item_brand,
    lines.item_category,
    lines.size,
    lines.color,
    {{ json_number("lines.price") }} as price,
    cast(lines.quantity as bigint) as quantity,
    lines.currency,
    lines.returned,
    case when lines.customer_id is not null then {{ signals_document("customer") }} end as signals,
    case
        when product.lines is null and brand.bought is null and product.fit_small is null then null
        else {{ product_document("item_id", "lines.item_id", "product", "brand") }}
    end as product
from {{ ref("int_lines") }} as lines
left join {{ ref("int_customer_history") }} as customer
    on lines.customer_id = customer.customer_id and lines.moment = customer.moment
left join {{ ref("int_product_history") }} as product
    on lines.product_id = product.product_id and lines.moment = product.moment
left join {{ ref("int_brand_history") }} as brand
    on lines.brand_key = brand.brand_key and lines.moment = brand.moment
