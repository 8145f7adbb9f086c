-- When the changes of sources were last looked through for the operator.
select max(looked_at) as looked_at
from embargowatch.operator_looks
