{# `"key":value,` where the value, a JSON text, is known; nothing otherwise. #}
{% macro member(key, value) %}coalesce('"{{ key }}":' || {{ value }} || ',', ''){% endmacro %}

{# An object of members, each with its comma. #}
{% macro object(members) %}('{' || substring({{ members | join(" || ") }}, 1, length({{ members | join(" || ") }}) - 1) || '}'){% endmacro %}

{# A number as JSON has it. #}
{% macro json_number(value) %}cast({{ value }} as {{ dbt.type_string() }}){% endmacro %}

{# Mean and standard deviation; nothing where there is no mean. #}
{% macro json_spread(mean, sd) %}('{"mean":' || {{ json_number(mean) }} || coalesce(',"sd":' || {{ json_number(sd) }}, '') || '}'){% endmacro %}

{# A list of what `joined` gave; `[]` of nothing. #}
{% macro json_list(joined) %}('[' || coalesce({{ joined }}, '') || ']'){% endmacro %}
