{# All that differs between engines. A new engine needs these, and nothing else. #}

{# The rows of the CSV or CSV.gz file that the variable of this name says, every column a text, blank as null; `_more` holds
   the first field beyond the header's. #}
{% macro csv_rows(name) %}{{ return(adapter.dispatch("csv_rows", "cartnudge")(name)) }}{% endmacro %}
{% macro duckdb__csv_rows(name) %}read_csv('{{ var(name) | replace("'", "''") }}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = '', null_padding = true, strict_mode = false, columns = { {%- for column in csv_columns(name) %}'{{ column | replace("'", "''") }}': 'VARCHAR'{{ ", " if not loop.last }}{% endfor -%} }){% endmacro %}
{% macro spark__csv_rows(name) %}csv_{{ name }}{% endmacro %}
{% macro csv_columns(name) %}{{ return(var(name ~ "_columns") + ["_more"]) }}{% endmacro %}

{# What must be there before a file can be read. #}
{% macro open_files() %}{{ return(adapter.dispatch("open_files", "cartnudge")()) }}{% endmacro %}
{% macro default__open_files() %}{% endmacro %}
{% macro spark__open_files() %}
    {% for name in ["order_lines", "service_contacts", "fit_feedback"] if var(name) %}
        {% set columns = [] %}
        {% for column in csv_columns(name) %}{% do columns.append(adapter.quote(column) ~ " string") %}{% endfor %}
        {% do run_query("create or replace temporary view csv_" ~ name ~ " (" ~ columns | join(", ") ~ ") using csv options (path '" ~ var(name) ~ "', header 'true', quote '\"', escape '\"', multiLine 'true', mode 'PERMISSIVE')") %}
    {% endfor %}
{% endmacro %}

{# A text as a moment in UTC; null where it is none. #}
{% macro to_moment(text) %}{{ return(adapter.dispatch("to_moment", "cartnudge")(text)) }}{% endmacro %}
{% macro duckdb__to_moment(text) %}(try_cast({{ text }} as timestamptz) at time zone 'UTC'){% endmacro %}
{% macro spark__to_moment(text) %}try_to_timestamp({{ text }}){% endmacro %}

{# A text as a number; null where it is none. #}
{% macro to_number(text) %}try_cast({{ text }} as double){% endmacro %}

{# Whether a text fits a regular expression. #}
{% macro fits(text, pattern) %}{{ return(adapter.dispatch("fits", "cartnudge")(text, pattern)) }}{% endmacro %}
{% macro duckdb__fits(text, pattern) %}regexp_full_match({{ text }}, '{{ pattern }}'){% endmacro %}
{% macro spark__fits(text, pattern) %}({{ text }} rlike '^(?:{{ pattern | replace("\\", "\\\\") }})$'){% endmacro %}

{# A moment so many days later, to the millisecond; `dbt.dateadd` keeps whole seconds on Spark. #}
{% macro plus_days(at, days) %}{{ return(adapter.dispatch("plus_days", "cartnudge")(at, days)) }}{% endmacro %}
{% macro default__plus_days(at, days) %}({{ at }} + {{ days }} * interval 1 day){% endmacro %}

{# A moment that all that happened at this one is before. #}
{% macro just_after(at) %}{{ return(adapter.dispatch("just_after", "cartnudge")(at)) }}{% endmacro %}
{% macro default__just_after(at) %}({{ at }} + interval 1 second){% endmacro %}

{# The last millisecond of the day that begins at a moment. #}
{% macro end_of_day(at) %}{{ return(adapter.dispatch("end_of_day", "cartnudge")(at)) }}{% endmacro %}
{% macro default__end_of_day(at) %}({{ at }} + interval 1 day - interval 1 millisecond){% endmacro %}

{# Days between two moments, with their fraction. #}
{% macro days_between(from_at, to_at) %}{{ return(adapter.dispatch("days_between", "cartnudge")(from_at, to_at)) }}{% endmacro %}
{% macro duckdb__days_between(from_at, to_at) %}((epoch_ms({{ to_at }}) - epoch_ms({{ from_at }})) / 86400000.0){% endmacro %}
{% macro spark__days_between(from_at, to_at) %}((unix_millis({{ to_at }}) - unix_millis({{ from_at }})) / 86400000.0){% endmacro %}

{# A moment as a text of RFC 3339. #}
{% macro moment_text(at) %}{{ return(adapter.dispatch("moment_text", "cartnudge")(at)) }}{% endmacro %}
{% macro duckdb__moment_text(at) %}strftime({{ at }}, '%Y-%m-%dT%H:%M:%S.%gZ'){% endmacro %}
{% macro spark__moment_text(at) %}date_format({{ at }}, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"){% endmacro %}

{# A text as JSON has it, with its quotation marks; null of null. #}
{% macro json_text(text) %}{{ return(adapter.dispatch("json_text", "cartnudge")(text)) }}{% endmacro %}
{% macro duckdb__json_text(text) %}cast(to_json({{ text }}) as varchar){% endmacro %}
{% macro spark__json_text(text) %}case when {{ text }} is not null then substring(to_json(array({{ text }})), 2, length(to_json(array({{ text }}))) - 2) end{% endmacro %}

{# All texts of a group with commas between them, in the order of a key. #}
{% macro joined(text, key) %}{{ return(adapter.dispatch("joined", "cartnudge")(text, key)) }}{% endmacro %}
{% macro duckdb__joined(text, key) %}string_agg({{ text }}, ',' order by {{ key }}){% endmacro %}
{% macro spark__joined(text, key) %}array_join(transform(sort_array(collect_list(struct({{ key }} as k, {{ text }} as t))), one -> one.t), ','){% endmacro %}

{# A table's rows in a number of their own. #}
{% macro row_id() %}{{ return(adapter.dispatch("row_id", "cartnudge")()) }}{% endmacro %}
{% macro duckdb__row_id() %}(row_number() over ()){% endmacro %}
{% macro spark__row_id() %}(monotonically_increasing_id() + 1){% endmacro %}
