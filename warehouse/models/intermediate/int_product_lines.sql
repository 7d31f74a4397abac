{# Every earlier line of a product at each moment, with its outcome as it was known then. #}
select
    moments.product_id,
    moments.moment,
    lines.moment as ordered_at,
    lines.order_line_id,
    lines.size,
    lines.color,
    lines.size_key,
    lines.color_key,
    lines.price,
    lines.currency,
    lines.return_reason,
    first_value(lines.currency) over (
        partition by moments.product_id, moments.moment order by lines.moment, lines.order_id
        rows between unbounded preceding and unbounded following
    ) as first_currency,
    {{ known_then("lines", "moments.moment") }} as returned
from (select distinct product_id, moment from {{ ref("int_product_moments") }}) as moments
inner join {{ ref("int_lines") }} as lines
    on moments.product_id = lines.product_id
    and lines.moment < moments.moment
