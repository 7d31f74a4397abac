{# Reasons of returns that say which way the size was wrong, in lower case, with blanks for `_` and `-`: docs/warehouse.md. The core
   has the same (`src/replay/misfit.rs`). #}
{% macro too_small_reasons() %}{{ return(["too small", "size too small", "small", "runs small", "too tight", "zu klein", "zu eng", "trop petit",
    "demasiado pequeño", "troppo piccolo", "te klein"]) }}{% endmacro %}
{% macro too_large_reasons() %}{{ return(["too large", "size too large", "large", "runs large", "too big", "too loose", "zu groß", "zu gross",
    "zu weit", "trop grand", "demasiado grande", "troppo grande", "te groot"]) }}{% endmacro %}

{# What a reason says of the size: `too_small`, `too_large`; null when nothing. #}
{% macro misfit(reason) -%}
{%- set plain = "translate(lower(" ~ reason ~ "), '_-', '  ')" -%}
case
            when {{ plain }} in ('{{ too_small_reasons() | join("', '") }}') then 'too_small'
            when {{ plain }} in ('{{ too_large_reasons() | join("', '") }}') then 'too_large'
        end
{%- endmacro %}
