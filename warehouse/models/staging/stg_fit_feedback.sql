{% if var("fit_feedback") %}
select
    nullif(trim(item_id), '') as product_id,
    nullif(trim(size), '') as size,
    lower(trim(fit)) as fit,
    {{ to_moment("given_at") }} as given_at
from {{ csv_rows("fit_feedback") }}
where nullif(trim(item_id), '') is not null
    and lower(trim(fit)) in ('small', 'true', 'large')
    and {{ to_moment("given_at") }} is not null
{% else %}
select
    cast(null as {{ dbt.type_string() }}) as product_id,
    cast(null as {{ dbt.type_string() }}) as size,
    cast(null as {{ dbt.type_string() }}) as fit,
    cast(null as timestamp) as given_at
where 1 = 0
{% endif %}
