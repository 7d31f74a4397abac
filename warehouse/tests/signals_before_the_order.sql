{# Nothing that a line of the training table knows is later than the line. #}
select order_line_id
from {{ ref("int_lines") }} as lines
inner join {{ ref("int_customer_history") }} as history
    on lines.customer_id = history.customer_id and lines.moment = history.moment
where history.last_order_at >= lines.moment
