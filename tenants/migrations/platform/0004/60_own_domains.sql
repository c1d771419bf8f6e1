-- A förbund's own address for its site, beside the one under the county's.

ALTER TABLE tenant ADD COLUMN domain TEXT;
ALTER TABLE tenant ADD CONSTRAINT uq_tenant_domain UNIQUE (domain);
ALTER TABLE tenant ADD CONSTRAINT ck_tenant_domain
    CHECK (domain ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$' AND length(domain) <= 253);
