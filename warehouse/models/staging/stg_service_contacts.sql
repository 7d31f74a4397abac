{% if var("service_contacts") %}
select
    nullif(trim(customer_id), '') as customer_id,
    {{ to_moment("contacted_at") }} as contacted_at
from {{ csv_rows("service_contacts") }}
where nullif(trim(customer_id), '') is not null and {{ to_moment("contacted_at") }} is not null
{% else %}
select cast(null as {{ dbt.type_string() }}) as customer_id, cast(null as timestamp) as contacted_at
where 1 = 0
{% endif %}
