{# `"key":value,` where the value, a JSON text, is known; nothing otherwise. #}
{% macro member(key, value) %}coalesce('"{{ key }}":' || {{ value }} || ',', ''){% endmacro %}

{# A number as JSON has it. #}
{% macro json_number(value) %}cast({{ value }} as {{ dbt.type_string() }}){% endmacro %}

{# Mean and standard deviation; nothing where there is no mean. #}
{% macro json_spread(mean, sd) %}('{"mean":' || {{ json_number(mean) }} || coalesce(',"sd":' || {{ json_number(sd) }}, '') || '}'){% endmacro %}

{# A list of what `joined` gave; `[]` of nothing. #}
{% macro json_list(joined) %}('[' || coalesce({{ joined }}, '') || ']'){% endmacro %}

{# A list of a group's names with what was bought and came back: `bought`, `returned`, by name. #}
{% macro json_tallies(key) %}{{ joined("'{\"" ~ key ~ "\":' || " ~ json_text("name") ~ " || ',\"bought\":' || " ~ json_number("bought") ~ " || ',\"returned\":' || " ~ json_number("cast(returned as bigint)") ~ " || '}'", "name") }}{% endmacro %}

{# A list of a group's sizes with brand and category where they are known, and `counts`, its further members; unknown first. #}
{% macro json_sizes(counts) %}{{ joined("'{' || " ~ member("brand", json_text("brand")) ~ " || " ~ member("category", json_text("category")) ~ " || '\"size\":' || " ~ json_text("size") ~ " || " ~ counts ~ " || '}'", "coalesce(brand_key, '') || chr(1) || coalesce(category_key, '') || chr(1) || size_key") }}{% endmacro %}
