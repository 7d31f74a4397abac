{# A column of the order lines as a text without outer blanks; null where the file doesn't have it or it is blank. #}
{% macro column(name) %}{% if name in var("order_lines_columns") %}nullif(trim({{ adapter.quote(name) }}), ''){% else %}cast(null as {{ dbt.type_string() }}){% endif %}{% endmacro %}

{# Whether the file has the column. #}
{% macro has(name) %}{{ return(name in var("order_lines_columns")) }}{% endmacro %}

{% macro date_pattern() %}[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?( ?(Z|[+-][0-9]{2}:?[0-9]{2}))?)?{% endmacro %}
