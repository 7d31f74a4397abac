{# Every earlier line of a customer at each moment, with its outcome as it was known then. #}
select
    moments.customer_id,
    moments.moment,
    lines.moment as ordered_at,
    lines.item_brand,
    lines.item_category,
    lines.size,
    lines.brand_key,
    lines.category_key,
    lines.size_key,
    lines.price,
    lines.currency,
    lines.misfit,
    {{ known_then("lines", "moments.moment") }} as returned
from {{ ref("int_customer_moments") }} as moments
inner join {{ ref("int_lines") }} as lines
    on moments.customer_id = lines.customer_id
    and lines.moment < moments.moment
