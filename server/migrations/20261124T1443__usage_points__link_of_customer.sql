create index link_of_customer on usage_points.link (tenant_id, customer_id, valid_from);
