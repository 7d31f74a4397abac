select
    history.customer_id,
    history.moment as as_of,
    history.orders,
    history.lines,
    history.lines_with_outcome,
    history.lines_returned,
    history.first_order_at,
    history.last_order_at,
    {{ signals_document("history") }} as document
from {{ ref("int_customer_history") }} as history
inner join {{ ref("int_as_of") }} as as_of on history.moment = as_of.moment
