with raw as (
    select
        {{ row_id() }} + 1 as line_number,
        _more as more_text,
        {% for name in order_line_columns() -%}
        {{ column(name) }} as {{ name }}_text{{ "," if not loop.last }}
        {% endfor %}
    from {{ csv_rows("order_lines") }}
),

typed as (
    select
        *,
        case when {{ fits("ordered_at_text", date_pattern()) }} then {{ to_moment("ordered_at_text") }} end as ordered_at,
        case
            -- A day without a time: known once the day is over.
            when {{ fits("returned_at_text", "[0-9]{4}-[0-9]{2}-[0-9]{2}") }} then {{ end_of_day(to_moment("returned_at_text")) }}
            when {{ fits("returned_at_text", date_pattern()) }} then {{ to_moment("returned_at_text") }}
        end as returned_at,
        case when {{ fits("price_text", "[0-9]+([.][0-9]+)?") }} then {{ to_number("price_text") }} end as price,
        case when {{ fits("quantity_text", "-?[0-9]+([.]0+)?") }} then {{ to_number("quantity_text") }} end as quantity,
        case when {{ fits("returned_quantity_text", "[0-9]+([.]0+)?") }} then {{ to_number("returned_quantity_text") }} end as returned_quantity,
        upper(coalesce(currency_text, nullif('{{ var("default_currency") }}', ''))) as currency,
        row_number() over (partition by order_line_id_text order by line_number) as copy
    from raw
)

select
    *,
    case
        when more_text is not null then 'the row has more fields than the header'
        when (item_id_text is null or ordered_at_text is null or price_text is null or quantity_text is null)
            and {{ runs_over_lines() }} then 'a quotation mark is left open'
        when order_line_id_text is null then 'order_line_id is blank'
        when order_id_text is null then 'order_id is blank'
        when item_id_text is null then 'item_id is blank'
        when ordered_at_text is null then 'ordered_at is blank'
        when ordered_at is null then 'ordered_at is not a date like 2026-01-31'
        when price_text is null then 'price is blank'
        when {{ fits("price_text", "-[0-9]+([.][0-9]+)?") }} then 'price is negative'
        when price is null then 'price is not a plain decimal like 29.95'
        when quantity_text is null then 'quantity is blank'
        when quantity is null then 'quantity is not a whole number'
        when quantity < 1 then 'quantity is below 1'
        when quantity > 9999 then 'quantity is over 9,999'
        when currency is null then 'currency is blank'
        when not {{ fits("currency", "[A-Z]{3}") }} then 'currency is not a code of three letters like EUR'
        when returned_quantity_text is not null and returned_quantity is null then 'returned_quantity is not a whole number'
        when returned_quantity > quantity then 'more came back than was bought'
        when returned_at_text is not null and returned_at is null then 'returned_at is not a date like 2026-01-31'
        when returned_at < ordered_at then 'returned before it was ordered'
        when returned_at is not null and returned_quantity = 0 then 'returned_at is given, but nothing came back'
        when copy > 1 then 'order_line_id was there before'
    end as rejected_because
from typed
