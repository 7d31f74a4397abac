select {{ just_after("max(moment)") }} as moment
from (
    select max(moment) as moment from {{ ref("int_lines") }}
    union all
    select max(returned_at) as moment from {{ ref("int_lines") }}
) as moments
