select lines.order_line_id
from {{ ref("int_lines") }} as lines
left join {{ ref("training_table") }} as training on lines.order_line_id = training.order_line_id
where training.order_line_id is null
