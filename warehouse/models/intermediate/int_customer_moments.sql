select customer_id, moment
from {{ ref("int_orders") }}
where customer_id is not null
union
select orders.customer_id, as_of.moment
from {{ ref("int_orders") }} as orders
cross join {{ ref("int_as_of") }} as as_of
where orders.customer_id is not null
