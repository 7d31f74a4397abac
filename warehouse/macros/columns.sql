{# The columns of the order history, in the order of docs/warehouse.md. #}
{% macro order_line_columns() %}{{ return(["order_line_id", "order_id", "ordered_at", "customer_id", "item_id", "item_group_id", "item_name",
    "item_brand", "item_category", "size", "color", "price", "quantity", "currency", "returned_quantity", "returned_at", "return_reason"]) }}{% endmacro %}

{# A column of the order lines as a text without outer blanks; null where the file doesn't have it or it is blank. #}
{% macro column(name) %}{% if name in var("order_lines_columns") %}nullif(trim({{ adapter.quote(name) }}), ''){% else %}cast(null as {{ dbt.type_string() }}){% endif %}{% endmacro %}

{# Whether the file has the column. #}
{% macro has(name) %}{{ return(name in var("order_lines_columns")) }}{% endmacro %}

{% macro date_pattern() %}[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?( ?(Z|[+-][0-9]{2}:?[0-9]{2}))?)?{% endmacro %}

{# A line's outcome as it was known at a moment: 1 came back, 0 stayed, null not known yet. #}
{% macro known_then(line, moment) -%}
case
        when {{ line }}.returned is null or {{ line }}.known_at > {{ moment }} then null
        when {{ line }}.returned = 1 and ({{ line }}.returned_at is null or {{ line }}.returned_at < {{ moment }}) then 1
        else 0
    end
{%- endmacro %}

{# Whether some text of a row has a line end in it. #}
{% macro runs_over_lines() -%}
({% for name in order_line_columns() %}coalesce({{ name }}_text, '') || {% endfor %}'') like '%' || chr(10) || '%'
{%- endmacro %}
