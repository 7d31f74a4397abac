select
    line_number,
    order_line_id_text as order_line_id,
    rejected_because as reason,
    case
        when rejected_because like 'the row%' then more_text
        when rejected_because like 'ordered_at%' then ordered_at_text
        when rejected_because like 'price%' then price_text
        when rejected_because like 'quantity%' then quantity_text
        when rejected_because like 'currency%' then currency_text
        when rejected_because like 'returned_quantity%' or rejected_because like 'more came%' then returned_quantity_text
        when rejected_because like 'returned%' then returned_at_text
        else order_line_id_text
    end as found
from {{ ref("stg_order_lines") }}
where rejected_because is not null
