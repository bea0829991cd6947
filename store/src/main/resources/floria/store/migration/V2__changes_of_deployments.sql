-- What is needed to change deployments: numbers of instances and the origin of a revision; which revision an instance
-- has the meaning of, and how far it had come; runs that are planned when they begin, and may be told to stop for more
-- than one reason.

-- counts: JSON
alter table revision add column counts text not null default '{"version":1,"counts":{}}';
alter table revision add column origin text not null default 'created';
alter table revision add column actor varchar(200) not null default '';
alter table revision add column created_at bigint not null default 0;
update revision set
    actor = owner,
    created_at = (select created_at from deployment where deployment.id = revision.deployment);

alter table instance add column reached varchar(20) not null default 'INITIAL';
alter table instance add column revision integer not null default 1;
update instance set revision = (select revision from deployment where deployment.id = instance.deployment);
update instance set reached = state where state in ('CREATED', 'CONFIGURED', 'STARTED', 'DELETED');

-- detail: JSON; planned: 0 or 1
alter table run add column planned integer not null default 1;
alter table run add column detail text not null default '{"version":1,"detail":{}}';
alter table run add column stop varchar(10);
update run set stop = 'CANCEL' where cancel_requested is not null;
