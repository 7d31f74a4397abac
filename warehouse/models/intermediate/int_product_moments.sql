select product_id, brand_key, moment
from {{ ref("int_lines") }}
union
select lines.product_id, lines.brand_key, as_of.moment
from {{ ref("int_lines") }} as lines
cross join {{ ref("int_as_of") }} as as_of
